"""The texts that are copied: citations that say all that a number needs, and frames that open the same chart."""

from __future__ import annotations

import datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from egov_metrics import store
from egov_metrics.ui.embed.service import Embedding
from egov_metrics.ui.present import adding
from egov_metrics.ui.share import texts
from egov_metrics.ui.share.texts import Subject
from tests.review_desk import desk

LINK = "http://so.example/compare?unit=P63-14&edition=0123456789ab"
ABOUT = Subject(
    "PAR INDEX: Sơn La đạt 90,02 điểm",
    "Điểm, thang 0–100.",
    ["Chỉ tiêu: PAR INDEX (Điểm, thang 0–100).", "Cách đo: 892/QĐ-BNV."],
    "Nguồn: Kết quả năm 2024 (2025)",
)
TODAY = datetime.date(2026, 11, 28)


@pytest.fixture
def ref(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> store.EditionRef:
    made = desk(tmp_path)
    monkeypatch.setenv("EGOV_WORKSPACE", str(made.workspace))
    return store.current(made.workspace)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_short_citation_is_finding_edition_and_link(ref: store.EditionRef, lang) -> None:
    said = texts.short(ABOUT, ref, LINK, lang)
    assert said.startswith("PAR INDEX: Sơn La đạt 90,02 điểm. egov-metrics, ") and said.endswith(f" {LINK}")
    assert "\n" not in said and ".." not in said


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_full_citation_names_all_that_a_number_needs(ref: store.EditionRef, lang) -> None:
    said = texts.long(ABOUT, ref, LINK, lang, TODAY)
    for part in (*ABOUT.facts, ABOUT.subtitle, ABOUT.source, ref.short_hash, "28/11/2026", LINK):
        assert part in said, part
    assert ".." not in said and "  " not in said


class _Frame(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "iframe"
        self.found = dict(attrs)


def test_the_frame_opens_the_chart_that_it_was_copied_from(ref: store.EditionRef) -> None:
    params = {"unit": "P63-14", "indicator": "par_index_score", "lang": "vi", "edition": ref.short_hash}
    title = '"Sơn La" & <b>Quảng Ninh</b>'
    parser = _Frame()
    parser.feed(texts.frame("http://so.example/app/", "compare", params, title))
    address = urlsplit(str(parser.found["src"]))
    assert parser.found["title"] == title and parser.found["height"] == "480"
    assert address.path == "/app/embed/compare"
    assert {name: values[0] for name, values in parse_qs(address.query).items()} == params
    found = Embedding().answer("GET", "/embed/compare", address.query.encode())
    assert found.status == 200 and "Sơn La đạt".encode() in found.body
    parser.feed(texts.frame("", "map", {}, ""))
    assert parser.found["height"] == "640"


def test_what_a_frame_shows_is_what_a_slide_shows() -> None:
    assert adding.place_of("profile", "profile-series-dti_score") == (
        "compare", "compare-line", {"view": "line", "indicator": "dti_score"},
    )  # fmt: skip
    assert adding.place_of("sources", "sources-figure") is None
