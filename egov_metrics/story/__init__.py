"""Storylines: ordered lists of saved views that are played, turned into slides and passed on. Pure, no Streamlit."""

from egov_metrics.story.model import Slide, Storyline, StoryRefused, from_json, from_link, to_json, to_link

__all__ = ["Slide", "StoryRefused", "Storyline", "from_json", "from_link", "to_json", "to_link"]
