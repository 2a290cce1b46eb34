"""The import of a table on the collect page: what was understood, what a person has to say of it, what is accepted."""
