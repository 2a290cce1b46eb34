"""The questions that the interface answers: for each its parameters, its fields, and how its rows are found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from egov_metrics.analysis.present_series import present_series
from egov_metrics.analysis.series import series
from egov_metrics.api import fields
from egov_metrics.api.catalogue import Catalogue
from egov_metrics.api.fields import LEVELS, Field
from egov_metrics.api.parameters import Parameter
from egov_metrics.api.problems import ApiProblem
from egov_metrics.store import UnknownName

PREFIX = "/api/v1"
PAGE, MOST_ROWS = 500, 5000
FIRST_YEAR, LAST_YEAR = 1900, 2100

Row = dict[str, Any]

EDITION = Parameter(
    "edition", "edition", "Answer from this edition, as long as it is kept (see /api/v1/editions); otherwise from the "
    "one in service.", example="0123456789ab",
)  # fmt: skip
LIMIT = Parameter("limit", "integer", "At most so many rows.", low=1, high=MOST_ROWS, default=PAGE)
OFFSET = Parameter("offset", "integer", "Leave out so many rows before.", low=0, high=10_000_000, default=0)
PAGING = (LIMIT, OFFSET)


def _format(*names: str) -> Parameter:
    about = "Form of the answer. CSV has commas, decimal points, UTF-8 without a byte order mark."
    return Parameter("format", "choice", about, choices=names, default="json")


TABLE = _format("json", "csv")
INDICATOR = Parameter(
    "indicator", "text", "Code, code of its rank, or name of its family: par_index_score, PAR_INDEX.", required=True,
    example="par_index_score",
)  # fmt: skip


@dataclass(frozen=True)
class Resource:
    """A question at `PREFIX/name`. `rows` finds all its records, or the rows that become records, in a fixed order; or
    raises `ApiProblem`.

    `present` are the fields with territory=2025, where the question knows it.
    """

    name: str
    summary: str
    about: str
    own: tuple[Parameter, ...]
    fields: tuple[Field, ...]
    rows: Callable[[Catalogue, Mapping[str, Any]], list[Row] | pd.DataFrame]
    form: Parameter = TABLE
    present: tuple[Field, ...] = ()

    @property
    def path(self) -> str:
        """Its address."""
        return f"{PREFIX}/{self.name}"

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All that it takes."""
        return (*self.own, self.form, EDITION, *PAGING)

    def columns(self, asked: Mapping[str, Any]) -> tuple[Field, ...]:
        """The fields of the records that answer these parameters."""
        return self.present if asked.get("territory") == "2025" else self.fields


def _equal(frame: pd.DataFrame, asked: Mapping[str, Any], **columns: str) -> pd.DataFrame:
    """The rows whose columns have the values of these parameters, where they are given."""
    for column, name in columns.items():
        if asked[name] is not None:
            frame = frame[frame[column] == asked[name]]
    return frame


def _series(catalogue: Catalogue, asked: Mapping[str, Any]) -> list[Row]:
    first, last, present = asked["from"], asked["to"], asked["territory"] == "2025"
    if first is not None and last is not None and first > last:
        raise ApiProblem(400, "bad_parameter", f"from: expected a year not after to ({last}), found {first}", "from")
    if asked["partial"] is not None and not present:
        raise ApiProblem(400, "bad_parameter", "partial: expected territory=2025 with it, found none", "partial")
    if present and asked["format"] == "sdmx-csv":
        said = "format: expected json or csv with territory=2025 (SDMX-CSV has figures as published), found sdmx-csv"
        raise ApiProblem(400, "bad_parameter", said, "format")
    code = catalogue.indicator(asked["indicator"])
    unit_ids = catalogue.unit_ids(asked["unit"])
    if not present:
        return series(catalogue.edition, code, unit_ids, first, last)
    try:
        return present_series(catalogue.edition, code, unit_ids, first, last, partial=asked["partial"] == "true")
    except UnknownName as error:
        raise ApiProblem(
            400, "bad_parameter", f"unit: expected provinces with territory=2025; {error}", "unit"
        ) from error


def _ranks(catalogue: Catalogue, asked: Mapping[str, Any]) -> pd.DataFrame:
    code = catalogue.indicator(asked["indicator"])
    return catalogue.edition.query(
        "ranks", indicator=code, level=asked["level"], year=asked["year"], parent=_unit(catalogue, asked["parent"])
    )


def _unit(catalogue: Catalogue, unit_id: str | None) -> str | None:
    """The unit of this key, where one is given. Only keys: a name may be of several units."""
    if unit_id is not None and unit_id not in catalogue.names:
        said = f"no unit with the key {unit_id!r} (see /api/v1/units)"
        raise ApiProblem(404, "unknown_unit", said, "parent")
    return unit_id


def _units(catalogue: Catalogue, asked: Mapping[str, Any]) -> pd.DataFrame:
    found = catalogue.units
    if asked["name"]:
        named = catalogue.unit_ids(asked["name"], "name")
        found = found.set_index("unit_id", drop=False).loc[named]
    parent = _unit(catalogue, asked["parent"])
    return _equal(found, {**asked, "parent": parent}, level="level", parent_id="parent")


def _known(catalogue: Catalogue, asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters, when the family among them is one. Raises `ApiProblem` naming all."""
    families = sorted(set(catalogue.indicators["family"]))
    if asked["family"] is not None and asked["family"] not in families:
        said = f"no family {asked['family']!r}; there are {', '.join(families)}"
        raise ApiProblem(404, "unknown_family", said, "family")
    return asked


def _indicators(catalogue: Catalogue, asked: Mapping[str, Any]) -> pd.DataFrame:
    return _equal(catalogue.indicators, _known(catalogue, asked), family="family")


def _methods(catalogue: Catalogue, asked: Mapping[str, Any]) -> pd.DataFrame:
    return _equal(catalogue.edition.query("methods"), _known(catalogue, asked), family="family")


def _sources(catalogue: Catalogue, asked: Mapping[str, Any]) -> pd.DataFrame:
    return _equal(catalogue.edition.query("sources"), asked, grade="grade")


FAMILY = Parameter("family", "text", "Only of this family.", example="PAR_INDEX")
LEVEL = "Only units of this level."
PARENT = Parameter("parent", "text", "Only units directly within the unit with this key.", example="P63-14")

RESOURCES = (
    Resource(
        "series",
        "The figures of one indicator for some units over the years",
        "The records are those of `python -m egov_metrics series`, in order of unit, scope, year and date. A year "
        "without a figure is absent, or has a record whose `nothing` says why; it is never 0.",
        (
            INDICATOR,
            Parameter("unit", "text", "Name or key of a unit, accents optional. A name stands for every unit that bore "
                      "it: Gia Lai is two provinces.", required=True, many=True, example=["son la"]),
            Parameter("from", "integer", "First year.", low=FIRST_YEAR, high=LAST_YEAR),
            Parameter("to", "integer", "Last year.", low=FIRST_YEAR, high=LAST_YEAR),
            Parameter("territory", "choice", "Provinces as their figures were published, or the 34 since 1/7/2025, "
                      "recomputed by the plain mean and marked so.", choices=("as-published", "2025"),
                      default="as-published"),
            Parameter("partial", "choice", "With territory=2025: recompute also when a former province has no figure.",
                      choices=("true", "false")),
        ),
        fields.SERIES,
        _series,
        _format("json", "csv", "sdmx-csv"),
        fields.PRESENT,
    ),
    Resource(
        "ranks",
        "How the units of a level are ranked on one indicator in one year",
        "By rank as sources state it; units with a value but without a stated rank come last, without one. No rank is "
        "worked out here. `rank_basis` tells ranks that were published from places in a list and from derived ones.",
        (
            INDICATOR,
            Parameter("year", "integer", "Year.", required=True, low=FIRST_YEAR, high=LAST_YEAR, example=2021),
            Parameter("level", "choice", LEVEL, choices=LEVELS, default="province"),
            Parameter("parent", "text", "Only units within the unit with this key, also within its districts.",
                      example="P63-64"),
        ),
        fields.RANKS,
        _ranks,
    ),
    Resource(
        "indicators",
        "The indicators",
        "In order of family. What a code measures, in which unit, and which values are better.",
        (FAMILY,),
        fields.INDICATORS,
        _indicators,
    ),
    Resource(
        "methods",
        "The methods by which indices were measured",
        "What `method_version` of a figure names. Figures of two methods compare only where the method says so.",
        (FAMILY,),
        fields.METHODS,
        _methods,
    ),
    Resource(
        "units",
        "The administrative units, old and present",
        "Country, regions, provinces, districts, communes and departments, before and after 1/7/2025.",
        (
            Parameter("level", "choice", LEVEL, choices=LEVELS),
            PARENT,
            Parameter("name", "text", "Only units that bear or bore this name, accents optional.", many=True,
                      example=["gia lai"]),
        ),
        fields.UNITS,
        _units,
    ),
    Resource(
        "sources",
        "The sources and what each gave",
        "Those that gave most come first.",
        (Parameter("grade", "choice", "Only of this grade.", choices=("official", "press", "secondary")),),
        fields.SOURCES,
        _sources,
    ),
)  # fmt: skip
"""Questions about the content of an edition. Which editions there are is no such question: see `service`."""
