"""From documents and workbooks to proposed figures: reading, originals, extraction."""
