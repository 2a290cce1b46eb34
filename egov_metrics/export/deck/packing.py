"""A file made of zipped parts without the moment it was made: the same content gives the same bytes."""

from __future__ import annotations

import io
import re
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")
_FIRST = (1980, 1, 1, 0, 0, 0)


def settled(content: bytes, stamp: str) -> bytes:
    """The file with the day `stamp` (ISO) in the place of all moments, also in the workbooks behind its charts."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as read, ZipFile(out, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            part = read.read(name)
            if name.endswith(".xlsx"):
                part = settled(part, stamp)
            elif name == "docProps/core.xml":
                part = _MOMENT.sub(rb"\g<1>" + stamp[:10].encode() + rb"T00:00:00Z\g<2>", part)
            entry = ZipInfo(name, _FIRST)
            entry.compress_type = ZIP_DEFLATED
            written.writestr(entry, part)
    return out.getvalue()
