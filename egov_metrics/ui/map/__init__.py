"""The map page: one indicator and year of all provinces, as tiles or outlines beside a ranked list; years to play."""
