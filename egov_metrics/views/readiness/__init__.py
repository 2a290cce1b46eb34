"""E-government levels of a province's departments, districts and communes: what the readiness page and slides show."""
