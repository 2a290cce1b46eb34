"""Whether data may be changed: collecting, accepting, publishing, rolling back, withdrawing.

Asked on the server by every function behind a button, not only where the button is drawn. The owner allows it for all
who reach this server (`EGOV_EDIT=1`), or for people who signed in and are named as editors in the settings.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping

EDIT = "EGOV_EDIT"


class PermissionRefused(Exception):
    """Somebody without permission asked for a change; nothing was done. `str()` is one line fit to print."""


def may_edit(
    environment: Mapping[str, str] | None = None, *, email: str | None = None, editors: Collection[str] = ()
) -> bool:
    """True where the owner says so: `EGOV_EDIT=1` (as `make run` sets it on the own machine), or the address of the
    person who is signed in, `email`, is one of the `editors` of the settings (capitals do not matter)."""
    if (os.environ if environment is None else environment).get(EDIT) == "1":
        return True
    return bool(email) and str(email).strip().lower() in {one.strip().lower() for one in editors}


def require_edit(*, email: str | None = None, editors: Collection[str] = ()) -> None:
    """Do nothing where data may be changed, else raise `PermissionRefused`."""
    if not may_edit(email=email, editors=editors):
        raise PermissionRefused(f"data may not be changed here: expected {EDIT}=1 or a signed-in editor, found neither")
