"""English names of Vietnamese offices, put together from the glossary's terms.

"Phòng Văn hoá và Thông tin thành phố" → "City Office of Culture and Information",
"UBND các phường, xã" → "People's Committees of wards and communes". A name is
read from its front: words that stand before an office ("các", "lãnh đạo"), the longest
known name, then levels and places. Names of places are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.spelling import placed_tones
from ingest.statements import UPPER

# Vietnamese level: before an office, behind a place, of several.
_LEVELS = {
    "thành phố": ("City", "City", "cities"),
    "tỉnh": ("Provincial", "Province", "provinces"),
    "huyện": ("District", "District", "districts"),
    "quận": ("Urban District", "District", "urban districts"),
    "thị xã": ("Town", "Town", "towns"),
    "xã": ("Commune", "Commune", "communes"),
    "phường": ("Ward", "Ward", "wards"),
    "thị trấn": ("Township", "Township", "townships"),
    "đặc khu": ("Special Zone", "Special Zone", "special zones"),
    "thôn": ("Village", "Village", "villages"),
    "ấp": ("Hamlet", "Hamlet", "hamlets"),
    "khu phố": ("Quarter", "Quarter", "quarters"),
    "khu vực": ("Regional", "Region", "regions"),
    "trung ương": ("Central", "", ""),
    "quốc gia": ("National", "", ""),
    "cơ sở": ("Grassroots", "", ""),
    "cấp tỉnh": ("Provincial-level", "", ""),
    "cấp huyện": ("District-level", "", ""),
    "cấp xã": ("Commune-level", "", ""),
    "cấp cơ sở": ("Grassroots-level", "", ""),
    "thành phố trực thuộc trung ương": ("", "", "centrally run cities"),
}
_HEADS = {
    "phòng": "Office of {}",
    "sở": "Department of {}",
    "bộ": "Ministry of {}",
    "vụ": "Department of {}",
    "cục": "Department of {}",
    "chi cục": "{} Sub-department",
    "ban": "Board of {}",
    "trung tâm": "{} Centre",
    "trạm": "{} Station",
    "đài": "{} Station",
    "đội": "{} Team",
    "ban chỉ đạo": "Steering Committee for {}",
    "ban quản lý": "Management Board for {}",
    "hội đồng": "Council for {}",
    "hội": "Association of {}",
}
_PERSONS = {
    "lãnh đạo": "leaders of {}",
    "thủ trưởng": "heads of {}",
    "thành viên": "members of {}",
    "chủ tịch": "Chairperson of {}",
    "phó chủ tịch": "Vice Chairperson of {}",
    "giám đốc": "Director of {}",
    "phó giám đốc": "Deputy Director of {}",
    "chánh văn phòng": "Chief of Office of {}",
    "trưởng": "Head of {}",
    "phó trưởng": "Deputy Head of {}",
    "người đứng đầu": "heads of {}",
    "văn phòng": "Office of {}",
    "cán bộ": "officials of {}",
    "công chức": "civil servants of {}",
    "tổ chức thành viên của": "member organisations of {}",
    "tổ chức đoàn thể": "mass organisations of {}",
    "đơn vị trực thuộc": "units under {}",
    "cơ quan thuộc": "agencies under {}",
    "chi nhánh": "Branch of {}",
}
_MANY = ("các", "những", "toàn thể", "tất cả các", "mọi")
_RELATED = re.compile(r"\s*,?\s*(?:có )?liên quan$", re.I)
_UNDER = re.compile(r"\s+(?:trực thuộc|thuộc)\s+(?!trung ương)", re.I)
_OWNED = re.compile(r"\s+của\s+", re.I)
_PARTS = re.compile(r"\s*,\s*(?:và\s+)?|\s+và\s+|\s+cùng\s+", re.I)
_FIELDS = re.compile(r"\s*[-–,&]\s*(?:và\s+)?|\s+và\s+", re.I)
_OF = re.compile(r" (?:of|for|on|under|in charge) ")
_PLACE = re.compile(rf"(?:[{UPPER}][\w'’]*|\d{{1,2}})(?:[ -](?:[{UPPER}][\w'’]*|\d{{1,2}}))*")
_NUMBERED = re.compile(r"\s(?:phường|quận|khu phố|thôn|ấp)$", re.I)
_LONGEST = 16


class EnglishNames:
    """Renders Vietnamese names.

    Args:
        names: Vietnamese term → English.
        fields: those of them that an office may be named for.
    """

    def __init__(self, names: Mapping[str, str], fields: Mapping[str, str]) -> None:
        self._names = {_folded(name): english for name, english in names.items()}
        self._fields = {_folded(field): english for field, english in fields.items()}

    def render(self, phrase: str) -> str | None:
        """The name in English; None when part of it is unknown.

        Args:
            phrase: without short forms; several names are apart by semicolons.
        """
        parts = [part.strip(" ,.:") for part in re.sub(r"\s*\([^)]*\)", "", phrase).split(";")]
        rendered = [self._one(" ".join(part.split()), many=False) for part in parts if part]
        return "; ".join(name for name in rendered if name) if rendered and all(rendered) else None

    def _one(self, name: str, *, many: bool) -> str | None:
        known = self._known(name)
        if known:
            return _plural(known) if many else known
        for word in _MANY:
            if name.lower().startswith(f"{word} "):
                return self._one(name[len(word) + 1 :], many=True)
        return (
            self._office(name, many=many)
            or self._person(name, many=many)
            or self._related(name, many=many)
            or self._several(name, many=many)
            or self._of_another(name, many=many)
        )

    def _related(self, name: str, *, many: bool) -> str | None:
        """ "… có liên quan": behind one name or a list, before it in English."""
        related = _RELATED.search(name)
        inner = self._one(name[: related.start()], many=many) if related else None
        return f"relevant {_inside(inner)}" if inner else None

    def _of_another(self, name: str, *, many: bool) -> str | None:
        """An office under another, or part of it."""
        for tie, words in ((_UNDER, "under"), (_OWNED, "of")):
            found = tie.search(name)
            if found:
                lower = self._one(name[: found.start()], many=many)
                upper = self._one(name[found.end() :], many=False)
                if lower and upper:
                    return f"{lower} {words} {_the(upper)}"
        return None

    def _known(self, name: str) -> str | None:
        return self._names.get(_folded(name))

    def _office(self, name: str, *, many: bool) -> str | None:
        """The longest known or composed name at the front, then levels and places."""
        words = name.split(" ")
        for read in (self._known, self._composed):
            for count in range(min(_LONGEST, len(words)), 0, -1):
                front, rest = " ".join(words[:count]), " ".join(words[count:])
                if front.endswith(",") or (rest[:1].isdigit() and _NUMBERED.search(front)):
                    continue
                office = read(front)
                if office and (placed := _placed(office, rest, many=many)):
                    return placed
        return None

    def _composed(self, name: str) -> str | None:
        """An office from its head and its fields: "Trung tâm Văn hóa - Du lịch"."""
        words = name.split(" ")
        for count in (3, 2, 1):
            head = _HEADS.get(" ".join(words[:count]).lower())
            if head is None or len(words) <= count:
                continue
            fields = [self._fields.get(_folded(field)) for field in _FIELDS.split(" ".join(words[count:])) if field]
            if all(fields):
                return head.format(_listed([_titled(field) for field in fields if field]))
        return None

    def _person(self, name: str, *, many: bool) -> str | None:
        for word in sorted(_PERSONS, key=len, reverse=True):
            if name.lower().startswith(f"{word} "):
                rest = name[len(word) + 1 :]
                inner = self._one(rest, many=False)
                if inner:
                    person = _PERSONS[word].format(inner if _is_several(rest) else _the(inner))
                    return _plural(person) if many else person
        return None

    def _several(self, name: str, *, many: bool) -> str | None:
        """Names in a list; a level behind the last one is that of all."""
        parts = _PARTS.split(name)
        if len(parts) < 2:
            return None
        for level, (before, _, _) in _LEVELS.items():
            bare = parts[-1][: -len(level) - 1]
            if before and parts[-1].lower().endswith(f" {level}") and self._known(bare):
                names = self._all([*parts[:-1], bare], many=many)
                return _levelled(before, _listed(names)) if names else None
        names = self._all(parts, many=many)
        return _listed(names) if names else None

    def _all(self, parts: Sequence[str], *, many: bool) -> list[str]:
        names = [self._one(part, many=many) for part in parts]
        return [name for name in names if name] if all(names) else []


def _folded(name: str) -> str:
    return placed_tones(" ".join(re.sub(r"\s*[-–—]\s*", " - ", name.lower()).split()))


def _placed(office: str, rest: str, *, many: bool) -> str | None:
    """An office at its level or place; None when the rest of its name is something else."""
    office = _plural(office) if many else office
    if not rest:
        return office
    if re.fullmatch(r"\d+|[IVX]+", rest):
        return f"{office} {rest}"
    if rest.lower() in _LEVELS and _LEVELS[rest.lower()][0]:
        return _levelled(_LEVELS[rest.lower()][0], office)
    if rest.lower().startswith("các "):
        levels = [_LEVELS.get(level.lower(), ("", "", ""))[2] for level in _PARTS.split(rest[4:])]
        return f"{office if many else _plural(office)} of {_listed(levels)}" if all(levels) else None
    if _PLACE.fullmatch(rest):
        return _levelled(rest, office)
    places = [_place(part) for part in re.split(r"\s*,\s*|(?<=\w) (?=(?:tỉnh|thành phố|huyện|quận) [A-ZĐ])", rest)]
    return f"{office} of {', '.join(place for place in places if place)}" if all(places) else None


def _place(text: str) -> str | None:
    """ "huyện Hòa An" → "Hòa An District", "phường 5" → "Ward 5"."""
    for level in sorted(_LEVELS, key=len, reverse=True):
        noun = _LEVELS[level][1]
        if noun and text.lower().startswith(f"{level} "):
            name = text[len(level) + 1 :]
            if not _PLACE.fullmatch(name):
                return None
            return f"{noun} {name}" if name[0].isdigit() else f"{name} {noun}"
    return None


def _levelled(level: str, office: str) -> str:
    """ "City" before "Office of Health", but within "Chairperson of the People's Committee"."""
    if office.startswith(f"{level} "):
        return office
    if " of the People's " in office:
        return office.replace(" of the ", f" of the {level} ", 1)
    return f"{level} {office}"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _plural(name: str) -> str:
    """The office in the plural: "Office of Health" → "Offices of Health"."""
    of = _OF.search(name)
    head, tail = (name[: of.start()], name[of.start() :]) if of else (name, "")
    if head.endswith("s") and not head.endswith("ss"):
        return name
    if re.search(r"[^aeiou]y$", head):
        return f"{head[:-1]}ies{tail}"
    return f"{head}{'es' if re.search(r'(?:ss|x|ch|sh)$', head) else 's'}{tail}"


def _is_several(name: str) -> bool:
    return name.lower().startswith(tuple(f"{word} " for word in _MANY))


def _the(name: str) -> str:
    return f"the {name}" if name[0].isupper() else name


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def _titled(name: str) -> str:
    """A field as part of a name: "environmental protection" → "Environmental Protection"."""
    return " ".join(w if w in ("and", "of", "for", "the", "in", "on", "to") else _capital(w) for w in name.split(" "))


def _inside(name: str) -> str:
    """A generic name within another: "Offices" → "offices"; proper names keep their capitals."""
    return name if re.search(r" [A-Z]", name) else name[0].lower() + name[1:]
