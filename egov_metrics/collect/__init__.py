"""From documents and workbooks to proposed observations: reading, extraction, contradictions, workbooks, review."""
