"""The parts of the profile page, in the order of `pages/profile.py`."""
