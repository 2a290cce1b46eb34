"""The user guide says what the interface says, in both languages, and its pictures and links are good.

In docs/users/ bold is kept for words of the interface. Each must be a text of `strings.csv`, or a text with its fields
filled in: "other criteria (892/QĐ-BNV)".
"""

from __future__ import annotations

import csv
import re
import struct
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from egov_metrics.i18n.texts import LANGS, Lang
from egov_metrics.views.view import COUNTRY, PARAMS, View

ROOT = Path(__file__).resolve().parent.parent
GUIDES = {lang: ROOT / "docs" / "users" / f"{lang}.md" for lang in LANGS}
README = ROOT / "README.md"
IMAGES = ROOT / "docs" / "images"
LARGEST_PICTURE = 200_000
WIDEST_PICTURE = 1366
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)\s]+)\)")
ADDRESS = re.compile(r"http://localhost:\d+/\S*?(?=`)")
PAGES = {path.stem for path in (ROOT / "pages").glob("*.py")}
# What a filled field may look like. A text with any other field is no example that a guide could give.
FIELDS = {
    "date": r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2} [A-Z][a-z]+ \d{4}",
    "year": r"\d{4}",
    "number": r"\d+",
    "n": r"\d+",
    "method": r"\d+/QĐ-[A-Z]+",
    "unit": r"[^\W\d_][^\d]+",
}


def guide(lang: Lang) -> str:
    return GUIDES[lang].read_text(encoding="utf-8")


@cache
def texts(lang: str) -> dict[str, str]:
    """Every text of the interface by its key."""
    with (ROOT / "egov_metrics" / "i18n" / "strings.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row[lang] for row in csv.DictReader(file)}


@cache
def templates(lang: str) -> list[tuple[str, re.Pattern[str]]]:
    """The texts with fields that a guide can fill in, as patterns."""
    found = []
    for key, text in texts(lang).items():
        parts = re.split(r"\{(\w+)\}", text)
        fields, fixed = parts[1::2], "".join(parts[0::2])
        if fields and set(fields) <= set(FIELDS) and re.search(r"[^\W\d_]{2}", fixed):
            filled = [f"(?:{FIELDS[part]})" if place % 2 else re.escape(part) for place, part in enumerate(parts)]
            found.append((key, re.compile("".join(filled))))
    return found


def keys_of(word: str, lang: str) -> set[str]:
    """The keys of the texts that read as `word`; empty when the interface never says it."""
    word = " ".join(word.split())
    exact = {key for key, text in texts(lang).items() if text == word}
    return exact | {key for key, pattern in templates(lang) if pattern.fullmatch(word)}


def bold(lang: Lang) -> list[str]:
    return BOLD.findall(guide(lang))


def headings(text: str) -> list[str]:
    """The levels of the headings, outside code."""
    return re.findall(r"^(#+) ", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)


def problems_of(address: str) -> list[str]:
    """What the dashboard would complain of, or pass over in silence, in an address of a guide."""
    parts = urlsplit(address)
    stated = parse_qs(parts.query, keep_blank_values=True)
    units = {row["unit_id"] for row in rows("units/provinces.csv")} | {COUNTRY}
    codes = {row["indicator_code"].lower(): row["indicator_code"] for row in rows("indicators.csv")}
    view, problems = View.from_params(stated)
    _, unknown = view.known(units, codes)
    found = [f"{problem.param}={problem.value}" for problem in (*problems, *unknown)]
    found += [f"parameter {name}" for name in stated if name not in PARAMS]
    return found + ([] if parts.path.strip("/") in PAGES else [f"page {parts.path}"])


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("lang", LANGS)
def test_bold_words_are_words_of_the_interface(lang: Lang) -> None:
    words = bold(lang)
    assert len(words) > 60
    assert [word for word in words if not keys_of(word, lang)] == []


def test_both_guides_name_the_same_texts() -> None:
    pairs = list(zip(bold("vi"), bold("en"), strict=True))
    assert [pair for pair in pairs if not keys_of(pair[0], "vi") & keys_of(pair[1], "en")] == []


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "group", ["nothing.", "basis.", "sources.severity.", "sources.state.", "export.download.", "export.sheet."]
)
def test_closed_lists_of_the_interface_are_explained_whole(group: str, lang: Lang) -> None:
    said = {" ".join(word.split()) for word in bold(lang)}
    wanted = {text for key, text in texts(lang).items() if key.startswith(group)}
    assert wanted
    assert wanted - said == set()


def test_every_page_of_the_dashboard_is_explained() -> None:
    for lang in LANGS:
        missing = {page for page in PAGES if texts(lang)[f"nav.{page}"] not in bold(lang)}
        assert missing == set()


def test_both_guides_are_built_alike() -> None:
    vi, en = guide("vi"), guide("en")
    assert headings(vi) == headings(en)
    assert len(headings(vi)) > 10
    assert vi.count("\n|") == en.count("\n|")
    assert re.findall(r"^```.*?^```", vi, re.MULTILINE | re.DOTALL) == re.findall(
        r"^```.*?^```", en, re.MULTILINE | re.DOTALL
    )
    addresses = [[re.sub("lang=(vi|en)", "", address) for address in ADDRESS.findall(text)] for text in (vi, en)]
    assert addresses[0] == addresses[1]
    pictures = [[Path(path).stem.removesuffix("-en") for _, path in PICTURE.findall(text)] for text in (vi, en)]
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("lang", LANGS)
def test_example_links_open_what_they_promise(lang: Lang) -> None:
    addresses = ADDRESS.findall(guide(lang))
    assert len(addresses) >= 4
    assert {address: problems_of(address) for address in addresses if problems_of(address)} == {}
    assert {parse_qs(urlsplit(address).query)["lang"][0] for address in addresses} == {lang}


def test_pictures_exist_are_used_and_are_small() -> None:
    used = {}
    for page in (*GUIDES.values(), README):
        for words, path in PICTURE.findall(page.read_text(encoding="utf-8")):
            used[(page.parent / path).resolve()] = words
    assert len(used) >= 4
    assert set(used) == {path.resolve() for path in IMAGES.iterdir()}
    for path, words in used.items():
        content = path.read_bytes()
        assert content.startswith(b"\x89PNG\r\n\x1a\n"), path.name
        assert len(content) < LARGEST_PICTURE, path.name
        assert struct.unpack(">I", content[16:20])[0] <= WIDEST_PICTURE, path.name
        assert len(words) > 20, f"{path.name}: the picture says nothing to those who do not see it"


def test_readme_is_short_and_leads_to_the_guides() -> None:
    text = README.read_text(encoding="utf-8")
    assert text.count("\n") < 80
    assert {"docs/users/vi.md", "docs/users/en.md"} <= set(re.findall(r"\]\(([^)#\s]+)", text))
    assert "docs/images/overview.png" in text
    assert {address: problems_of(address) for address in ADDRESS.findall(text) if problems_of(address)} == {}


def test_a_wrong_word_or_link_is_found() -> None:
    assert keys_of("Tổng quan", "vi") and not keys_of("Tổng quan", "en")
    assert not keys_of("tổng quan", "vi")
    assert keys_of("other criteria (892/QĐ-BNV)", "en") and not keys_of("other criteria (unknown)", "en")
    assert keys_of("until 30 June 2025", "en") and not keys_of("until soon", "en")
    assert not keys_of("Phím không có", "vi")
    assert problems_of("http://localhost:8501/fly?unit=P63-14") == ["page /fly"]
    assert problems_of("http://localhost:8501/compare?unit=Sơn La&flavour=red") == ["unit=Sơn La", "parameter flavour"]
    assert problems_of("http://localhost:8501/compare?unit=P63-99&indicator=x_y") == ["unit=P63-99", "indicator=x_y"]
