"""Storylines as PowerPoint files: first what stands on every slide (pure), then the file with native charts."""

from egov_metrics.export.deck.making import deck_of
from egov_metrics.export.deck.model import Deck, DeckSlide
from egov_metrics.export.deck.reading import Reader
from egov_metrics.export.deck.writing import to_bytes

__all__ = ["Deck", "DeckSlide", "Reader", "deck_of", "to_bytes"]
