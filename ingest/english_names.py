"""English names of Vietnamese offices, put together from the glossary's terms.

"Phòng Văn hoá và Thông tin thành phố" → "City Office of Culture and Information",
"UBND các phường, xã" → "People's Committees of wards and communes". A name is
read from its front: words that stand before an office ("các", "lãnh đạo"), the longest
known name, then levels and places. Names of places are kept as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from ingest.spelling import UPPER, placed_tones

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
    "trung ương": ("Central", "", ""), "quốc gia": ("National", "", ""), "cơ sở": ("Grassroots", "", ""),
    "cấp tỉnh": ("Provincial-level", "", ""), "cấp huyện": ("District-level", "", ""),
    "cấp xã": ("Commune-level", "", ""), "cấp cơ sở": ("Grassroots-level", "", ""),
    "thành phố trực thuộc trung ương": ("", "", "centrally run cities"),
}  # fmt: skip
_HEADS = {
    "phòng": "Office of {}", "sở": "Department of {}", "bộ": "Ministry of {}", "vụ": "Department of {}",
    "cục": "Department of {}", "chi cục": "{} Sub-department", "ban": "Board of {}", "trung tâm": "{} Centre",
    "trạm": "{} Station", "đài": "{} Station", "đội": "{} Team", "hội đồng": "Council for {}", "hội": "Association of {}",
    "ban chỉ đạo": "Steering Committee for {}", "ban quản lý": "Management Board for {}",
}  # fmt: skip
_BEFORE_OFFICE = {
    "lãnh đạo": "leaders of {}", "thủ trưởng": "head of {}", "người đứng đầu": "head of {}", "thành viên": "members of {}",
    "chủ tịch": "Chairperson of {}", "phó chủ tịch": "Vice Chairperson of {}", "giám đốc": "Director of {}",
    "phó giám đốc": "Deputy Director of {}", "chánh văn phòng": "Chief of Office of {}", "trưởng": "Head of {}",
    "phó trưởng": "Deputy Head of {}", "cán bộ": "officials of {}", "công chức": "civil servants of {}",
    "văn phòng": "Office of {}", "văn phòng thường trực": "Standing Office of {}", "chi nhánh": "Branch of {}",
    "thường trực": "Standing Body of {}", "cơ quan thường trực": "standing agency of {}",
    "tổ chức thành viên của": "member organisations of {}", "tổ chức đoàn thể": "mass organisations of {}",
    "đơn vị trực thuộc": "units under {}", "cơ quan thuộc": "agencies under {}",
}  # fmt: skip
_MANY = ("các", "những", "toàn thể", "tất cả các", "mọi")
_RELATED = re.compile(r"\s*,?\s*(?:có )?liên quan$", re.I)
_UNDER = re.compile(r"\s+(?:trực thuộc|thuộc)\s+(?!trung ương)", re.I)
_OWNED = re.compile(r"\s+của\s+", re.I)
_PARTS = re.compile(r"\s*,\s*(?:và\s+)?|\s+và\s+|\s+cùng\s+", re.I)
_FIELDS = re.compile(r"\s*[-–,&]\s*(?:và\s+)?|\s+và\s+", re.I)
_OF = re.compile(r" (?:of|for|on|under|in charge) ")
_PLACE = re.compile(rf"(?:[{UPPER}][\w'’]*|\d{{1,2}})(?:[ -](?:[{UPPER}][\w'’]*|\d{{1,2}}))*")
_BRACKET = re.compile(r"\s*\([^)]*\)")
_THROUGH = re.compile(r"\((?:thông )?qua ([^)]+)\)", re.I)
_NUMBERED = re.compile(r"\s(?:phường|quận|khu phố|thôn|ấp)$", re.I)
_LONGEST = 16  # words of a term
_LONGEST_NAME = 40  # words


class EnglishNames:
    """Renders Vietnamese names.

    Args:
        names: Vietnamese term → English.
        fields: those of them that an office may be named for.
    """

    def __init__(self, names: Mapping[str, str], fields: Mapping[str, str]) -> None:
        self._names = {_folded(name): english for name, english in names.items()}
        self._fields = {_folded(field): english for field, english in fields.items()}
        # Readings try every way to cut a list; kept, each stretch is read once.
        self._one = lru_cache(maxsize=4096)(self._read)

    def render(self, phrase: str) -> str | None:
        """The name in English; None when part of it is unknown or it is longer than names are.

        Args:
            phrase: without short forms; several names are apart by semicolons.
        """
        parts = [part.strip(" ,.:") for part in phrase.split(";")]
        if any(len(part.split()) > _LONGEST_NAME for part in parts):
            return None
        rendered = [self._with_bracket(part) for part in parts if part]
        return "; ".join(name for name in rendered if name) if rendered and all(rendered) else None

    def _with_bracket(self, name: str) -> str | None:
        """A name; of what stands in brackets behind it only the office it goes through."""
        office = self._one(" ".join(_BRACKET.sub(" ", name).split()), many=False)
        through = _THROUGH.search(name)
        via = self._one(through[1], many=False) if office and through else None
        return f"{office} (through {_the(via)})" if via else office

    def _read(self, name: str, *, many: bool) -> str | None:
        known = self._known(name)
        if known:
            return _plural(known) if many else known
        for word in _MANY:
            if name.lower().startswith(f"{word} "):
                return self._one(name[len(word) + 1 :], many=True)
        return (
            self._office(name, many=many)
            or self._before_office(name, many=many)
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

    def _before_office(self, name: str, *, many: bool) -> str | None:
        for word in sorted(_BEFORE_OFFICE, key=len, reverse=True):
            if name.lower().startswith(f"{word} "):
                rest = name[len(word) + 1 :]
                inner = self._one(rest, many=False)
                if inner:
                    several = _is_several(rest)
                    person = _BEFORE_OFFICE[word].format(inner if several else f"the {inner}")
                    return _plural(person) if many or several else person
        return None

    def _several(self, name: str, *, many: bool) -> str | None:
        """Names in a list; a level behind the last one is that of all."""
        if len(_PARTS.split(name)) < 2:
            return None
        for level, (before, _, _) in _LEVELS.items():
            bare = name[: -len(level) - 1]
            if before and name.lower().endswith(f" {level}") and self._known(_PARTS.split(bare)[-1]):
                names = self._listed_names(bare, many=many)
                return _levelled(before, _listed(names)) if names else None
        names = self._listed_names(name, many=many)
        return _listed(names) if names else None

    def _listed_names(self, text: str, *, many: bool) -> list[str]:
        """The names in a list, each as long as can be: "và" also stands within names."""
        joints = [(0, 0), *(match.span() for match in _PARTS.finditer(text)), (len(text), len(text))]
        names: list[str] = []
        first = 0
        while first < len(joints) - 1:
            for last in range(len(joints) - 1, first, -1):
                if (first, last) == (0, len(joints) - 1):
                    continue  # the whole is what is being read
                piece = text[joints[first][1] : joints[last][0]]
                name = self._one(piece, many=many) if last == first + 1 else self._office(piece, many=many)
                if name:
                    names.append(name)
                    first = last
                    break
            else:
                return []
        return names


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
        offices = (office if many else _plural(office)).replace(
            "of the People's Committee", "of the People's Committees"
        )
        return f"{offices} of {_listed(levels)}" if all(levels) else None
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
    """Names with commas and "and"; those that are lists of common nouns become part of the list."""
    lists = [re.split(r", | and ", name) if name[0].islower() and " of " not in name else [name] for name in names]
    names = [name for one in lists for name in one]
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
