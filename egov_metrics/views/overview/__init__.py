"""All indices of a unit, or of the country: what the overview page and tables of slides show."""
