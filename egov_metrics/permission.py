"""Whether this server may change data: collecting, accepting, publishing, rolling back, withdrawing.

Asked on the server by every function behind a button, not only where the button is drawn.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

EDIT = "EGOV_EDIT"


def may_edit(environment: Mapping[str, str] | None = None) -> bool:
    """True only where the owner says so: `EGOV_EDIT=1` (as `make run` sets it on the own machine)."""
    return (os.environ if environment is None else environment).get(EDIT) == "1"
