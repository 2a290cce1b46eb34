"""The sources page: what there is, where it is from, what is odd in it, and what every index means."""
