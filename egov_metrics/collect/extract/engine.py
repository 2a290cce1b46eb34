"""Extraction from prose: every number of a read document that states a figure of an indicator, with its passage.

The way of a number: it is found (numbers), its clause is cut out (windows), it is read as a score or rank of an index
(ranking) or fitted to the rules of the lexicon (matching); then it gets its unit (subjects), its period (times), its
exactness (qualifiers) and a confidence. Nothing is known of single documents here: words and rules are data.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from egov_metrics.collect.extract import qualifiers, ranking
from egov_metrics.collect.extract.confidence import How, confidence, signs
from egov_metrics.collect.extract.found import Found
from egov_metrics.collect.extract.lexicon import Index, Lexicon, flat, lexicon_folder, load, normal
from egov_metrics.collect.extract.matching import Matcher
from egov_metrics.collect.extract.numbers import Number, masks, numbers
from egov_metrics.collect.extract.places import Gazetteer, Place
from egov_metrics.collect.extract.proposal import Proposal, named, once_each
from egov_metrics.collect.extract.segments import Passage, Sentence, passages, title_end
from egov_metrics.collect.extract.shares import Shares
from egov_metrics.collect.extract.spans import Placed
from egov_metrics.collect.extract.subjects import Subjects, home_of
from egov_metrics.collect.extract.table_grid import Spans, grids, place
from egov_metrics.collect.extract.tables import Surroundings, TableReader, merged, opening_of
from egov_metrics.collect.extract.tiers import Tiers
from egov_metrics.collect.extract.times import Times
from egov_metrics.collect.extract.unit_levels import level_code
from egov_metrics.collect.extract.windows import Window, windows
from egov_metrics.collect.reading.model import Cell, Reading

THRESHOLDS = {"count": 1.7, "ratio": 1.2, "percent": 0.9, "money": 0.9, "change_percent": 0.9}
"""A fit below this score is no proposal; what is counted must be named too."""
_TIERED = re.compile(r"^(?:dms_units$|email_units_full|egov_level\d_(?:units|share)|egov_unranked|onestop_software)")
_FLOWS = re.compile(
    r"dossiers_|on_time_rate|late_rate|overdue_rate|full_online|satisfaction_|sq766_|docs_signed|edoc_|workfiles_|tthc_at_center"
)
"""What is measured over a stretch of time, which holds on in the text; a stock is of the day of its document."""
_RUNNING = re.compile(r"sq766_|overdue_rate|full_online|ddci_")
"""Indices that are told of months and quarters too."""
_PART_SCORE = re.compile(r"egov_(?:readiness|result)_score")
"""Scores of which a text seldom says whether they are as reached or converted."""
_AGENCY_KINDS = ("score", "rank", "level")
_UNITS = {"count": "count", "percent": "percent", "money": "vnd_bn", "ratio": "per_100", "change_percent": "percent"}


class Extractor:
    """Reads documents with one lexicon and one register of units; may be shared, it keeps nothing of a document."""

    def __init__(self, data: Path) -> None:
        folder = lexicon_folder(data)
        self.lexicon: Lexicon = load(folder)
        self.gazetteer = Gazetteer.load(data, folder)

    def extract(
        self,
        text: str,
        doc: str = "",
        title: str | None = None,
        published: date | None = None,
        cells: Sequence[Cell] = (),
    ) -> list[Proposal]:
        """The proposals of a text, in its order: of its prose and of its tables. `title` and `published`: what metadata
        say of it; both may be None. `cells`: those of its tables, as a reader gives them; without any, lines parted by
        " | " or tabs are taken for tables."""
        return _Document(self, text, doc, title, published, cells).proposals()

    def extract_reading(self, reading: Reading, doc: str = "") -> list[Proposal]:
        """The proposals of a document as read; `doc` is its name unless given."""
        return self.extract(reading.text, doc or reading.name, reading.title, reading.published, reading.cells)


class _Document:
    def __init__(
        self,
        extractor: Extractor,
        text: str,
        doc: str,
        title: str | None,
        published: date | None,
        cells: Sequence[Cell] = (),
    ) -> None:
        self.text, self.doc, self.name = text, doc, title or ""
        self.normal = normal(text)
        self.lexicon, self.gazetteer = extractor.lexicon, extractor.gazetteer
        self.flat = flat(self.normal, self.lexicon)
        self.tables = grids(text, cells)
        in_tables = Spans([span for grid in self.tables for span in grid.spans])
        self.passages = [one for one in passages(text) if not in_tables.touch(one.start, one.end)]
        place(self.tables, self.passages, text)
        self.title_end = title_end(text, self.passages)
        self.times = Times(text, title or text[: self.title_end], published)
        loose = self.gazetteer.mentions(text, when=self.times.published)
        in_prose = [one for one in loose if not in_tables.touch(one.start, one.end)]
        says_whose = any(one.place.level != "department" for one in in_prose)
        self.home = home_of(text, self.title_end, in_prose if says_whose else loose, self.gazetteer)
        keys = {place.unit_id for place in (self.home.province, self.home.own) if place is not None} - {"VN"}
        self.mentions = self.gazetteer.mentions(text, keys, self.times.published) if keys else loose
        self.masked = masks(text)
        self.masked += [
            (one.start, one.end)
            for one in self.mentions
            if any(letter.isdigit() for letter in text[one.start : one.end])
        ]
        self.masked += [(period.start, period.end) for period in self.times.periods]
        self.named = Placed(self.mentions, lambda one: one.start)
        self.hidden = Placed(self.masked, lambda span: span[0])
        self.matcher = Matcher(self.normal, self.lexicon)
        self.finder = ranking.IndexFinder(self.normal, self.lexicon)
        self.tiers = Tiers(self.normal, self.lexicon)
        self.shares = Shares(self.normal, self.named, self.tiers)
        self.list_above: tuple[tuple[int, int], ...] = ()
        """The passages of a list above the item that is read, with the one that leads to it."""
        self.subjects = Subjects(self.normal, text, self.named, self.home, self.gazetteer)

    def proposals(self) -> list[Proposal]:
        found: list[Proposal] = []
        before: Passage | None = None
        for passage in self.passages:
            above = self._above(passage, before)
            self._go_on_in_list(passage, before)
            self.matcher.concepts.enter((passage.start, passage.end))
            self.subjects.paragraph()
            opens = passage.end if passage.is_heading or not passage.sentences else passage.sentences[0].end
            self.finder.enter(passage.start, opens)
            for sentence in passage.sentences:
                found += self._sentence(passage, sentence, above)
                self.subjects.leave((sentence.start, sentence.end))
            before = passage
        opening = opening_of(self.passages)
        around = Surroundings(self.text, self.doc, self.name, opening, self.times, self.home, self.mentions)
        return merged(once_each(found), TableReader(around, self.lexicon, self.gazetteer).proposals(self.tables))

    def _go_on_in_list(self, passage: Passage, before: Passage | None) -> None:
        if before is None or before.is_heading or not passage.is_item:
            self.list_above = ()
            return
        spans = (*self.list_above, (before.start, before.end))
        self.list_above = spans if len(spans) <= _LONGEST_LIST else (spans[0], *spans[2:])

    def _above(self, passage: Passage, before: Passage | None) -> tuple[tuple[int, int], ...]:
        title = ((0, self.title_end),) if self.title_end and passage.start >= self.title_end else ()
        lead = ((before.start, before.end),) if before is not None and passage.is_item and not before.is_heading else ()
        return (*title, *passage.above, *lead)

    def _numbers(self, sentence: Sentence) -> list[Number]:
        begin = sentence.start
        segment = self.text[begin : sentence.end]
        near = self.hidden.between(begin - _LONGEST_MASK, sentence.end)
        masked = [(start - begin, end - begin) for start, end in near if end > begin]
        shifted = [
            Number(
                one.start + begin,
                one.end + begin,
                one.kind,
                one.value,
                one.of,
                one.other,
                one.decimals,
                one.is_range,
                one.in_words,
            )
            for one in numbers(segment, masked)
            if not one.in_words or self._is_counted(one.end + begin, one.kind)
        ]
        special = ranking.word_ranks(self.normal, begin, sentence.end) + ranking.roman_levels(
            self.normal, begin, sentence.end
        )
        shifted = [
            one for one in shifted if not any(one.start < other.end and other.start < one.end for other in special)
        ]
        ordinal = re.compile(r"^\s*(?:\(?\d{1,2}(?:\.\d{1,2}){0,3}[.)/])\s")
        item = ordinal.match(segment)
        if item:
            shifted = [one for one in shifted if one.start - begin >= item.end()]
        return sorted([*shifted, *special], key=lambda one: one.start)

    def _is_counted(self, end: int, kind: str) -> bool:
        """Does something that is counted follow a number in words ("hai đơn vị")?"""
        if kind == "percent":
            return True
        after = self.normal[end : end + 24].lstrip()
        return bool(
            re.match(
                r"(?:hồ sơ|đơn vị|cơ quan|sở|huyện|xã\b(?! hội)|phường|thị trấn|thủ tục|dịch vụ công|tỉnh|địa phương|hệ thống|chứng thư|trung tâm hành chính|điểm phần)",
                after,
            )
        )

    def _sentence(self, passage: Passage, sentence: Sentence, above: tuple[tuple[int, int], ...]) -> list[Proposal]:
        all_numbers = self._numbers(sentence)
        counted = [one for one in all_numbers if one.kind != "level"]
        levels = [one for one in all_numbers if one.kind == "level"]
        if not all_numbers:
            return []
        span = (passage.start, passage.end)
        found: list[Found] = []
        for window in windows(self.flat, (sentence.start, sentence.end), counted):
            found += self._read(window, span, above) or self.shares.goes_on(window, sentence)
            self.shares.remember(found)
        for window in windows(self.flat, (sentence.start, sentence.end), levels):
            code = level_code(self.normal, window, span, above)
            place = self.subjects.at((window.sentence[0], span[1]), window, True)
            if code is not None and place.level in ("district", "commune", "department"):
                found.append(Found(window, code, window.number.value, "level", None, 6.0, 2.0, True, "level"))
        found.sort(key=lambda one: one.window.number.start)
        return [self._proposal(one, sentence, passage, above) for one in found]

    def _read(self, window: Window, span: tuple[int, int], above: tuple[tuple[int, int], ...]) -> list[Found]:
        number = window.number
        if _OF_THEM.search(self.normal[max(window.sentence[0], number.start - 22) : number.start]):
            return []
        level = self.subjects.at((window.sentence[0], span[1]), window, True).level
        if number.kind == "word_rank":
            found = self.finder.of(window, span, above, "rank", level)
            if found is None or (found[1] < 1.5 and not self._is_ranked(window)):
                return []
            index = self._turned_to(*found)
            nearby = re.split(r"[,;.]", self.normal[number.end : number.end + 50])[0]
            code = index.rank_region if index.rank_region and ranking.REGION.search(nearby) else index.rank
            return [Found(window, code, number.value, "rank", None, 4 + found[1], 2.0, found[1] > 2.4, "rank")]
        nouns = self.matcher.nouns(window)
        reading = ranking.read(self.normal, window, self.finder, span, above, nouns, level)
        if reading is not None:
            self._turned_to(reading.index, reading.score)
            kind = {"rank": "rank", "level": "level"}.get(reading.unit, "score")
            return [
                Found(
                    window,
                    reading.code,
                    reading.value,
                    reading.unit,
                    reading.of,
                    4 + reading.score,
                    2.0,
                    reading.score > 2.4,
                    kind,
                )
            ]
        if ranking.rank_of(self.normal, window):
            return []
        return self._counted(window, above)

    def _turned_to(self, index: Index, sure: float) -> Index:
        """The index; where its own sentence names it, the text speaks of it from here on."""
        if sure >= 2.5 and not index.within:
            self.finder.topic = index
        return index

    def _is_ranked(self, window: Window) -> bool:
        """Is a rank in words, of an index named further up, said of a unit ("Tiếp theo là Huế, xếp thứ ba")?"""
        low, high = window.sentence[0], window.number.end + 60
        return bool(self.named.between(low, high))

    def _counted(self, window: Window, above: tuple[tuple[int, int], ...]) -> list[Found]:
        number = window.number
        differs = ranking.is_difference(self.normal, window)
        kinds = {"percent": "percent", "money": "money", "fraction": "count", "plain": "count"}
        kind = "change_percent" if differs else kinds.get(number.kind, "")
        if number.kind == "points_percent":
            kind = "change_percent" if differs else ""
        if not kind or (differs and number.kind == "plain"):
            return []
        if kind == "percent" and _THRESHOLD.search(self.normal[window.sentence[0] : number.start]):
            return []
        if kind == "count" and number.decimals and number.other is None and not number.value.is_integer():
            kind = "ratio"
        fits = self.matcher.fits(window, kind, above)
        if not fits or fits[0].score < THRESHOLDS[kind]:
            return []
        best = fits[0]
        value = number.value
        if number.other is not None and kind == "count" and number.decimals == 3:
            value = number.other  # 14,862 hồ sơ: a comma between thousands
        if kind == "change_percent":
            value *= ranking.change_of(self.normal, window) or 1
        other = next((fit.score for fit in fits[1:] if fit.rule.code != best.rule.code), 0.0)
        codes = [best.rule.code]
        for group in self.lexicon.together:
            if best.rule.code in group:
                codes += sorted(
                    {
                        fit.rule.code
                        for fit in fits
                        if fit.rule.code in group and fit.is_near and fit.rule.code not in codes
                    }
                )
                other = other if len(codes) == 1 else 0.0
        of = number.of if number.kind == "fraction" else None
        unit = "percentage_points" if best.rule.code == "overdue_rate_change" else _UNITS[kind]
        return [
            Found(window, code, value, unit, of, best.score, best.score - other, best.is_near, kind) for code in codes
        ]

    def _proposal(
        self, found: Found, sentence: Sentence, passage: Passage, above: tuple[tuple[int, int], ...]
    ) -> Proposal:
        window, number = found.window, found.window.number
        span = (sentence.start, sentence.end)
        place = self.subjects.at(span, window, found.kind in _AGENCY_KINDS or found.code in _OF_AGENCIES)
        place = self._above_tier(place, window, found)
        if found.code.startswith("papi_group_") and place.level != "country":
            place = self.gazetteer.country  # groups are of all provinces, whoever tells of them
        tier = (
            ""
            if found.kind in ("rank", "level") or (found.kind == "score" and place.level != "country")
            else self.tiers.of(
                place, window, span, (passage.start, passage.end), above, bool(_TIERED.match(found.code))
            )
        )
        qualifier = qualifiers.qualifier(self.normal, window)
        annual = found.kind in ("rank", "score", "level") or found.code.startswith("egov_")
        carries = "flows" if _FLOWS.match(found.code) else ""
        carries = "years" if annual and not _RUNNING.match(found.code) else carries
        over = (*above, *self.list_above) if carries == "flows" else above
        period = self.times.of(span, number.start, number.end, (passage.start, passage.end), over, carries)
        if found.kind == "rank" and ranking.is_former(self.normal, window):
            period = period.year_before()
        if found.kind != "level" and self.times.is_ahead(period):
            qualifier = "target"
        plans = any(qualifiers.is_plan(self.normal, one) for one in passage.above)
        if qualifiers.is_target(self.normal, window, plans) and not self.times.is_over(period):
            qualifier = "target"
            period = self.times.planned(period, (passage.start, passage.end), above)
        start, end = _passage_of(self.text, sentence)
        name, level, parent = named(place, tier)
        note = "range, lower end" if number.is_range else ""
        how = How(
            found.kind, found.score, found.margin, found.is_near, found.is_held, number.in_words or number.kind == "word_rank",
            number.decimals, period.is_sure, qualifier == "target", bool(tier), bool(self.named.between(*span)),
            _PART_SCORE.match(found.code) is not None,
        )  # fmt: skip
        shown = signs(how)
        return Proposal(
            self.doc, name, level, parent, place.unit_id, period.first, period.last, period.words, found.code, found.value,
            found.unit, found.of, qualifier, self.text[start:end], start, end, confidence(shown, self.lexicon.weights), note,
            number.start, number.end, number.decimals, shown,
        )  # fmt: skip

    def _above_tier(self, place: Place, window: Window, found: Found) -> Place:
        """A count of districts is of their province, also where one of the districts was named just before."""
        if place.level in ("district", "commune") and _TIERED.match(found.code) and self.home.province is not None:
            after = self.normal[window.number.end : window.after[1]][:40]
            level = next((one.level for one in self.lexicon.tiers if not one.of and one.pattern.search(after)), "")
            if level == place.level or (level == "department"):
                return self.home.province
            if level == "commune" and self.home.own.level == "province":
                return self.home.province
        return place


_LONGEST_LIST = 10
"""So many passages of a list are looked at for a period that holds on: the one that leads to it and the last ones."""
_LONGEST_MASK = 400
"""No masked stretch is longer."""
_THRESHOLD = re.compile(
    r"\d\s*(?:huyện|đơn vị|địa phương|xã|cơ quan|sở)[^.;]{0,50}tỷ lệ[^.;\d]{0,40}(?:dưới|thấp hơn|trên|cao hơn|không quá)\s*$"
)
"""Before a share that only sorts units ("8 huyện có tỷ lệ quá hạn dưới 3%")."""
_OF_THEM = re.compile(
    r"(?<!\w)(?:trong|trên) (?:tổng )?số\s+(?:là\s+)?$|(?:thứ|hạng|vị trí|nhất|nhì|đầu)[^.;]{0,16}trong\s+(?:số\s+)?$|\d\s*%?\s+trên\s+(?:tổng\s+(?:số\s+)?|tối đa\s+)?$"
)
"""Before the number of all that were looked at, which is no figure of itself ("trong số 20 sở")."""
_OF_AGENCIES = frozenset(
    ("on_time_rate", "dossiers_received", "dossiers_resolved", "dossiers_online_share", "late_rate", "dvctt_total")
)


def _passage_of(text: str, sentence: Sentence) -> tuple[int, int]:
    start, end = sentence.start, sentence.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
