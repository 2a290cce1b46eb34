"""The page of the e-government level: departments, districts and communes by level, and their criteria."""
