"""How much a file may cost. Whatever is beyond is refused in one line before the memory is spent."""

from __future__ import annotations

MIB = 1 << 20

MAX_FILE_BYTES = 64 * MIB
"""Bytes of a file as it lies on disk: a report with pictures stays far below."""
MAX_TEXT_CHARACTERS = 20_000_000
"""Characters of text that are read out of one file: some 7,000 pages."""
MAX_CELLS = 1_000_000
"""Filled cells of all tables of one file. Larger tables are imported, not read."""
MAX_GRID_CELLS = 3_000_000
"""Filled cells of a workbook that is imported; larger ones are imported as tidy text (csv)."""
MAX_PAGES = 3_000
"""Pages of one PDF."""

MAX_INFLATED_BYTES = 256 * MIB
"""All parts of an archive (docx, xlsx, ods) together, as its directory claims them."""
MAX_PART_BYTES = 96 * MIB
"""One part of an archive, in truth: inflating stops there."""
MAX_RATIO = 250
"""Inflated to packed size of a part; counted only for parts above `RATIO_FROM_BYTES`, since small ones are harmless."""
RATIO_FROM_BYTES = 4 * MIB
MAX_PARTS = 10_000
"""Parts of an archive."""

MAX_SPAN = 1_000
"""Columns or rows that one cell of a table may claim to span."""
MAX_NAME_CHARACTERS = 200
"""Characters of a file name that are kept."""

WORKER_SECONDS = 60.0
"""How long a PDF or a workbook may take before its reader is stopped."""
WORKER_MEMORY_BYTES = 2_048 * MIB
"""Address space of the separate process that opens PDFs and workbooks (where the system can limit it)."""
WORKERS = 2
"""How many such processes run at once."""
WORKER_TASKS = 200
"""After how many files a process is replaced, so that what a library forgets to free does not add up."""
