"""`README.md` of a package: what is in it, how it is read, whose it is, and the data dictionary; in two languages."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from egov_metrics.export.package.inputs import Outcome
from egov_metrics.i18n import numbers, texts
from egov_metrics.i18n.texts import LANGS, Lang, t
from egov_metrics.settings import Settings
from egov_metrics.store import EditionRef
from egov_metrics.store.described import DescribedColumn, DescribedTable

COMMENTS = Path(texts.__file__).with_name("comments.csv")
BUILD = "python -m egov_metrics build --data inputs/data --workspace inputs"
CHECK = "sha256sum -c SHA256SUMS"


@lru_cache(maxsize=1)
def comments_vi() -> dict[str, str]:
    """The comments of the schema (English, `comments.sql`) with their Vietnamese."""
    with COMMENTS.open(encoding="utf-8", newline="") as file:
        return {row["en"]: row["vi"] for row in csv.DictReader(file)}


def readme(tables: Sequence[tuple[DescribedTable, int]], ref: EditionRef, settings: Settings, inputs: Outcome) -> str:
    """The page, as Markdown: first in Vietnamese, then in English, then the tables with both.

    `tables` come with their rows; `inputs` says whether what the edition was built from is in the package.
    """
    parts = [f"# {t('package.title', 'vi')}\n\n*{t('package.title', 'en')}*"]
    parts += [_page(tables, ref, settings, inputs, lang) for lang in LANGS]
    parts.append(_dictionary(tables))
    return "\n\n".join(parts) + "\n"


def citation(ref: EditionRef, settings: Settings, lang: Lang) -> str:
    """How the package is to be named by who quotes it: who hands it on (where set), title, edition, hash, date."""
    who = settings.publisher or "egov-metrics"
    edition = numbers.date(ref.built_at.date())
    return t("package.cite", lang, who=who, title=t("package.title", lang), number=ref.number, date=edition,
             hash=ref.content_hash)  # fmt: skip


def _page(
    tables: Sequence[tuple[DescribedTable, int]], ref: EditionRef, settings: Settings, inputs: Outcome, lang: Lang
) -> str:
    def head(name: str) -> str:
        return f"### {t(f'package.{name}.head', lang)}"

    counts = {table.name: rows for table, rows in tables}
    about = t(
        "package.edition", lang, number=ref.number, hash=ref.content_hash, date=numbers.date(ref.built_at.date()),
        figures=numbers.count(counts["figure"]), statements=numbers.count(counts["observation"]),
        sources=numbers.count(counts["source"]),
    )  # fmt: skip
    if settings.licence:
        named = f"{settings.licence} ({settings.licence_url})" if settings.licence_url else settings.licence
        rights = t("package.rights.licence", lang, who=settings.publisher or "egov-metrics", licence=named)
    else:
        rights = t("package.rights.none", lang)
    if inputs == "whole":
        again = f"{t('package.again', lang)}\n\n```sh\n{BUILD}\n```"
    else:
        again = f"{t('package.again.none', lang)} {t(f'package.inputs.{inputs}', lang)}"
    files = "\n".join(f"- {t(f'package.files.{name}', lang)}" for name in ("csv", "parquet", "descriptor", "sums"))
    if inputs == "whole":
        files += f"\n- {t('package.files.inputs', lang)}"
    reading = "\n".join(f"- {t(f'package.reading.{number}', lang)}" for number in range(1, 8))
    blocks = [
        f"## {t('package.language', lang)}", t("package.about", lang), about,
        head("files"), files, f"```sh\n{CHECK}\n```",
        head("reading"), reading,
        head("cells"), t("package.cells", lang),
        head("rights"), t("package.rights", lang), rights, t("package.rights.units", lang), t("package.people", lang),
        head("cite"), citation(ref, settings, lang),
        head("again"), again,
    ]  # fmt: skip
    return "\n\n".join(blocks)


def _dictionary(tables: Sequence[tuple[DescribedTable, int]]) -> str:
    """Every table with every column, what it means in both languages, and what holds of its rows."""
    pages = [f"## {t('package.dictionary.head', 'vi')} / {t('package.dictionary.head', 'en')}"]
    pages += [f"- {t('package.dictionary.intro', lang)}" for lang in LANGS]
    for table, rows in tables:
        lines = [
            f"### {table.name}",
            "",
            f"{comments_vi()[table.comment]} {t('package.dictionary.rows', 'vi', rows=numbers.count(rows))}",
            "",
            f"*{table.comment} {t('package.dictionary.rows', 'en', rows=numbers.count(rows))}*",
            "",
            f"| {t('package.dictionary.column', 'vi')} / {t('package.dictionary.column', 'en')} | "
            f"{t('package.dictionary.kind', 'vi')} / {t('package.dictionary.kind', 'en')} | "
            f"{t('package.dictionary.key', 'vi')} / {t('package.dictionary.key', 'en')} | "
            f"{t('package.dictionary.meaning', 'vi')} | {t('package.dictionary.meaning', 'en')} |",
            "|---|---|---|---|---|",
            *(_row(column, table) for column in table.columns),
        ]
        if table.rules:
            lines += ["", t("package.dictionary.rules", "vi"), "", *(f"- {rule}" for rule in table.rules)]
        pages.append("\n".join(lines))
    return "\n\n".join(pages)


def _row(column: DescribedColumn, table: DescribedTable) -> str:
    marks = ["PK"] if column.name in table.key else ["*"] if column.given else []
    for reference in table.references:
        if column.name in reference.columns:
            target = reference.targets[reference.columns.index(column.name)]
            marks.append(f"→ {reference.table}.{target}")
    cells = (column.name, column.kind, ", ".join(marks), comments_vi()[column.comment], column.comment)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
