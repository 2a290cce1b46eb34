"""Who is in front of the page, and may they change data."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from egov_metrics import paths, permission, settings

_NAME = "collect:name"
LONGEST_NAME = 60


@dataclass(frozen=True)
class Person:
    """`name` is kept with every decision, "" as long as nobody gave one; `email` is set for who is signed in."""

    name: str
    email: str | None
    may_edit: bool

    @property
    def is_named(self) -> bool:
        """Is it known who decides?"""
        return bool(self.name)


def person() -> Person:
    """The person of this session: signed in where `st.login` is configured, else the name that was given once."""
    editors = settings.read_settings(paths.workspace_folder()).editors
    if getattr(st.user, "is_logged_in", False):
        email = str(st.user.get("email") or "") or None
        name = str(st.user.get("name") or "").strip()
        shown = f"{name} ({email})" if name and email else name or email or ""
        return Person(shown[:120], email, permission.may_edit(email=email, editors=editors))
    return Person(str(st.session_state.get(_NAME, "")), None, permission.may_edit())


def can_sign_in() -> bool:
    """Is a way to sign in configured, and nobody signed in yet?"""
    return getattr(st.user, "is_logged_in", None) is False


def give_name(name: str) -> None:
    """Keep the name for this session."""
    st.session_state[_NAME] = " ".join(name.split())[:LONGEST_NAME]


def require() -> Person:
    """The person, when they may change data now; else raises `PermissionRefused`. First line of all that writes."""
    found = person()
    permission.require_edit(email=found.email, editors=settings.read_settings(paths.workspace_folder()).editors)
    return found
