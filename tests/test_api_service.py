"""The interface for programs on made-up figures: what is asked wrongly, pages of rows, tags, editions, headers."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from egov_metrics import __version__, store
from egov_metrics.analysis.present_series import PRESENT_FIELDS
from egov_metrics.analysis.series import FIELDS
from egov_metrics.api import fields, service
from egov_metrics.api.answers import SECURITY, Answer
from egov_metrics.api.parameters import LONGEST_QUERY, MOST_VALUES
from egov_metrics.api.resources import MOST_ROWS, RESOURCES
from tests.api_service import Asked, one_problem
from tests.sample import small_sample

SERIES = "series?indicator=par_index_score&unit=son%20la"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions of the small sample; the second, with a figure of 2022, is in service. Only to be read."""
    folder = tmp_path_factory.mktemp("asked")
    store.build(small_sample().write(folder / "one"), folder / "workspace")
    sample = small_sample().figure("P63-14", 2022, "88.00", qualifier="more_than")
    sample.figure("P63-14", 2023, rank=7, rank_basis="list_order", source_id="press-2")
    store.build(sample.write(folder / "two"), folder / "workspace")
    return folder / "workspace"


@pytest.fixture
def changing(workspace: Path, tmp_path: Path) -> Path:
    """A copy of it for a test that changes it."""
    return shutil.copytree(workspace, tmp_path / "workspace")


@pytest.fixture
def ask(workspace: Path) -> Asked:
    return Asked(workspace)


def hashes(workspace: Path) -> list[str]:
    return [ref.short_hash for ref in store.editions(workspace)]


def test_the_fields_are_those_of_the_command_line() -> None:
    assert tuple(field.name for field in fields.SERIES) == FIELDS
    assert tuple(field.name for field in fields.PRESENT) == PRESENT_FIELDS


def test_a_figure_says_what_it_rests_on(ask: Asked) -> None:
    by_year = {row["year"]: row for row in ask(SERIES).data}
    assert sorted(by_year) == [2019, 2020, 2021, 2022, 2023]
    assert by_year[2020] | {"findings": []} == dict.fromkeys(FIELDS) | {
        "unit_id": "P63-14", "unit_name": "Sơn La", "indicator": "par_index_score", "year": 2020, "findings": [],
        "nothing": "not_published", "scope": "self", "statistic": "own",
    }  # fmt: skip
    bound, listed = by_year[2022], by_year[2023]
    assert (bound["value"], bound["qualifier"], bound["value_basis"]) == (88.0, "more_than", "published")
    assert (bound["source_id"], bound["rank_source_id"], bound["method_version"]) == ("press-1", None, "PAR-C")
    assert (listed["value"], listed["value_basis"], listed["rank"], listed["rank_of"]) == (None, None, 7, 63)
    assert (listed["rank_basis"], listed["source_id"], listed["rank_source_id"]) == ("list_order", "press-2", "press-2")


@pytest.mark.parametrize(
    ("address", "status", "kind", "words"),
    [
        ("series", 400, "bad_parameter", ["indicator", "found none"]),
        ("series?indicator=PAR_INDEX", 400, "bad_parameter", ["unit"]),
        (f"{SERIES}&colour=red", 400, "bad_parameter", ["indicator, unit", "'colour'"]),
        (f"{SERIES}&from=2021&from=2022", 400, "bad_parameter", ["from: expected one value", "2"]),
        (f"{SERIES}&from=20211", 400, "bad_parameter", ["from", "1900 to 2100", "'20211'"]),
        (f"{SERIES}&from={quote('２０２１')}", 400, "bad_parameter", ["from", "２０２１"]),
        (f"{SERIES}&from=2022&to=2021", 400, "bad_parameter", ["not after to (2021)", "2022"]),
        (f"{SERIES}&limit=0", 400, "bad_parameter", ["limit", f"1 to {MOST_ROWS}"]),
        (f"{SERIES}&limit={MOST_ROWS + 1}", 400, "bad_parameter", [str(MOST_ROWS)]),
        (f"{SERIES}&offset=-1", 400, "bad_parameter", ["offset", "'-1'"]),
        (f"{SERIES}&format=xml", 400, "bad_parameter", ["json or csv or sdmx-csv", "'xml'"]),
        ("units?format=sdmx-csv", 400, "bad_parameter", ["json or csv, found"]),
        (f"{SERIES}&unit=", 400, "bad_parameter", ["unit", "1 to 200 characters"]),
        (f"{SERIES}&unit=%FF", 400, "bad_parameter", ["UTF-8"]),
        (f"{SERIES}{'&unit=a' * MOST_VALUES}", 400, "bad_parameter", [f"at most {MOST_VALUES}"]),
        (f"{SERIES}&partial=true", 400, "bad_parameter", ["territory=2025"]),
        (f"{SERIES}&territory=2025&format=sdmx-csv", 400, "bad_parameter", ["sdmx-csv"]),
        ("series?indicator=PAR_INDEX&unit=pleiku&territory=2025", 400, "bad_parameter", ["D63-622", "no province"]),
        (f"series?indicator=a&unit={'x' * LONGEST_QUERY}", 400, "address_too_long", [str(LONGEST_QUERY)]),
        ("series?indicator=par_index_scor&unit=son%20la", 404, "unknown_indicator", ["near: par_index_score"]),
        ("series?indicator=PAR_INDEX&unit=sonn%20laa", 404, "unknown_unit", ["'sonn laa'"]),
        ("ranks?indicator=PAR_INDEX", 400, "bad_parameter", ["year"]),
        ("ranks?indicator=PAR_INDEX&year=2021&level=planet", 400, "bad_parameter", ["province", "'planet'"]),
        ("ranks?indicator=PAR_INDEX&year=2021&parent=P63-99", 404, "unknown_unit", ["P63-99"]),
        ("indicators?family=PAR", 404, "unknown_family", ["EMAIL, PAR_INDEX"]),
        (f"{SERIES}&edition=12", 400, "bad_parameter", ["12 hexadecimal digits"]),
        (f"{SERIES}&edition=0123456789ab", 404, "edition_not_kept", ["0123456789ab", "/api/v1/editions"]),
        ("forecasts", 404, "unknown_path", ["/api/v1/forecasts"]),
        ("series/", 404, "unknown_path", ["/api/v1"]),
        ("/api", 404, "unknown_path", []),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else None,
)
def test_what_is_wrong_is_one_line(ask: Asked, address: str, status: int, kind: str, words: list[str]) -> None:
    one_problem(ask(address), status, kind, *words)


def test_nothing_but_reading_is_taken(ask: Asked) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH", "TRACE"):
        refused = ask(SERIES, method)
        one_problem(refused, 405, "method_not_allowed", method)
        assert refused.headers["Allow"] == "GET, HEAD, OPTIONS"
    one_problem(ask(SERIES, content_length="12"), 413, "body_refused", "/api/v1/series")
    one_problem(ask(SERIES, transfer_encoding="chunked"), 413, "body_refused")
    assert ask(SERIES, content_length="0").status == 200
    assert ask(SERIES, "HEAD").headers == ask(SERIES).headers


def test_pages_of_rows_are_the_whole_once(ask: Asked) -> None:
    whole = ask("units").json
    assert whole["total"] == len(whole["data"]) == 8 and whole["next"] is None
    found, address = [], "units?limit=3"
    while address:
        page = ask(address)
        found += page.data
        assert page.headers["X-Total-Count"] == "8"
        following = page.json["next"]
        assert (page.headers.get("Link") == f'<{following}>; rel="next"') is (following is not None)
        address = f"units{following}" if following else ""
    assert found == whole["data"]
    assert ask("units?offset=8").data == []
    # What was asked for stays in the link, names with spaces too.
    following = ask(f"{SERIES}&unit=gia%20lai&limit=3&from=2021").json["next"]
    assert ask(f"series{following}").data[0]["unit_id"] == "P63-64"


def test_units_are_found_by_level_parent_and_name(ask: Asked) -> None:
    def ids(query: str) -> list[str]:
        return [row["unit_id"] for row in ask(f"units?{query}").data]

    assert ids("level=district") == ids("parent=P63-64") == ["D63-622", "D63-623"]
    assert ids("name=gia%20lai&level=province") == ["P63-64", "P34-52"]
    assert ids("name=binh%20dinh") == ["P63-52", "P34-52"]  # an old name leads to the present unit
    one_problem(ask("units?name=atlantis"), 404, "unknown_unit", "atlantis")


def test_ranks_are_as_stated_and_the_unranked_come_last(ask: Asked, workspace: Path) -> None:
    rows = ask("ranks?indicator=par_index_rank&year=2021").data
    assert [(row["unit_name"], row["rank"], row["rank_of"], row["rank_basis"]) for row in rows] == [
        ("Sơn La", 15, 63, "published"),
        ("Gia Lai", 50, 63, "published"),
    ]
    bound = ask("ranks?indicator=PAR_INDEX&year=2022").data[0]
    assert (bound["rank"], bound["value"], bound["qualifier"]) == (None, 88.0, "more_than")
    assert ask("ranks?indicator=PAR_INDEX&year=2021&parent=P63-64").data == []


def test_a_tag_is_of_edition_and_question(ask: Asked, workspace: Path) -> None:
    first = ask(SERIES)
    tag = first.headers["ETag"]
    assert tag.startswith(f'W/"{hashes(workspace)[0]}-') and first.headers["Cache-Control"] == "no-cache"
    for named in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        same = ask(SERIES, if_none_match=named)
        assert (same.status, same.body, same.headers["ETag"]) == (304, b"", tag)
        assert "Content-Type" not in same.headers
    assert ask(f"{SERIES}&format=csv", if_none_match=tag).status == 200
    assert ask("sources", if_none_match=tag).status == 200
    one_problem(ask("series?indicator=none&unit=x", if_none_match="*"), 404, "unknown_indicator")


def test_another_edition_has_another_tag(changing: Path) -> None:
    ask = Asked(changing)
    tag = ask(SERIES).headers["ETag"]
    store.roll_back(changing, 1)
    changed = ask(SERIES, if_none_match=tag)
    assert changed.status == 200 and changed.headers["ETag"] != tag


def test_an_edition_answers_as_long_as_it_is_kept(ask: Asked, workspace: Path) -> None:
    newer, older = hashes(workspace)
    assert [row["year"] for row in ask(f"{SERIES}&edition={older}").data] == [2019, 2020, 2021]
    stated = ask(f"{SERIES}&edition={newer}")
    assert stated.data == ask(SERIES).data and "immutable" in stated.headers["Cache-Control"]
    assert (stated.json["edition"], stated.headers["Egov-Edition"]) == (newer, newer)
    listed = ask("editions").data
    assert [(row["edition"], row["number"], row["in_service"]) for row in listed] == [
        (newer, 2, True),
        (older, 1, False),
    ]
    assert [row["figures"] for row in listed] == [5, 3]
    same = ask("editions", if_none_match=ask("editions").headers["ETag"])
    assert same.status == 304


def test_an_edition_whose_file_is_damaged_is_gone(changing: Path) -> None:
    ask = Asked(changing)
    newer, older = hashes(changing)
    path = store.editions(changing)[1].path
    path.chmod(0o644)
    path.write_bytes(path.read_bytes()[:-100])
    one_problem(ask(f"{SERIES}&edition={older}"), 410, "edition_unreadable", older)
    assert [row["edition"] for row in ask("editions").data] == [newer]
    assert str(changing) not in ask(f"{SERIES}&edition={older}").text


def test_csv_is_plain(ask: Asked) -> None:
    reply = ask(f"{SERIES}&format=csv")
    assert reply.headers["Content-Type"].startswith("text/csv") and "\r" not in reply.text
    assert not reply.body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert [row["value"] for row in rows] == ["81.93", "", "87.62", "88.0", ""]
    assert tuple(rows[0]) == FIELDS


def test_without_a_store_it_says_so_and_tells_no_folder(tmp_path: Path) -> None:
    ask = Asked(tmp_path)
    for resource in RESOURCES:
        needed = "?indicator=a&unit=b" if resource.name == "series" else ""
        needed = "?indicator=a&year=2021" if resource.name == "ranks" else needed
        one_problem(ask(resource.name + needed), 503, "no_store", "no edition")
    one_problem(ask("editions"), 503, "no_store")
    health = ask("/healthz")
    assert health.status == 503 and str(tmp_path) not in health.text + ask("units").text
    assert (health.json["ok"], health.json["edition"], health.json["version"]) == (False, None, __version__)
    assert ask("openapi.json").status == ask("/api/v1").status == 200


def test_health_tells_the_edition_and_a_damaged_one(changing: Path) -> None:
    ask = Asked(changing)
    newer, older = hashes(changing)
    well = ask("/healthz?probe=1")
    assert (well.status, well.headers["Cache-Control"]) == (200, "no-store")
    assert (well.json["ok"], well.json["edition"], well.json["number"], well.json["figures"]) == (True, newer, 2, 5)
    path = store.current(changing).path
    path.chmod(0o644)
    path.write_bytes(b"")
    hurt = ask("/healthz")
    assert (hurt.status, hurt.json["ok"], hurt.json["edition"]) == (200, False, older)
    assert ask(SERIES).json["edition"] == older


def test_every_answer_has_the_security_headers(ask: Asked, tmp_path: Path) -> None:
    tag = ask(SERIES).headers["ETag"]
    replies = [ask(SERIES), ask(SERIES, if_none_match=tag), ask("nowhere"), ask("/healthz"), ask("/api/v1")]
    replies += [ask("openapi.json"), ask("editions"), ask(SERIES, "OPTIONS"), ask(f"{SERIES}&format=sdmx-csv")]
    assert [reply.status for reply in replies] == [200, 304, 404, 200, 200, 200, 200, 204, 200]
    for reply in replies:
        assert SECURITY.items() <= reply.headers.items()


def test_scripts_of_other_sites_read_nothing_unless_the_owner_names_them(
    ask: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = "https://office.example"
    assert not [name for name in ask(SERIES, origin=site).headers if name.startswith("Access-Control")]
    monkeypatch.setenv(service.ORIGINS, f"{site} http://localhost:3000")
    assert ask(SERIES, origin=site).headers["Access-Control-Allow-Origin"] == site
    assert ask(SERIES, "OPTIONS", origin=site).headers["Access-Control-Allow-Headers"] == "If-None-Match"
    for other in ("https://elsewhere.example", f"{site}.example", "null", f"{site}\r\nX: y"):
        refused = ask(SERIES, origin=other)
        assert refused.headers["Vary"] == "Origin" and "Access-Control-Allow-Origin" not in refused.headers
    monkeypatch.setenv(service.ORIGINS, "*")
    assert ask("nowhere", origin=site).headers["Access-Control-Allow-Origin"] == site


def test_a_failure_is_a_problem_too(
    ask: Asked, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(service.answers, "respond", lambda *_: 1 / 0)
    one_problem(ask(SERIES), 500, "failure", "/api/v1/series")
    assert "ZeroDivisionError" in caplog.text


def test_answers_are_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_MOST_BYTES", 100)
    given = service._Given()
    for number in range(5):
        given.keep(("edition", str(number)), Answer(200, {}, b"x" * 40))
    given.keep(("edition", "4"), Answer(200, {}, b"y" * 50))
    kept = [number for number in range(5) if given.get(("edition", str(number)))]
    assert kept == [3, 4] and given._bytes == 90
    given.keep(("edition", "5"), Answer(200, {}, b"x" * 101))
    assert given._bytes == 0


def test_the_same_answer_is_worked_out_once(ask: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ask(SERIES)
    monkeypatch.setattr(service.answers, "respond", lambda *_: pytest.fail("asked again"))
    assert ask(SERIES) == first


def test_the_index_leads_to_every_question(workspace: Path) -> None:
    ask = Asked(workspace, prefix="/so-lieu")
    index = ask("/api/v1").json
    named = [urlsplit(address).path for address in index["questions"]]
    assert all(address.startswith("/so-lieu/api/v1/") for address in [*named, index["description"]])
    assert {resource.path for resource in RESOURCES} <= {address.removeprefix("/so-lieu") for address in named}
