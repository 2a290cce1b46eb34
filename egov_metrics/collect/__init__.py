"""Collect: from documents and workbooks to reviewed numbers. Reading, originals, and what is built on them."""
