"""Administrative units: accent-blind folding, search by name and labels. Pure pandas and standard library."""
