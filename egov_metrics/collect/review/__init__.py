"""Reviews: what a document states, decided by people, kept as events, and put into a batch exactly once."""

from egov_metrics.collect.review.desk import (
    Finished,
    Opened,
    accept_above,
    decide,
    finish,
    load,
    open_review,
    reviews,
    rules_version,
    text_of,
    undo,
)
from egov_metrics.collect.review.model import Claim, Event, Head, Item, Review, ReviewRefused
from egov_metrics.collect.review.statements import Catalogue, Indicator, problems_of

__all__ = [
    "Catalogue",
    "Claim",
    "Event",
    "Finished",
    "Head",
    "Indicator",
    "Item",
    "Opened",
    "Review",
    "ReviewRefused",
    "accept_above",
    "decide",
    "finish",
    "load",
    "open_review",
    "problems_of",
    "reviews",
    "rules_version",
    "text_of",
    "undo",
]
