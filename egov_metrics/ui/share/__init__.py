"""Taking a chart or figure along in words: citations, and the text of a frame for another site's page."""
