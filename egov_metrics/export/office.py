"""What files of an office suite need whichever library writes them: no leftovers in memory, none in the file."""

from __future__ import annotations

import gc
from typing import Any


def freed() -> None:
    """Give back at once what a written document leaves behind; call it when nothing refers to the document any more.

    Parts, shapes and sheets refer to one another in rings that only the collector of rings frees. It goes by the number
    of Python's objects and does not see the megabytes of XML behind few of them: without this they pile up.
    """
    gc.collect()


def without_copies_of_styles(document: Any) -> None:
    """Take the part `stylesWithEffects` out of a new Word document.

    It is the template's copy of its own styles for Word 2010, and would not follow the styles that we change.
    """
    for key, relation in list(document.part.rels.items()):
        if relation.reltype.endswith("/stylesWithEffects"):
            del document.part.rels[key]
