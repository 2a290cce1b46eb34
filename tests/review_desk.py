"""A desk for tests of reviews: a small store, a lexicon of the checkout, and a made-up document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from egov_metrics import store
from egov_metrics.collect.extract import Extractor
from egov_metrics.collect.review import Catalogue, Review, load, open_review
from tests.sample import small_sample

NAME = "bao-cao.txt"
TEXT = (
    "Báo cáo kết quả cải cách hành chính năm 2021\n\n"
    "Năm 2021 tỉnh Bình Định đạt 83,45 điểm PAR INDEX, xếp thứ 27/63 tỉnh, thành phố.\n"
    "Năm 2021 tỉnh Gia Lai đạt 80,10 điểm PAR INDEX, xếp thứ 50/63 tỉnh, thành phố.\n"
    "Năm 2018 tỉnh Gia Lai đạt 71,30 điểm PAR INDEX.\n"
)
"""What the small sample has of it already: value and rank of Gia Lai 2021."""


@dataclass(frozen=True)
class Desk:
    """A store with one edition, and all that a reviewer needs."""

    data: Path
    workspace: Path
    edition: store.Edition
    catalogue: Catalogue
    extractor: Extractor

    def drop(self, text: str = TEXT, name: str = NAME, by: str = "Lan") -> Review:
        """Open the review of a document."""
        opened = open_review(
            self.workspace, name, text.encode(), by, extractor=self.extractor, catalogue=self.catalogue,
            edition=self.edition, rules="test",
        )  # fmt: skip
        return load(self.workspace, opened.review_id)


def desk(folder: Path) -> Desk:
    """Make one in a folder (or find the one that is there)."""
    data, workspace = folder / "data", folder / "workspace"
    if not data.exists():
        small_sample().write(data)
        store.build(data, workspace, "first")
    edition = store.open_edition(store.current(workspace))
    return Desk(data, workspace, edition, Catalogue.of(edition), Extractor(data))


def item_of(review: Review, indicator: str, unit_id: str = "P63-52", year: str = "2021") -> str:
    """The name of the item that states this."""
    (found,) = [
        item.item_id
        for item in review.items.values()
        if (item.claim.indicator, item.claim.unit_id, item.claim.period_end[:4]) == (indicator, unit_id, year)
    ]
    return found
