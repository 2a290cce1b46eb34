"""Accepting a plan: the original kept, one batch written, rejected rows handed back. Whole or not at all.

The batch is the last thing that is written and the only one that counts: killed before it, an import has done nothing
that readers or the next import see.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from egov_metrics.collect.originals import keep
from egov_metrics.collect.workbooks import rejected as rejected_rows
from egov_metrics.collect.workbooks.catalogue import Catalogue, stated_since
from egov_metrics.collect.workbooks.judging import judge
from egov_metrics.collect.workbooks.planning import ImportRefused, Plan, Progress
from egov_metrics.i18n.texts import Lang
from egov_metrics.store.batches import BatchHead, write_batch
from egov_metrics.store.files import writing
from egov_metrics.store.rows import TEXT
from egov_metrics.store.tables import OBSERVATION

LOCK = ".importing.lock"
"""Held while a batch is written, so that of two imports of the same the second sees what the first wrote."""


@dataclass(frozen=True)
class Accepted:
    """What came of an import. `batch` is None when there was nothing new; `known` counts statements that another
    import wrote meanwhile; `rejected` is where the rejected rows lie."""

    batch: BatchHead | None
    rows: int
    known: int
    rejected: Path | None


def accept(
    plan: Plan, content: bytes, catalogue: Catalogue, workspace: Path, *, by: str, note: str = "",
    rejected: Path | None = None, keep_known: bool = False, lang: Lang = "vi",
    progress: Progress = lambda step, share: None,
) -> Accepted:  # fmt: skip
    """Write what a plan accepts as one batch of a workspace.

    `content` is the file that was planned. Rejected rows go to `rejected`, by default a file of the folder `rejected`
    of the workspace. Whether this person may is asked before, by who calls. Raises ImportRefused, StoreError, OSError.
    """
    if not by.strip():
        raise ImportRefused("an import needs the name of who accepts it (--by NAME)", "no_name")
    frame = plan.judged.frame
    refused = frame[frame["fate"] == "rejected"]
    place: Path | None = None
    if len(refused):
        stem = plan.opened.name.rpartition(".")[0] or plan.opened.name
        place = rejected or workspace / "rejected" / f"{stem}-{plan.opened.sha256[:8]}.xlsx"
        rejected_rows.write(place, rejected_rows.workbook(refused, lang))
    accepted = frame[frame["fate"] == "accepted"]
    if accepted.empty:
        return Accepted(None, 0, 0, place)
    progress("write", 0.0)
    original = keep(workspace, plan.opened.name, content, by)
    if original.sha256 != plan.opened.sha256:
        raise ImportRefused(f"{plan.opened.name}: expected the file that was planned, found another")
    with writing(workspace, lock=LOCK):
        since = stated_since(workspace, catalogue.batch_ids)
        new = accepted
        if len(since) and not keep_known:
            again = judge(accepted.drop(columns="fate"), catalogue, since).frame
            new = again[again["fate"] == "accepted"]
        if new.empty:
            return Accepted(None, 0, len(accepted), place)
        used = set(new["source_id"].unique())
        head = write_batch(
            workspace, _rows(new, original.sha256), kind="import", by=by, note=note or plan.opened.name,
            sources=[one for one in plan.sources if one["source_id"] in used],
            files=[{"name": original.name, "sha256": original.sha256, "size": original.size}],
        )  # fmt: skip
    progress("write", 1.0)
    return Accepted(head, len(new), len(accepted) - len(new), place)


def _rows(accepted: pd.DataFrame, sha256: str) -> pd.DataFrame:
    """The columns of a batch."""
    rows = accepted[[*OBSERVATION, "quote"]].reset_index(drop=True)
    return rows.assign(document=pd.Series(sha256, index=rows.index, dtype=TEXT))
