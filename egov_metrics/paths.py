"""Where the reviewed data and the workspace lie.

The data folder holds the reviewed text that ships (read only); the workspace holds what this installation makes:
editions, the pointer to the one in service, settings. Both can be named by environment variables or options.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def data_folder(option: str | os.PathLike[str] | None = None) -> Path:
    """The folder of reviewed data: the option, else `EGOV_DATA`, else `data/` of this checkout."""
    return Path(option or os.environ.get("EGOV_DATA") or ROOT / "data").expanduser()


def workspace_folder(option: str | os.PathLike[str] | None = None) -> Path:
    """The folder of editions and settings: the option, else `EGOV_WORKSPACE`, else the user's data folder."""
    named = option or os.environ.get("EGOV_WORKSPACE")
    return Path(named).expanduser() if named else _user_data_folder() / "egov-metrics"


def _user_data_folder() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
