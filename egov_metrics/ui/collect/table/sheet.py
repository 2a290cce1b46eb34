"""What one run shows of an import: the file, how it is read, and who may say something of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from egov_metrics import paths
from egov_metrics.collect.workbooks import Plan, imports, profile
from egov_metrics.i18n.texts import Lang
from egov_metrics.ui.collect import acting
from egov_metrics.ui.collect.reading import Names
from egov_metrics.ui.collect.who import Person
from egov_metrics.ui.session import Served
from egov_metrics.views.view import View


@dataclass(frozen=True)
class Table:
    """An import as one run sees it; what a person says is said of this step of it."""

    served: Served
    view: View
    person: Person
    one: imports.Import
    plan: Plan

    @property
    def lang(self) -> Lang:
        """The language of the page."""
        return self.view.lang

    @property
    def may_say(self) -> bool:
        """May this person change something, and is it known who they are?"""
        return self.person.may_edit and self.person.is_named

    @cached_property
    def names(self) -> Names:
        """What units and indicators are called."""
        return Names(self.served, self.lang)

    def key(self, name: str) -> str:
        """A widget's key: a new one once something was said, so that widgets show what holds now."""
        return f"table-{self.one.import_id}-{self.one.step}-{name}"

    def say(self, made: profile.Profile | None = None, use: frozenset[str] | None = None) -> bool:
        """Record how the file is read from now on. For callbacks; what is refused is told on the page."""
        said = imports.Said(self.one.said.profile if made is None else made, self.one.said.use if use is None else use)
        return acting.safely(self.lang, lambda: acting.say_of_table(self.one, said=said))


def opened(served: Served, view: View, person: Person, import_id: str) -> Table:
    """The import of a link, read as it stands. Raises StoreError and ReadingRefused."""
    one = imports.load(paths.workspace_folder(), import_id)
    return Table(served, view, person, one, acting.plan_of(served, one))
