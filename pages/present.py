"""Present: a storyline is made of charts of all pages, played in the full window, and passed on as a link or a file."""

import streamlit as st

from egov_metrics.paths import ROOT
from egov_metrics.story import StoryRefused
from egov_metrics.ui import filters, parts, session, shell
from egov_metrics.ui.present import draft, editor, show

shell.within_shell(ROOT)


@st.fragment
def playing() -> None:
    """The full window: what is changed while playing draws it anew and leaves the shell alone."""
    story = draft.current()
    if filters.current().slide is None or story is None:
        st.rerun()
    show.play(session.served(), filters.current(), story)


view, served = filters.current(), session.served()

try:
    story = draft.current()
    if story is not None and view.slide is not None:
        show.check(story, served)
        playing()
    else:
        editor.show(served, view, story)
except StoryRefused as error:
    parts.notice(editor.words_of(error, view.lang), kind="warn")
    editor.show(served, view, None)
