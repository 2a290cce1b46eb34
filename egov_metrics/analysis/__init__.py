"""What the numbers say: pure functions on the frames that the store returns."""
