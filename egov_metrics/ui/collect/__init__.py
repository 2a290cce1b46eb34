"""The collect page: documents in, reviewed and published numbers out."""
