"""The whole store as an open-data package: every table, what the columns mean, and what it was built from."""
