"""What proposals say of each other by their indicators: sums, means, parts of a whole, rates, dossiers that flow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from egov_metrics.collect.extract import Proposal
from egov_metrics.collect.findings.document import Document
from egov_metrics.collect.findings.model import Finding
from egov_metrics.collect.findings.rules import Rules, SumRule
from egov_metrics.i18n.numbers import number as written

NEAR = 900
"""Characters between a total and its parts; lists of eight dimensions are that long."""
Group = dict[str, list[int]]


def groups(doc: Document, any_start: bool = False) -> Iterator[Group]:
    """Proposals of one unit, tier and period, results only, by indicator: their positions, in order of place."""
    found: dict[tuple[object, ...], Group] = defaultdict(lambda: defaultdict(list))
    for index, one in enumerate(doc.proposals):
        if one.qualifier != "target":
            start = None if any_start else one.period_start
            found[one.unit_id, one.unit_name, one.unit_level, start, one.period_end][one.indicator].append(index)
    yield from found.values()


def sums(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Totals and means that their parts do not give, by the rules of `sum_rules.csv`."""
    for group in groups(doc):
        for rule in rules.sums:
            for index in group.get(rule.total, []):
                finding = _sum(doc, rule, group, index)
                if finding is not None:
                    yield finding


def _sum(doc: Document, rule: SumRule, group: Group, index: int) -> Finding | None:
    total = doc.proposals[index]
    if total.qualifier != "exact" or (rule.year_from and not _is_since(total.period_end, rule.year_from)):
        return None
    parts = []
    for code in rule.parts:
        near = [place for place in group.get(code, []) if _is_part(doc, total, doc.proposals[place])]
        if near:
            parts.append(near[0])
    amounts = [doc.proposals[place] for place in parts]
    if len(parts) < 2 or any(one.qualifier != "exact" for one in amounts):
        return None
    added = sum(one.value for one in amounts)
    if rule.form == "mean":
        added /= len(amounts)
    gap = added - total.value
    is_all = len(parts) == len(rule.parts)
    if abs(gap) <= rule.tolerance + 1e-9 or (not is_all and (rule.form == "mean" or gap < 0)):
        return None
    every = [index, *parts]
    return doc.finding(
        "sum", "warning", _spans(doc, every), every, text="mean" if rule.form == "mean" else "sum",
        terms=" + ".join(doc.written(one) for one in amounts), added=written(added, None), total=doc.written(total),
        gap=written(abs(gap), None),
    )  # fmt: skip


def _is_part(doc: Document, total: Proposal, part: Proposal) -> bool:
    """Does a part follow its total, before the next one of its kind, and not in brackets behind another part?"""
    start, end = total.number_end, part.number_start
    if not start <= end <= start + NEAR or doc.text[start:end].count("\n\n") > 1:
        return False
    return not any(
        one.indicator == total.indicator and start <= one.number_start < end for one in doc.proposals
    ) and _brackets(doc.text[start:end])


def _brackets(between: str) -> bool:
    opened = between.rfind("(")
    is_open = opened > between.rfind(")")
    return not is_open or not any(letter.isdigit() for letter in between[:opened])


def _is_since(day: date | None, year: int) -> bool:
    return day is not None and day.year >= year


def parts(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Parts larger than their whole in one paragraph, by the relation part_of."""
    for group in groups(doc):
        for relation in rules.related("part_of"):
            for index in group.get(relation.code, []):
                part = doc.proposals[index]
                for whole in _wholes(doc, group, relation.against, index):
                    other = doc.proposals[whole]
                    if part.value > other.value and other.qualifier == "exact" and part.qualifier != "less_than":
                        yield doc.finding(
                            "part_larger", "warning", _spans(doc, [index, whole]), [index, whole],
                            terms=doc.written(part), total=doc.written(other),
                            added=written(part.value, None), gap=written(part.value - other.value, None),
                        )  # fmt: skip


def rates(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Rates that fit none of the wholes that stand in their paragraph, by the relation rate (part, then wholes)."""
    for group in groups(doc):
        for relation in rules.related("rate"):
            for index in group.get(relation.code, []):
                finding = _rate(doc, group, relation.against, index)
                if finding is not None:
                    yield finding


def _rate(doc: Document, group: Group, against: tuple[str, ...], index: int) -> Finding | None:
    rate = doc.proposals[index]
    passage = doc.passage(rate.number_start)
    parts_ = [i for i in group.get(against[0], []) if passage[0] <= doc.proposals[i].number_start < passage[1]]
    wholes = [i for i in _wholes(doc, group, against[1:], index) if passage[0] <= doc.proposals[i].number_start]
    every = [*parts_, *wholes, index]
    if rate.unit != "percent" or len(parts_) != 1 or not wholes:
        return None
    if any(doc.proposals[i].qualifier != "exact" for i in every):
        return None
    part = doc.proposals[parts_[0]]
    unit = 10.0**-rate.decimals + 1e-9
    bases = [doc.proposals[i].value for i in wholes if doc.proposals[i].value >= part.value]
    if not bases or any(abs(100 * part.value / base - rate.value) < unit for base in bases):
        return None
    return doc.finding(
        "rate_count", "warning", _spans(doc, every), every, part=doc.written(part), whole=written(bases[0], None),
        rate=doc.written(rate), share=f"{written(100 * part.value / bases[0], max(rate.decimals, 1))}%",
    )  # fmt: skip


def _wholes(doc: Document, group: Group, codes: tuple[str, ...], index: int) -> list[int]:
    passage = doc.passage(doc.proposals[index].number_start)
    return [
        place for code in codes for place in group.get(code, [])
        if passage[0] <= doc.proposals[place].number_start < passage[1]
    ]  # fmt: skip


def flows(doc: Document) -> Iterator[Finding]:
    """Dossiers: what is open at the end is what was to be done less what was done.

    Without a backlog in the text, what is open may be more than received less resolved, but never less; what was
    returned counts as done or not, as the source likes. What is open must be known in full: stated, or as open within
    and beyond the deadline, or as open within it where that closes another sum of the same day."""
    for group in groups(doc, any_start=True):
        stock = _open(doc, group)
        if stock is None:
            continue
        for resolved in group.get("dossiers_resolved", []):
            yield from _flow(doc, group, stock, resolved)


def _flow(doc: Document, group: Group, stock: list[int], resolved: int) -> Iterator[Finding]:
    done = doc.proposals[resolved]
    taken = _same(doc, group, done, "dossiers_total_in_period")
    is_total = bool(taken)
    if not taken:
        taken = _same(doc, group, done, "dossiers_received_new")
        backlog = _same(doc, group, done, "dossiers_carried_over")
        is_total = bool(taken and backlog)
        taken = [*taken, *backlog]
    taken = taken or _same(doc, group, done, "dossiers_received")
    used = [*taken, resolved, *stock]
    if not taken or any(doc.proposals[i].qualifier != "exact" for i in used):
        return
    left = sum(doc.proposals[i].value for i in taken) - done.value
    open_ = sum(doc.proposals[i].value for i in stock)
    returned = sum(doc.proposals[i].value for i in _same(doc, group, done, "dossiers_returned_withdrawn"))
    low = left - returned
    if open_ < low or (is_total and open_ > left):
        yield doc.finding(
            "flow", "warning", _spans(doc, used), used,
            received=" + ".join(doc.written(doc.proposals[i]) for i in taken),
            resolved=doc.written(done), open=" + ".join(doc.written(doc.proposals[i]) for i in stock),
            left=written(left, None),
        )  # fmt: skip


def _same(doc: Document, group: Group, one: Proposal, code: str) -> list[int]:
    return [i for i in group.get(code, []) if doc.proposals[i].period_start == one.period_start][:1]


def _open(doc: Document, group: Group) -> list[int] | None:
    if group.get("dossiers_pending"):
        return group["dossiers_pending"][:1]
    within, overdue = group.get("dossiers_pending_within_deadline", []), group.get("dossiers_pending_overdue", [])
    if within and overdue:
        return [within[0], overdue[0]]
    for index in within[:1]:
        for received in group.get("dossiers_received", []):
            one = doc.proposals[received]
            for resolved in _same(doc, group, one, "dossiers_resolved"):
                if abs(one.value - doc.proposals[resolved].value - doc.proposals[index].value) < 0.5:
                    return [index]
    return None


def _spans(doc: Document, indices: list[int]) -> list[tuple[int, int]]:
    return [(doc.proposals[i].number_start, doc.proposals[i].number_end) for i in indices]
