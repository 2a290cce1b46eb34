"""The shape of the code: imports point one way, rooms stay small, no value is written into SQL.

Each rule is a function on source text, so each has a test on a made-up offence beside the test on the checkout.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STREAMLIT_ROOMS = ("ui", "pages", "dashboard")
PAGE_LINES, FILE_LINES, FUNCTION_LINES = 120, 450, 80
IMPORTED_AS = {"python_docx": "docx", "python_pptx": "pptx"}
# The command line stands beside the pages: it may use every room but those that draw pages.
COMMAND_LINE = (
    "cli", "cli_api", "cli_batches", "cli_collect", "cli_deck", "cli_import", "cli_output", "cli_package", "cli_report",
    "__main__",
)  # fmt: skip


def layers() -> list[list[str]]:
    """The rooms from left to right, as docs/developers/architecture.md lists them: `base: a, b <- c <- d, e`."""
    text = (ROOT / "docs/developers/architecture.md").read_text(encoding="utf-8")
    line = re.search(r"^base: (.+<-.+)$", text, re.MULTILINE)
    assert line, "architecture.md has no line `base: ... <- ... <- ...`"
    plain = re.sub(r"\([^)]*\)", "", line.group(1))
    return [[room.strip().removesuffix(".py") for room in layer.split(",")] for layer in plain.split("<-")]


def place(room: str) -> int:
    """How far to the right a room stands; rooms of one layer share the place."""
    if room in COMMAND_LINE:
        return place("ui")
    for number, layer in enumerate(layers()):
        if room in layer:
            return number
    raise LookupError(f"{room} has no place in docs/developers/architecture.md")


def room_of(path: Path) -> str:
    """The room of a file, from its path relative to the checkout; empty for the package itself."""
    parts = path.with_suffix("").parts
    if parts[0] != "egov_metrics":
        return parts[0]
    return "" if parts[1] == "__init__" else parts[1]


def imported_modules(source: str, path: Path) -> Iterator[str]:
    """Dotted names of what a file imports, also inside functions; relative imports are resolved."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*path.parts[: len(path.parts) - node.level], *([base] if base else [])])
            # `from egov_metrics import store` names a room too.
            yield from (f"{base}.{alias.name}" for alias in node.names)


def wrong_imports(source: str, path: Path) -> list[str]:
    """What a file imports though it may not: rooms to its right, and Streamlit outside the rooms that draw."""
    room, found = room_of(path), []
    for module in imported_modules(source, path):
        first, *rest = module.split(".")
        if first == "streamlit" and room not in STREAMLIT_ROOMS:
            found.append(f"{path}: imports {module}; only {', '.join(STREAMLIT_ROOMS)} may")
        if first in ("pages", "dashboard"):
            found.append(f"{path}: imports {module}; nothing imports a page")
        if first == "egov_metrics" and room and rest and (rest[0] != room):
            try:
                target = place(rest[0])
            except LookupError:
                if (ROOT / "egov_metrics" / rest[0]).is_dir() or (ROOT / "egov_metrics" / f"{rest[0]}.py").exists():
                    raise
                continue  # a name of the package itself, such as __version__
            if target > place(room) or (room in COMMAND_LINE and rest[0] == "ui"):
                found.append(f"{path}: {room} imports {module}, which stands to its right")
            if rest[0] in COMMAND_LINE and room not in COMMAND_LINE:
                found.append(f"{path}: imports {module}; only `python -m egov_metrics` does")
    return found


def required(*files: str) -> set[str]:
    """Import names of the packages that requirements files pin: their own names, but for those in `IMPORTED_AS`."""
    lines = "\n".join((ROOT / file).read_text(encoding="utf-8") for file in files)
    names = (name.lower().replace("-", "_") for name in re.findall(r"^([A-Za-z0-9_-]+)==", lines, re.MULTILINE))
    return {IMPORTED_AS.get(name, name) for name in names}


def unrequired(source: str, path: Path, packages: set[str]) -> list[str]:
    """Imports of packages that neither Python nor the requirements bring: they would be missing elsewhere."""
    own = {"egov_metrics", "pages", "dashboard", "tests", "benchmarks"}
    found = {module.partition(".")[0] for module in imported_modules(source, path)}
    return [f"{path}: imports {name}" for name in sorted(found - own - packages - sys.stdlib_module_names)]


def sql_from_strings(source: str, path: Path) -> list[str]:
    """Texts with values put into them that are handed to the database, and f-strings that begin like SQL anywhere.

    `"... " + table` passes: a table cannot be a parameter, and a variable of that name holds one of our constants.
    """
    lines = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr) and _has_values(node) and _begins_like_sql(node):
            lines.add(node.lineno)
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        if node.func.attr in ("execute", "executemany", "sql", "query") and _has_values(node.args[0]):
            lines.add(node.lineno)
    return [f"{path}:{line} puts values into SQL text; use a .sql file and parameters" for line in sorted(lines)]


def _has_values(text: ast.expr) -> bool:
    if isinstance(text, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in text.values)
    if isinstance(text, ast.Call):
        return isinstance(text.func, ast.Attribute) and text.func.attr == "format"
    return isinstance(text, ast.BinOp) and not all(map(_is_fixed, _parts(text)))


def _begins_like_sql(text: ast.JoinedStr) -> bool:
    first = text.values[0]
    words = r"\s*(select|insert into|update \w+ set|delete from|create|alter|drop|copy|attach|with \w+ as|from \w+ )\b"
    return isinstance(first, ast.Constant) and bool(re.match(words, str(first.value), re.IGNORECASE))


def _parts(text: ast.expr) -> list[ast.expr]:
    if isinstance(text, ast.BinOp) and isinstance(text.op, ast.Add):
        return [*_parts(text.left), *_parts(text.right)]
    return [text]


def _is_fixed(part: ast.expr) -> bool:
    return isinstance(part, ast.Constant) or (isinstance(part, ast.Name) and part.id == "table")


def crowded(source: str, path: Path) -> list[str]:
    """Files and functions longer than a reader can hold."""
    limit, lines = (PAGE_LINES if path.parts[0] == "pages" else FILE_LINES), source.count("\n")
    found = [f"{path}: {lines} lines, at most {limit}"] if lines > limit else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION_LINES:
                found.append(f"{path}:{node.lineno} {node.name}: {length} lines, at most {FUNCTION_LINES}")
    return found


def sources(*folders: str) -> Iterator[tuple[str, Path]]:
    """Text and relative path of every Python file in the named folders, and of dashboard.py."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.read_text(encoding="utf-8"), path.relative_to(ROOT)
    entry = ROOT / "dashboard.py"
    if entry.exists():
        yield entry.read_text(encoding="utf-8"), Path("dashboard.py")


def test_imports_point_one_way() -> None:
    files = list(sources("egov_metrics", "pages"))
    assert len(files) >= 5
    assert [offence for text, path in files for offence in wrong_imports(text, path)] == []


def test_only_required_packages_are_imported() -> None:
    packages = required("requirements.txt")
    assert {"streamlit", "duckdb"} <= packages
    program = [
        offence for text, path in sources("egov_metrics", "pages") for offence in unrequired(text, path, packages)
    ]
    packages |= required("tests/requirements.txt")
    assert program + [offence for text, path in sources("tests") for offence in unrequired(text, path, packages)] == []


def test_every_room_has_a_place() -> None:
    rooms = {room_of(path.relative_to(ROOT)) for path in (ROOT / "egov_metrics").rglob("*.py")} - {""}
    for room in rooms:
        place(room)


def test_no_value_is_written_into_sql() -> None:
    assert [
        offence for text, path in sources("egov_metrics", "pages") for offence in sql_from_strings(text, path)
    ] == []


def test_rooms_are_not_crowded() -> None:
    found = [offence for text, path in sources("egov_metrics", "pages", "tests") for offence in crowded(text, path)]
    assert found == []


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("egov_metrics/store/build.py", "from egov_metrics.analysis.series import gaps"),
        ("egov_metrics/store/build.py", "from egov_metrics import charts"),
        ("egov_metrics/store/build.py", "from ..ui import parts"),
        ("egov_metrics/store/build.py", "def late():\n    import egov_metrics.export"),
        ("egov_metrics/units/search.py", "import egov_metrics.store"),
        ("egov_metrics/paths.py", "from . import units"),
        ("egov_metrics/export/csv.py", "import streamlit as st"),
        ("egov_metrics/cli.py", "from streamlit.testing.v1 import AppTest"),
        ("egov_metrics/cli.py", "from egov_metrics.ui import session"),
        ("egov_metrics/ui/parts.py", "from pages import overview"),
        ("egov_metrics/ui/parts.py", "from egov_metrics.cli import main"),
    ],
)
def test_a_wrong_import_is_found(path: str, source: str) -> None:
    assert wrong_imports(source, Path(path))


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("egov_metrics/ui/parts.py", "import streamlit as st\nfrom egov_metrics.charts import line"),
        ("egov_metrics/charts/line.py", "from egov_metrics.charts.palette import LIGHT\nimport plotly"),
        ("egov_metrics/store/build.py", "from . import editions\nfrom .loading import load\nfrom .. import paths"),
        ("egov_metrics/cli.py", "from egov_metrics import __version__, store"),
        ("pages/compare.py", "import streamlit as st\nfrom egov_metrics.ui import filters"),
    ],
)
def test_a_right_import_passes(path: str, source: str) -> None:
    assert wrong_imports(source, Path(path)) == []


def test_a_room_without_a_place_is_found() -> None:
    with pytest.raises(LookupError, match="attic"):
        place("attic")


def test_a_package_that_is_not_required_is_found() -> None:
    source = "import json\nimport pandas as pd\nfrom xlsxwriter import Workbook"
    assert unrequired(source, Path("egov_metrics/a.py"), {"pandas"}) == ["egov_metrics/a.py: imports xlsxwriter"]


@pytest.mark.parametrize(
    "call",
    [
        'con.execute(f"select * from t where a = {x}")',
        'con.sql("select " + name)',
        'con.execute("select * from " + table + " where a = " + value)',
        'con.execute("select %s" % name)',
        'con.cursor().execute("select {}".format(name))',
        'text = f"select * from t where a = {x}"',
    ],
)
def test_sql_from_strings_is_found(call: str) -> None:
    assert sql_from_strings(call, Path("egov_metrics/store/a.py"))


def test_sql_with_parameters_passes() -> None:
    source = 'con.execute("select * from t where a = $a", {"a": 1})\ncon.execute(text)\ncon.execute("from " + table)'
    assert sql_from_strings(source, Path("egov_metrics/store/a.py")) == []


def test_crowded_files_and_functions_are_found() -> None:
    assert crowded("x = 1\n" * (PAGE_LINES + 1), Path("pages/a.py"))
    assert crowded("x = 1\n" * (PAGE_LINES + 1), Path("egov_metrics/a.py")) == []
    assert crowded("x = 1\n" * (FILE_LINES + 1), Path("egov_metrics/a.py"))
    long_function = "def f():\n" + "    x = 1\n" * FUNCTION_LINES
    assert crowded(long_function, Path("egov_metrics/a.py"))
