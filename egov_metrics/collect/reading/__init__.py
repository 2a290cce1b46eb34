"""Reading documents and workbooks: a file's bytes in, its text with cells and metadata out.

Nothing is fetched, run or computed. What is hostile, damaged or not certain is refused in one line.
"""

from egov_metrics.collect.reading.files import clean_name, read_bytes, read_file
from egov_metrics.collect.reading.model import (
    NOTES,
    REFUSALS,
    Cell,
    Reading,
    ReadingRefused,
    describe_note,
    describe_refusal,
)

__all__ = [
    "NOTES",
    "REFUSALS",
    "Cell",
    "Reading",
    "ReadingRefused",
    "clean_name",
    "describe_note",
    "describe_refusal",
    "read_bytes",
    "read_file",
]
