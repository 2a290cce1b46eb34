"""What an installation sets once: the province that is its own, its language, and who may change data.

Kept in `settings.json` of the workspace; the environment variables `EGOV_UNIT` and `EGOV_LANG` go before it.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from pathlib import Path

LANGUAGES = ("vi", "en")
FILE = "settings.json"
WORDS = ("publisher", "licence", "licence_url")


@dataclass(frozen=True)
class Settings:
    """`unit` is a unit_id or None (then the country is shown first); `lang` is vi or en; `editors` are the e-mail
    addresses of those who may change data once they are signed in. Of what is handed on as open data: `publisher` is
    who hands it on, `licence` the identifier of the licence that the publisher gives (`CC-BY-4.0`), `licence_url` where
    it is written; "" where nobody has decided."""

    unit: str | None = None
    lang: str = "vi"
    editors: tuple[str, ...] = ()
    publisher: str = ""
    licence: str = ""
    licence_url: str = ""


def read_settings(workspace: Path) -> Settings:
    """The settings in force: of the environment, else of the file. An unknown language counts as not set."""
    kept = kept_settings(workspace)
    lang = os.environ.get("EGOV_LANG")
    unit = os.environ.get("EGOV_UNIT") or kept.unit
    return replace(kept, unit=unit, lang=lang if lang in LANGUAGES else kept.lang)


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
    words = {name: kept[name] for name in WORDS if isinstance(kept.get(name), str)}
    return Settings(str(unit) if unit else None, lang if lang in LANGUAGES else "vi", named, **words)


def write_settings(workspace: Path, settings: Settings) -> None:
    """Keep the settings (temporary name, then rename). Raises `OSError` when the workspace cannot be written."""
    workspace.mkdir(parents=True, exist_ok=True)
    temporary = workspace / f".{FILE}.{os.getpid()}"
    temporary.write_text(json.dumps(asdict(settings), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(temporary, workspace / FILE)
