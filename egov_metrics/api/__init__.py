"""The interface for programs: read-only questions over HTTP, answered from an edition, beside the pages."""
