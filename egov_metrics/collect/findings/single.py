"""What must be known of proposals one by one: scale, rank, bound, target; and of two that say the same or not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from egov_metrics.collect.extract import Proposal
from egov_metrics.collect.findings.document import Document, Span
from egov_metrics.collect.findings.model import Finding, Words
from egov_metrics.collect.findings.rules import Rules
from egov_metrics.i18n.numbers import number as written

TIERS = ("department", "district", "commune")
_FEW = 6
BOUNDS = ("approx", "at_least", "more_than", "less_than")
_TIER_WORDS = re.compile(
    r"cấp (?:tỉnh|sở|huyện|xã)|"
    r"(?<!\w)(?:các )?(?:sở, (?:ban, )?ngành|xã, (?:phường|thị trấn)|phường, xã|xã - thị trấn)|"
    r"(?:ubnd )?(?:các )?(?:quận, )?huyện, (?:thị xã|thành phố)"
)
_NAMED = re.compile(r"(?:Sở|[Hh]uyện|[Tt]hị xã|[Tt]hành phố|TP\.?|[Xx]ã|[Pp]hường)\s+((?:[A-ZĐÀ-Ỹ][a-zđà-ỹ]+\s*)+)")
_COUNTRY = re.compile(r"cả nước|toàn quốc|việt nam|trung bình|các (?:bộ|tỉnh|địa phương)|bộ, ngành")
_NOUN = re.compile(r"\s*([^\W\d_]+(?:\s+[^\W\d_]+){0,3})")


def spans(doc: Document, indices: list[int]) -> list[Span]:
    """The places of the numbers of some proposals."""
    return [(doc.proposals[i].number_start, doc.proposals[i].number_end) for i in indices]


def bounds(doc: Document) -> Iterator[Finding]:
    """One finding for all bounds and approximate values of the document."""
    found = {}
    for index, one in enumerate(doc.proposals):
        words = doc.vague_words(one.number_start)
        after = doc.normal[one.number_end : one.number_end + 30]
        upwards = re.match(r"[^.;,]{0,20}?trở lên", after)
        if one.qualifier in BOUNDS and (words or upwards or "range" in one.note):
            found[index] = f"{words} {doc.written(one)}".strip() + (" trở lên" if upwards else "")
    if found:
        values = "; ".join(dict.fromkeys(found.values()))
        yield doc.finding("bound", "info", spans(doc, list(found)), found, values=values)


def scales(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Values outside the scale of their indicator."""
    for index, one in enumerate(doc.proposals):
        known = rules.indicators.get(one.indicator)
        if known is None:
            continue
        low, high = known.low, known.high
        if one.unit == "points" and one.denominator is not None and high is not None and one.denominator > high:
            high = one.denominator  # a province may add criteria of its own to a set
        if (low is not None and one.value < low) or (high is not None and one.value > high):
            yield doc.finding(
                "scale", "warning", spans(doc, [index]), [index], indicator=known.name, value=doc.written(one),
                low=written(low, None), high=written(high, None),
            )  # fmt: skip


def ranks(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Ranks beyond the number ranked, and counts of units beyond the number of units."""
    for index, one in enumerate(doc.proposals):
        is_date = doc.normal[: one.number_start].rstrip().endswith("ngày")
        if one.unit in ("rank", "count", "points") and one.value > (one.denominator or one.value) and not is_date:
            yield doc.finding(
                "rank_beyond" if one.unit == "rank" else "part_larger", "warning", spans(doc, [index]), [index],
                text="rank_beyond" if one.unit == "rank" else "fraction_larger", indicator=rules.name(one.indicator),
                value=written(one.value, None), of=written(one.denominator, None),
            )  # fmt: skip


def rank_words(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Ranks in words ("đứng đầu", "cao nhất") of which no score stands in the sentence."""
    for index, one in enumerate(doc.proposals):
        quote = doc.text[one.number_start : one.number_end]
        if one.unit != "rank" or any(letter.isdigit() for letter in quote):
            continue
        if any(letter.isdigit() for letter in _without_periods(doc, doc.sentence(one.number_start))):
            continue
        yield doc.finding(
            "rank_only", "info", [(one.number_start, one.number_end)], [index], indicator=rules.name(one.indicator),
            words=" ".join(quote.split()), rank=written(one.value, None),
        )  # fmt: skip


def _without_periods(doc: Document, span: Span) -> str:
    text = list(doc.text[span[0] : span[1]])
    for period in doc.periods:
        if span[0] <= period.start < span[1]:
            text[period.start - span[0] : period.end - span[0]] = [" "] * (period.end - period.start)
    return "".join(text)


def targets(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Plans beside a result of the same indicator, and plans alone: neither is a result.

    Instructions have their own kind. What was measured before the document is no plan, whatever words stand near."""
    for index, one in enumerate(doc.proposals):
        is_past = doc.published is not None and one.period_end is not None and one.period_end.year < doc.published.year
        if one.qualifier != "target" or is_past or not doc.is_planned(one.number_start) or _is_instruction(doc, one):
            continue
        results = [
            place
            for place, other in enumerate(doc.proposals)
            if other.indicator == one.indicator
            and other.qualifier != "target"
            and (other.unit_name, other.unit_level) == (one.unit_name, one.unit_level)
            and is_of_unit(doc, rules, other)
            and _may_be_beside(_words_of(doc, one), _words_of(doc, other))
        ]
        every = [index, *results]
        beside = {"results": "; ".join(doc.written(doc.proposals[i]) for i in results)} if results else {}
        yield doc.finding(
            "target", "warning", spans(doc, every), every, text="target_beside" if results else "target",
            indicator=rules.name(one.indicator), value=doc.written(one), **beside,
        )  # fmt: skip


def _may_be_beside(plan: frozenset[str], result: frozenset[str]) -> bool:
    """Do plan and result speak of one thing, as far as their clauses tell?"""
    return not plan or not result or len(plan & result) >= 0.3 * min(len(plan), len(result))


def is_of_unit(doc: Document, rules: Rules, one: Proposal) -> bool:
    """May the sentence speak of the unit of the proposal? Not when it names another place before the number and not
    that unit, nor when a figure of the country stands in a sentence that does not say so."""
    begin, end = doc.sentence(one.number_start)
    before = doc.text[begin : one.number_start]
    if one.unit_level == "country":
        return bool(_COUNTRY.search(doc.normal, begin, end))
    if one.unit_name in before:
        return True
    others = [name for name in rules.provinces if name in before and name != one.parent_unit]
    return not others and not any(one.unit_name not in match[1] for match in _NAMED.finditer(before))


def _is_instruction(doc: Document, one: Proposal) -> bool:
    return bool(re.search(r"khẩn trương|nhanh chóng", doc.normal[one.start : one.number_start]))


def one_for_two(doc: Document, rules: Rules) -> Iterator[Finding]:
    """One number that states two indicators or more."""
    at: dict[int, list[int]] = defaultdict(list)
    for index, one in enumerate(doc.proposals):
        at[one.number_start].append(index)
    for indices in at.values():
        if len({doc.proposals[i].indicator for i in indices}) > 1:
            names = [rules.name(doc.proposals[i].indicator) for i in indices]
            yield doc.finding(
                "one_for_two", "info", spans(doc, indices), indices, value=doc.written(doc.proposals[indices[0]]),
                indicators=Words("; ".join(one.vi for one in names), "; ".join(one.en for one in names)),
            )  # fmt: skip


def stated_twice(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Two values of one indicator, unit, tier and period.

    Only where the words of both clauses are alike, in other sentences under the same heading, and neither names another
    place: a part, another unit or another survey is no contradiction. Nor are more than a few values: a table."""
    seen: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, one in enumerate(doc.proposals):
        if one.qualifier == "target" or one.unit in ("level", "ranks"):
            continue
        key = (one.indicator, one.unit_id, one.unit_name, one.unit_level, one.period_start, one.period_end)
        if all(doc.proposals[other].value != one.value for other in seen[key]):
            seen[key].append(index)
    for indices in seen.values():
        for first, second in combinations(indices if len(indices) <= _FEW else (), 2):
            one, two = doc.proposals[first], doc.proposals[second]
            if not _same_value(one, two) and _is_same_thing(doc, rules, one, two):
                yield doc.finding(
                    "stated_twice", "warning", spans(doc, [first, second]), [first, second],
                    indicator=rules.name(one.indicator), first=doc.written(one), second=doc.written(two),
                )  # fmt: skip


def _same_value(first: Proposal, second: Proposal) -> bool:
    """The same number, as far as the less exact of both is written; bounds that allow the other are the same too."""
    if {first.qualifier, second.qualifier} != {"exact"}:
        return True
    decimals = min(first.decimals, second.decimals)
    return abs(first.value - second.value) < 0.5 * 10**-decimals + 1e-9 if decimals else first.value == second.value


def _is_same_thing(doc: Document, rules: Rules, first: Proposal, second: Proposal) -> bool:
    if doc.sentence(first.number_start) == doc.sentence(second.number_start):
        return False  # one sentence lists different things
    if _alike(_words_of(doc, first), _words_of(doc, second)) < 0.7 or not (
        is_of_unit(doc, rules, first) and is_of_unit(doc, rules, second)
    ):
        return False
    return doc.headings(first.number_start) == doc.headings(second.number_start)


def _alike(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / max(len(one), len(two)) if one and two else 0.0


def _words_of(doc: Document, one: Proposal) -> frozenset[str]:
    """The words of the clause of a number, without those that say nothing."""
    clause = next((c for n, c in doc.clauses(doc.sentence(one.number_start)) if n.start == one.number_start), "")
    words = re.findall(r"[^\W\d_]+", clause)
    return frozenset(words) - {
        "đạt",
        "là",
        "có",
        "được",
        "đã",
        "các",
        "của",
        "và",
        "với",
        "tại",
        "số",
        "tỷ",
        "lệ",
        "năm",
    }


def tiers(doc: Document) -> Iterator[Finding]:
    """Counts of a whole tier ("cấp xã"), which are of no single unit."""
    found: dict[int, str] = {}
    for index, one in enumerate(doc.proposals):
        is_tier = one.unit_level in TIERS and one.unit_name == one.parent_unit and one.unit == "count"
        words = _tier_words(doc, one) if is_tier and one.qualifier != "target" else ""
        if words and not one.indicator.startswith("egov_"):
            found[index] = f"{doc.written(one)} ({words}, {one.unit_name})"
    if found:
        yield doc.finding("tier", "info", spans(doc, list(found)), found, values="; ".join(found.values()))


def _tier_words(doc: Document, one: Proposal) -> str:
    """The words of the sentence that name the tier of a number: behind it in its clause, else before it; "" when a
    single unit is named between them and the number, or nothing is."""
    begin, end = doc.sentence(one.number_start)
    after = re.match(r"[^\d;.]{0,45}", doc.normal[one.number_end : end])
    own = _TIER_WORDS.search(doc.normal, one.number_end, one.number_end + after.end()) if after else None
    before = list(_TIER_WORDS.finditer(doc.normal, begin, one.number_start))
    if before and not re.search(r"[,;\d]", doc.text[before[-1].end() : one.number_start]):
        own = None  # "cấp huyện 261 thủ tục, cấp xã 147"
    match = own or (before[-1] if before else None)
    if match is None or (not own and _NAMED.search(doc.text, match.end(), one.number_start)):
        return ""
    return doc.text[match.start() : match.end()]


def levels_mixed(doc: Document) -> Iterator[Finding]:
    """A document that gives figures of its own of a province and of districts or communes in it."""
    units: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index, one in enumerate(doc.proposals):
        is_tier = one.unit_name == one.parent_unit
        if one.unit_level in ("province", "district", "commune") and not is_tier and one.unit_id:
            units[one.unit_level, one.unit_name, one.parent_unit].append(index)
    for (level, province, _), own in units.items():
        within = {key[1]: value for key, value in units.items() if key[2] == province and len(value) > 1}
        if level != "province" or len(own) < 2 or not within:
            continue
        first = [own[0], *(indices[0] for indices in within.values())]
        yield doc.finding(
            "levels_mixed", "info", spans(doc, first), [*own, *(i for indices in within.values() for i in indices)],
            province=province, n=written(len(own)),
            units="; ".join(f"{name} ({written(len(indices))})" for name, indices in within.items()),
        )  # fmt: skip


def same_number(doc: Document) -> Iterator[Finding]:
    """The same count twice in one list of different things ("12 UBND huyện, 12 đơn vị sự nghiệp")."""
    for span in doc.sentences:
        seen: dict[float, tuple[int, str, Span]] = {}
        for one in doc.within(span):
            noun = _NOUN.match(doc.text, one.end)
            if one.kind != "plain" or one.decimals or not 10 <= one.value < 1000 or noun is None:
                continue
            before = seen.get(one.value)
            at = doc.proposals_at([one])
            if before and at and before[1] != noun[1] and _is_list(doc, before[2][1], one.start):
                yield doc.finding(
                    "same_number", "info", [before[2], (one.start, one.end)], [before[0], *at], value=doc.written(one),
                    first=f"{doc.written(one)} {before[1]}", second=f"{doc.written(one)} {noun[1]}",
                )  # fmt: skip
            if at:
                seen[one.value] = (at[0], noun[1], (one.start, one.end))


def _is_list(doc: Document, start: int, end: int) -> bool:
    between = doc.normal[start:end]
    return len(between) < 170 and not re.search(r"%|(?<!\w)(?:mức|đạt|chiếm|trong đó)(?!\w)", between)


def related(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Indicators that are easily taken for another (look_alike), and those whose sentence lacks a word that tells what
    they measure (needs_word)."""
    for relation in rules.related("look_alike"):
        found = [i for i, one in enumerate(doc.proposals) if one.indicator == relation.code]
        if found:
            known = [rules.name(code) for code in relation.against]
            scale = rules.indicators.get(relation.code)
            yield doc.finding(
                "look_alike", "info", spans(doc, found), found, indicator=rules.name(relation.code),
                others=Words(", ".join(one.vi for one in known), ", ".join(one.en for one in known)),
                scale=f"{written(scale.low, None)}-{written(scale.high, None)}" if scale else "–",
            )  # fmt: skip
    for relation in rules.related("needs_word"):
        for index, one in enumerate(doc.proposals):
            sentence = slice(*doc.sentence(one.number_start))
            if (
                one.indicator == relation.code
                and relation.pattern
                and not relation.pattern.search(doc.normal[sentence])
            ):
                yield doc.finding(
                    "not_stated", "info", spans(doc, [index]), [index], text=f"not_stated_{relation.code}",
                    value=doc.written(one),
                )  # fmt: skip


def units_of_scores(doc: Document, rules: Rules) -> Iterator[Finding]:
    """Scores without a unit ("đạt chỉ số CCHC 81,93"): the scale of the catalogue is taken."""
    for index, one in enumerate(doc.proposals):
        known = rules.indicators.get(one.indicator)
        if known is None or one.unit not in ("points", "percent") or known.high is None or one.denominator:
            continue
        if not one.indicator.endswith("_score") or known.high <= 1:
            continue
        after = doc.normal[one.number_end : one.number_end + 10]
        before = doc.normal[max(doc.sentence(one.number_start)[0], one.number_start - 40) : one.number_start]
        has_unit = "%" in doc.written(one) or re.match(r"\s*(?:điểm|%|/)", after) or "điểm" in before
        if not has_unit and not _in_table(doc, one):
            yield doc.finding(
                "not_stated", "info", spans(doc, [index]), [index], text="unit_not_stated", indicator=known.name,
                value=doc.written(one), low=written(known.low, None), high=written(known.high, None),
            )  # fmt: skip


def _in_table(doc: Document, one: Proposal) -> bool:
    span = doc.passage(one.number_start)
    return "|" in doc.text[span[0] : span[1]]
