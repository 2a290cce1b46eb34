"""Whose number it is: the unit that a text speaks of at each place, and whether it means all its districts or communes."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from egov_metrics.collect.extract.places import Gazetteer, Mention, Place
from egov_metrics.collect.extract.spans import Placed
from egov_metrics.collect.extract.windows import Span, Window

_GENERIC = {
    "province": re.compile(
        r"(?<!\w)(?:toàn tỉnh|tỉnh ta|của tỉnh|trên địa bàn tỉnh|(?:ubnd|ủy ban nhân dân|cả) tỉnh|tỉnh (?=đã|đạt|có|xếp|đứng|tổ chức|tiếp|giai)|cấp tỉnh|điện tử tỉnh)(?!\s+[A-ZĐ])(?!\w)"
    ),
    "district": re.compile(
        r"(?<!\w)(?:toàn (?:huyện|thị xã|quận)|của (?:huyện|thị xã|quận)|trên địa bàn (?:huyện|thị xã|quận)|(?:ubnd|ủy ban nhân dân|cả) (?:huyện|thị xã|quận)|huyện (?=đã|đạt|có|tiếp|đang))(?!\w)"
    ),
    "city": re.compile(
        r"(?<!\w)(?:toàn thành phố|của thành phố|trên địa bàn thành phố|(?:ubnd|ủy ban nhân dân|cả) thành phố|thành phố (?=đã|đạt|có|tiếp|xếp))(?!\w)"
    ),
    "commune": re.compile(
        r"(?<!\w)(?:toàn (?:xã|phường)|của (?:xã|phường)|trên địa bàn (?:xã|phường)|(?:ubnd|ủy ban nhân dân) (?:xã|phường)|(?:xã|phường) (?=đã|đạt|có|tiếp|đang))(?!\w)"
    ),
}
_COUNTRY = re.compile(
    r"(?<!\w)(?:cả nước|toàn quốc|trung bình (?:chung )?(?:của )?cả nước|63 tỉnh, thành phố(?= (?:đạt|là))|các tỉnh, thành phố (?:đạt|là))(?!\w)"
)
_ASIDE = re.compile(
    r"(?:sau|so với|hơn|cùng với|cùng|trên|dưới|như|của đoàn|về|theo|đến từ|trước|học tập|kém|bằng|do|giao|đề nghị|yêu cầu|ủy quyền|phối hợp với|phối hợp)\s+(?:các\s+)?$"
)
_ACTS = re.compile(
    r"\s*(?:đã |cũng |chỉ |mới |hiện |thì |còn )*(?:tiếp nhận|nhận|phát sinh|số hóa|xử lý|thụ lý|trả|giải quyết|đạt|có|còn|xếp|đứng|được|dẫn đầu|ở mức|ở vị trí|hạng|để)(?!\w)|\s*[:(]\s*\d|\s+\d"
)
_IN_TURN = re.compile(r"(?<!\w)(?:lần lượt|tương ứng|ở các (?:hạng|vị trí)|nằm ở (?:các )?hạng)(?!\w)")
_LISTED = re.compile(r"\d+(?:[.,]\d+)*(?:\s*/\s*\d+)?%?")
_BRACKET = re.compile(r"\s*\([^()]{2,60}\)")
_WITH = re.compile(r"(?:^|[.;,\n]\s*)với\s+(?:số điểm |tổng điểm |kết quả |tỷ lệ |điểm số )?(?:là |đạt )?$")
_LED_IN = re.compile(r"\s*(?:điểm|%)?(?:\s*\([^)]*\))?\s*,\s*(?:tỉnh |thành phố |tp\.? |huyện )?")
_IS = re.compile(
    r"[^,;.\d]{0,40}?(?:là|thuộc về|gọi tên|:)\s*(?:tỉnh |thành phố |tp\.? |huyện |thị xã )?|\s*\([^)]*\)\s*là\s*"
)
_OF = re.compile(
    r"(?:của|ở|tại|thuộc|người dân|cán bộ|doanh nghiệp|hộ dân)\s*(?:tỉnh |thành phố |tp\.? |huyện |thị xã |xã |phường )?$"
)


@dataclass(frozen=True, slots=True)
class Home:
    """What a document is about: its own unit, and the province and district that "tỉnh" and "huyện" mean there."""

    own: Place
    province: Place | None
    district: Place | None
    is_of_many: bool = False


def home_of(text: str, title_end: int, mentions: list[Mention], gazetteer: Gazetteer) -> Home:
    """The unit that the document speaks of: what its title and first lines name, and what it names most."""
    weights: Counter[str] = Counter()
    places: dict[str, Place] = {}
    provinces: Counter[str] = Counter()
    early = title_end + 900
    for mention in mentions:
        place = mention.place
        if place.level == "department" or not place.unit_id:
            continue
        weight = 4.0 if mention.start < title_end else 1.6 if mention.start < early else 1.0
        if place.level == "commune":
            weight *= 0.7
        weights[place.unit_id] += weight  # type: ignore[assignment]
        places[place.unit_id] = place
        province = gazetteer.province_of(place)
        if province is not None:
            provinces[province.unit_id] += weight  # type: ignore[assignment]
    if not weights:
        return Home(gazetteer.country, None, None)
    total = sum(provinces.values())
    first_province, share = provinces.most_common(1)[0] if provinces else ("", 0)
    if len(provinces) >= 4 and share < 0.42 * total:
        return Home(gazetteer.country, None, None, is_of_many=True)
    province = gazetteer.by_id[first_province]
    inside = [key for key in weights if (gazetteer.province_of(places[key]) or province).unit_id == first_province]
    districts = [key for key in inside if places[key].level == "district"]
    communes = [key for key in inside if places[key].level == "commune"]
    district = max(districts, key=lambda key: weights[key], default=None)
    own: Place = province
    if district is not None:
        several = sum(weights[key] >= 0.5 * weights[district] for key in districts) > 1
        if weights[district] >= 0.8 * weights[first_province] and not several:
            own = places[district]
    named = _named_in_head(text, title_end, mentions)
    if named is not None and named.level == "commune" and gazetteer.province_of(named) is not None:
        return Home(named, gazetteer.province_of(named), gazetteer.by_id.get(named.parent_id) if district else None)
    agency = _agency_of(text, title_end, mentions)
    if agency is not None:
        return Home(agency, province, None)
    commune = max(communes, key=lambda key: weights[key], default=None)
    if commune is not None and own.level != "district" and weights[commune] >= 0.9 * weights[first_province]:
        is_alone = sum(weights[key] >= 0.5 * weights[commune] for key in communes) == 1
        own = places[commune] if is_alone else own
    return Home(own, province, places[district] if district else None)


_HEAD = 500


def _named_in_head(text: str, title_end: int, mentions: list[Mention]) -> Place | None:
    """The one commune that the title (or head) of a document names, if the document says "xã" or "phường" for it."""
    head = [one for one in mentions if one.start < max(title_end, _HEAD) and one.place.level == "commune" and one.kind]
    names = {one.place.name for one in head}
    if len(names) != 1 or not any(one.start < title_end for one in head) and len(head) < 2:
        return None
    generic = len(_COMMUNE_ITSELF.findall(text.lower()))
    return head[0].place if generic >= 2 else None


def _agency_of(text: str, title_end: int, mentions: list[Mention]) -> Place | None:
    """The department that a document is by and about: it stands in title or head, no other does, and the text calls it
    by its bare kind ("Sở đã tiếp nhận ...")."""
    head = [
        one
        for one in mentions
        if one.start < max(title_end, _HEAD)
        and one.place.level == "department"
        and not re.search(r"gửi\s*:?[^\n]{0,60}$", text[max(0, one.start - 80) : one.start].lower())
    ]
    head = [one for one in head if one.start < title_end] or head
    names = {one.place.name for one in head}
    if len(names) != 1 or not head[0].place.name.startswith(("Sở", "Ban", "Thanh tra")):
        return None
    kind = head[0].place.name.split()[0]
    return head[0].place if len(re.findall(rf"(?<!các )(?<!\w){kind}(?=\s+[a-zđà-ỹ])", text)) >= 2 else None


_COMMUNE_ITSELF = re.compile(
    r"(?:ubnd|của|trên địa bàn|toàn|tại|trung tâm[^.;]{0,30}) (?:xã|phường|đặc khu)(?!,| và| \w+ thuộc)(?=[\s.;])|(?:^|[.;\n]\s*)(?:xã|phường|đặc khu) (?:đã|có|đạt|tiếp|đang|hiện)"
)


class Subjects:
    """Answers, for a place of the text, whose number stands there."""

    def __init__(
        self, normal_text: str, text: str, mentions: Placed[Mention], home: Home, gazetteer: Gazetteer
    ) -> None:
        self._normal, self._text, self._home, self._gazetteer = normal_text, text, home, gazetteer
        self._mentions = mentions
        self._carried: Place | None = None
        asides = [
            match.span()
            for match in re.finditer(
                r"\((?:nay|trước đây|cũ|tên cũ|sáp nhập|thuộc|huyện|tỉnh|quận|thị xã|tp\.?|thành phố)[^)]*\)",
                normal_text,
            )
        ]
        self._asides = Placed(asides, lambda span: span[0])

    def paragraph(self) -> None:
        """A new paragraph begins: what the one before spoke of does not carry over."""
        self._carried = None

    def at(self, sentence: Span, window: Window, allow_agency: bool) -> Place:
        """The unit whose number stands in a sentence: named behind it where the words say so, else the one named last
        before it, else the one that the sentences before spoke of."""
        number = window.number
        each = self._each(sentence, window)
        if each is not None:
            return each
        behind = self._behind(sentence, window)
        if behind is not None:
            return behind
        found = self._events(sentence, number.start, allow_agency)
        if found:
            return found[-1][1]
        follows = self._following(sentence, number.end) if self._home.is_of_many else None
        if follows is not None:
            return follows
        return self._carried or self._home.own

    def _each(self, sentence: Span, window: Window) -> Place | None:
        """The unit of a number in a list that answers to a list of units: "A và B lần lượt ở hạng 12 và hạng 17"."""
        start = window.number.start
        word = None
        for match in _IN_TURN.finditer(self._normal, sentence[0], start):
            word = match
        if word is None or re.search(r"[;.]", self._normal[word.end() : start]):
            return None
        low = max(sentence[0], self._normal.rfind(";", sentence[0], word.start()) + 1)
        units = [one for one in self._mentions.between(low, word.start()) if one.end <= word.start()]
        numbers = list(_LISTED.finditer(self._normal, word.end(), sentence[1]))
        if len(units) < 2 or len(numbers) < len(units):
            return None
        for one, number in zip(units, numbers, strict=False):
            if number.start() <= start < number.end():
                return one.place
        return None

    def _behind(self, sentence: Span, window: Window) -> Place | None:
        """A unit named behind its number: "06 xã của huyện Đồng Văn", "đứng đầu là Quảng Ninh", "Với 91 điểm, Sơn La"."""
        number = window.number
        led_in = _WITH.search(self._normal[sentence[0] : number.start])
        for mention in self._mentions.between(number.end, number.end + 80):
            gap = self._normal[number.end : mention.start]
            if mention.start >= sentence[1] or len(gap) > 70:
                return None
            if number.kind == "word_rank" and _IS.fullmatch(gap):
                return mention.place
            if led_in and _LED_IN.fullmatch(gap):
                return mention.place
            if mention.end > window.after[1] or re.search(r"[,;:.()]", gap):
                return None
            if _OF.search(gap) and mention.place.level in ("province", "district", "commune"):
                return mention.place if self._is_finer(mention.place) else None
        return None

    def _is_finer(self, place: Place) -> bool:
        """Does a unit lie in the one that the document is of (or is that of many)?"""
        home = self._home
        if home.is_of_many:
            return True
        order = ["country", "province", "district", "commune"]
        return order.index(place.level) > order.index(home.own.level)

    def leave(self, sentence: Span) -> None:
        """A sentence is over: the unit that it spoke of last holds for the next one of the paragraph."""
        named = [
            mention
            for mention in self._mentions.between(*sentence)
            if sentence[0] <= mention.start < sentence[1] and mention.place.level != "department"
        ]
        topics = [
            one
            for one in named
            if re.search(r"(?:đối với|riêng|tại)\s*$", self._normal[max(sentence[0], one.start - 12) : one.start])
        ]
        if topics:
            self._carried = topics[0].place
            return
        found = self._events(sentence, sentence[1], False)
        starts = {mention.start for mention in named}
        lasting = [place for start, place in found if start in starts] or [place for _, place in found]
        if lasting:
            self._carried = lasting[-1]

    def _events(self, sentence: Span, until: int, allow_agency: bool) -> list[tuple[int, Place]]:
        found: list[tuple[int, Place]] = []
        for mention in self._mentions.between(sentence[0], until):
            if mention.end > until:
                continue
            if mention.place.level == "department" and not (allow_agency or self._acts(mention)):
                continue
            if _ASIDE.search(self._normal[max(sentence[0], mention.start - 26) : mention.start]):
                continue
            is_inside = mention.place.level == "commune" and self._home.own.level != "commune"
            if is_inside and not self._stands_alone(mention, sentence):
                continue
            if any(
                start <= mention.start < end
                for start, end in self._asides.between(mention.start - 200, mention.start + 1)
            ):
                continue
            found.append((mention.start, mention.place))
        segment = self._normal[sentence[0] : until]
        for level, pattern in _GENERIC.items():
            for match in pattern.finditer(segment):
                generic = self._generic(level)
                if self._home.own.level != level and match.group().startswith(("của", "trên", "cấp")):
                    continue
                if re.search(r"(?:trong|khác)\s*$", segment[max(0, match.start() - 8) : match.start()]):
                    continue
                if generic is not None and not self._is_named(sentence[0] + match.start(), sentence[0] + match.end()):
                    found.append((sentence[0] + match.start(), generic))
        for match in _COUNTRY.finditer(segment):
            before = segment[max(0, match.start() - 22) : match.start()]
            if self._home.is_of_many and not re.search(r"(?:trong|trên|đầu|so với|hơn|nhất|của|phạm vi)\s*$", before):
                found.append((sentence[0] + match.start(), self._gazetteer.country))
        return sorted(found, key=lambda event: event[0])

    def _stands_alone(self, mention: Mention, sentence: Span) -> bool:
        """Is a commune, in a text about a larger unit, one that is spoken of, and not one of a list of places?"""
        if not mention.kind:
            return False
        behind = _BRACKET.match(self._normal, mention.end)
        end = behind.end() if behind else mention.end
        if _ACTS.match(self._normal, end) or re.match(
            r"\s*(?:đạt|được|là|dẫn đầu|mới|chỉ|thì)\s", self._normal[end : end + 14]
        ):
            return True
        begins = re.fullmatch(
            r"\s*(?:[-+•*]\s*)?(?:riêng |tại |ở |đối với |ngay tại |còn )*", self._normal[sentence[0] : mention.start]
        )
        before = self._normal[max(sentence[0], mention.start - 12) : mention.start]
        listed = re.search(r"\d\s*$|[,:]\s*$|(?:và|tại)\s*$", before) and not re.search(r"(?:ubnd)\s*$", before)
        return bool(begins) or not listed

    def _acts(self, mention: Mention) -> bool:
        """Is an agency the one that a clause is about ("Sở Tư pháp tiếp nhận ...")?"""
        after = self._normal[mention.end : mention.end + 30]
        return bool(_ACTS.match(after)) and not _ASIDE.search(self._normal[max(0, mention.start - 26) : mention.start])

    def _is_named(self, start: int, end: int) -> bool:
        return any(
            mention.start <= end + 1 and start <= mention.end for mention in self._mentions.between(start - 80, end + 2)
        )

    def _generic(self, level: str) -> Place | None:
        home = self._home
        if level == "city":
            if home.own.level == "district":
                return home.own
            return home.district if home.own.level == "district" else home.province
        if level == "province":
            return home.province
        if level == "district":
            return home.own if home.own.level == "district" else None
        return home.own if home.own.level == "commune" else None

    def _following(self, sentence: Span, end: int) -> Place | None:
        for mention in self._mentions.between(end, end + 30):
            if end <= mention.start < min(sentence[1], end + 30) and mention.place.level == "province":
                return mention.place
        return None
