"""Whose number a row or column of a table is: a unit, a tier of units, a total, or nobody that is known."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from egov_metrics.collect.extract.lexicon import Lexicon, normal
from egov_metrics.collect.extract.places import Gazetteer, Place, name_key
from egov_metrics.collect.extract.subjects import Home

_KINDS = {
    "province": ("tỉnh", "thành phố"),
    "district": ("huyện", "thị xã", "thành phố", "quận"),
    "commune": ("xã", "phường", "thị trấn", "đặc khu"),
}
_KIND_OF = {
    "TP": "TP ", "TX": "Thị xã ", "TT": "Thị trấn ", "H": "Huyện ", "Q": "Quận ", "P": "Phường ", "X": "Xã ",
}  # fmt: skip
_LEAD = re.compile(r"^\s*(?:[-–+*•]|\(?(?:\d{1,3}|[IVX]{1,5}|[a-zđ])[.)])\s*")
_TAIL = re.compile(r"[\s*.,;:]+$|\s*\((?:\*+|\d{1,2})\)\s*$")
_OFFICE = re.compile(r"(?:ubnd|ủy ban nhân dân|hđnd và ubnd)\s+(?:các\s+)?")
_TOTAL = re.compile(
    r"(?:tổng(?: cộng| số| chung)?|cộng|tất cả|chung|bình quân(?: chung)?|trung bình(?: chung)?)(?: cả| của)?(?: (?:toàn )?(?:tỉnh|thành phố|huyện))?|"
    r"tỉnh, huyện,? (?:và )?xã|(?:cả )?(?:ba|3) cấp"
)
_OWN = re.compile(
    r"(?:(?:tổng(?: cộng| số)?|cộng|chung|bình quân|trung bình)\s+)?(?:toàn|cả)\s+(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường)"
)
_COUNTRY = re.compile(
    r"(?:(?:trung bình|bình quân|tb|tổng(?: cộng| số)?)\s+)?(?:chung\s+)?(?:của\s+)?(?:cả nước|toàn quốc)|việt nam"
)
_AROUND_TIER = re.compile(
    r"(?:\s|[-–,()&/]|(?<!\w)(?:tổng|cộng|số|khối|các|của|ubnd|cấp|đơn vị|cơ quan|toàn|chung|trung bình|bình quân|địa phương|hành chính|"
    r"và|thuộc|tỉnh|ban|ngành|sở|huyện|xã|phường|thị trấn|thị xã|thành phố|quận|chuyên môn|trực thuộc|nhà nước|tp|tx|tt)(?!\w))*"
)
_PROVINCIAL = re.compile(r"(?:khối\s+)?cấp tỉnh|(?:khối\s+)?tỉnh")
_LEVELS = {"huyện": "district", "xã": "commune", "sở": "department"}
_DEPARTMENT = re.compile(
    r"(?:sở|ban|văn phòng|vp|thanh tra|công an|chi cục|cục|kho bạc|bảo hiểm|bhxh|bql|ban quản lý|phòng|trung tâm|bộ chỉ huy|viễn thông|điện lực)\s+\S"
)
_BARE_HINT = {
    "department": re.compile(r"(?<!\w)(?:sở|ngành)(?!\w)"),
    "province": re.compile(r"(?<!\w)tỉnh(?!\w)"),
    "district": re.compile(r"(?<!\w)(?:huyện|quận)(?!\w)"),
    "commune": re.compile(r"(?<!\w)(?:xã|phường|thị trấn)(?!\w)"),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A unit, and the tier when all its departments, districts or communes are meant."""

    place: Place
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """Whose a row is. `is_total`: the sum or mean of the rows, whose tier the table tells; `below`: what the rows of the
    group are that it begins, "" when nothing is known."""

    subject: Subject
    is_total: bool = False
    below: str = ""


class Labels:
    """Answers for the labels of one document; keeps what it found."""

    def __init__(self, gazetteer: Gazetteer, lexicon: Lexicon, home: Home, when: date | None) -> None:
        self._gazetteer, self._home, self._when = gazetteer, home, when
        of = "country" if home.own.level == "country" else ""
        self._tiers = [one for one in lexicon.tiers if one.of == of]
        self._keys = {one.unit_id for one in (home.province, home.own) if one is not None} - {"VN"}
        self._known: dict[tuple[str, str, str], Label | None] = {}

    def of(self, text: str, level: str = "", inside: Place | None = None) -> Label | None:
        """The unit that a label names from its beginning to its end. `level`: what rows there usually are (province,
        district, commune, department), for names without their kind; `inside`: the unit that they lie in."""
        key = (text, level, inside.unit_id if inside else "")
        if key not in self._known:
            self._known[key] = self._find(text, level, inside)
        return self._known[key]

    def within(self, text: str) -> Label | None:
        """The unit or tier that the name of an indicator ends or begins with, parted by a dash, colon or bracket
        ("Hồ sơ công việc trên mạng - cấp huyện")."""
        last, first = re.split(r"\s[-–]\s|[(,:;]", text)[-1], re.split(r"\s[-–]\s|:", text)[0]
        for part in (last, first):
            label = self.of(part.strip(" )")) if part != text else None
            if label is not None and not label.is_total:
                return label
        return None

    def tier_in(self, text: str) -> str:
        """The one tier that a caption or heading speaks of ("cấp xã", "của các huyện, thành phố"), else ""."""
        plain = normal(text)
        levels = {one.level for one in self._tiers if one.pattern.search(plain)}
        return levels.pop() if len(levels) == 1 else ""

    def level_of_heading(self, text: str) -> str:
        """What kind of units the column under a heading names ("Tên huyện" = district), "" when several or none."""
        plain = normal(text)
        if re.search(r"tỉnh\s*[,/]\s*(?:thành|tp)", plain):
            return "province"
        found = [level for level, pattern in _BARE_HINT.items() if pattern.search(plain)]
        return found[0] if len(found) == 1 else ""

    def _find(self, text: str, level: str, inside: Place | None) -> Label | None:
        label = _TAIL.sub("", _LEAD.sub("", text)).strip()
        label = re.sub(
            r"(?<!\w)(TP|Tp|TX|Tx|TT|Tt|H|Q|P|X)\.\s*(?=\w)", lambda kind: _KIND_OF[kind.group(1).upper()], label
        )
        plain = normal(label)
        if not plain or len(plain) > 90:
            return None
        if _COUNTRY.fullmatch(plain):
            return Label(Subject(self._gazetteer.country))
        if _OWN.fullmatch(plain):
            return Label(Subject(self._whole(plain)))
        if _TOTAL.fullmatch(plain):
            return Label(Subject(self._home.own), is_total=True)
        if _PROVINCIAL.fullmatch(plain) and self._home.province is not None:
            return Label(Subject(self._home.province), below="department")
        tier = self._tier(plain)
        if tier:
            return Label(Subject(inside or self._owner(tier), tier), below=tier)
        place = self._place(label, plain, level, inside)
        below = "commune" if place is not None and place.level == "district" else ""
        return Label(Subject(place), below=below) if place is not None else None

    def _whole(self, plain: str) -> Place:
        if plain.endswith("tỉnh") and self._home.province is not None:
            return self._home.province
        return self._home.own

    def _owner(self, tier: str) -> Place:
        own, province = self._home.own, self._home.province
        if own.level == "commune" or (tier != "commune" and own.level == "district"):
            return province or own
        return own

    def _tier(self, plain: str) -> str:
        for one in self._tiers:
            match = one.pattern.search(plain)
            if (
                match
                and _AROUND_TIER.fullmatch(plain[: match.start()])
                and _AROUND_TIER.fullmatch(plain[match.end() :])
            ):
                return one.level
        return _LEVELS.get(plain.removeprefix("khối "), "")

    def _place(self, label: str, plain: str, level: str, inside: Place | None) -> Place | None:
        office = _OFFICE.match(plain)
        name = label[office.end() :] if office else label
        if name.isupper() and len(name) > 4:
            name = _recased(name)
        name = self._gazetteer.agency_names.get(name_key(name), name)
        keys = {*self._keys, inside.unit_id} if inside else self._keys
        found = self._whole_cell(name, keys, inside)
        if found is not None:
            return found
        if level == "department":
            found = self._whole_cell(f"Sở {name}", keys, inside)
            if found is not None and found.level == "department":
                return found
        for kind in _KINDS.get(level, ()):
            found = self._whole_cell(f"{kind} {name[:1].upper()}{name[1:]}", keys, inside)
            if found is not None and found.level == level and (level == "province" or self._is_home(found, inside)):
                return found
        return self._agency(name) if office is None else None

    def _whole_cell(self, name: str, keys: Collection[str], inside: Place | None) -> Place | None:
        mentions = self._gazetteer.mentions(name, keys, self._when)
        # "Huyện Cao Lộc, tỉnh Lạng Sơn" is the district.
        whole = [
            one
            for one in mentions
            if one.start == 0
            and re.fullmatch(r"(?:\s*[,(-]?\s*(?:tỉnh|tp\.?|huyện)\s.*)?\W*", name[one.end :], re.IGNORECASE)
        ]
        if not whole:
            return None
        found = whole[0].place
        if inside is not None and found.level == "commune" and not self._is_home(found, inside):
            return None
        return found

    def _is_home(self, place: Place, inside: Place | None) -> bool:
        wanted = {inside.unit_id} if inside is not None else self._keys
        current: Place | None = place
        while current is not None:
            if current.unit_id in wanted:
                return True
            current = self._gazetteer.by_id.get(current.parent_id)
        return not wanted

    def _agency(self, name: str) -> Place | None:
        """A department that the register does not have keeps the name that the table gives it."""
        if not _DEPARTMENT.match(normal(name)) or len(name) > 70 or self._home.own.level == "country":
            return None
        own = self._home.own if self._home.own.level in ("province", "district") else self._home.province
        return Place("", name, "department", own.unit_id, own.name) if own else None


def _recased(name: str) -> str:
    """A name in capitals ("SỞ TƯ PHÁP", "HUYỆN CAO LỘC") with each word's first letter as capital."""
    return " ".join(word[:1] + word[1:].lower() for word in name.split())
