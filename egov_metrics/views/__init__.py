"""What a view asks of an edition and what it shows: links as plain data, frames, choices, sentences; no drawing."""
