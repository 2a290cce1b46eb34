"""The parts of the overview page, in the order of `pages/overview.py`."""
