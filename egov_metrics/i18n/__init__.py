"""How things are said and written: one table of texts in Vietnamese and English, one way to write numbers."""
