"""One indicator, many units, the years: what the compare page, the map and slides of both show."""
