"""What an installation sets once: the province that is its own, its language, and who may change data.

Kept in `settings.json` of the workspace; the environment variables `EGOV_UNIT` and `EGOV_LANG` go before it.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

LANGUAGES = ("vi", "en")
FILE = "settings.json"


@dataclass(frozen=True)
class Settings:
    """`unit` is a unit_id or None (then the country is shown first); `lang` is vi or en; `editors` are the e-mail
    addresses of those who may change data once they are signed in."""

    unit: str | None = None
    lang: str = "vi"
    editors: tuple[str, ...] = ()


def read_settings(workspace: Path) -> Settings:
    """The settings in force: of the environment, else of the file. An unknown language counts as not set."""
    kept = kept_settings(workspace)
    lang = os.environ.get("EGOV_LANG")
    unit = os.environ.get("EGOV_UNIT") or kept.unit
    return Settings(unit=unit, lang=lang if lang in LANGUAGES else kept.lang, editors=kept.editors)


def kept_settings(workspace: Path) -> Settings:
    """The settings of the file alone. An unreadable file or an unknown language counts as not set."""
    try:
        kept = json.loads((workspace / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = {}
    if not isinstance(kept, dict):
        kept = {}
    unit, lang, editors = kept.get("unit"), kept.get("lang"), kept.get("editors")
    named = tuple(one for one in editors if isinstance(one, str)) if isinstance(editors, list) else ()
    return Settings(unit=str(unit) if unit else None, lang=lang if lang in LANGUAGES else "vi", editors=named)


def write_settings(workspace: Path, settings: Settings) -> None:
    """Keep the settings (temporary name, then rename). Raises `OSError` when the workspace cannot be written."""
    workspace.mkdir(parents=True, exist_ok=True)
    temporary = workspace / f".{FILE}.{os.getpid()}"
    temporary.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(temporary, workspace / FILE)
