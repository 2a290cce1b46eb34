"""The page present: storylines edited, played in the full window, and passed on."""
