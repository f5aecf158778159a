"""Localities: to which district, province or commune a unit belongs, so that offices of one name stay apart.

A name may say it ("Phòng Nội vụ huyện Tân Bình"); a bare one ("Phòng Nội vụ") is an office of the
place whose document it is, unless it stands above that place: a district's plan does not say of
which province "Sở Nội vụ" is. What is not said is open (None) and agrees with anything.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import NamedTuple

from ingest.model import Header
from ingest.spelling import UPPER, placed_tones, strip_diacritics
from ingest.units import unit_key

_LEVELS: Mapping[str, int] = {
    "tỉnh": 1, "thành phố": 2, "tp": 2, "huyện": 2, "quận": 2, "thị xã": 2, "xã": 3, "phường": 3, "thị trấn": 3, "đặc khu": 3,
}  # fmt: skip
_LEVEL = "|".join(_LEVELS)
PLACE_LEVEL = rf"(?:{strip_diacritics(_LEVEL)})"  # a level in a folded name
_PLACED = re.compile(
    rf"(?<!\w)(?<!tác )(?P<level>(?i:{_LEVEL}))\.? (?P<place>[{UPPER}]\w*(?: [{UPPER}]\w*){{0,3}}|[{UPPER}]?\d{{1,2}})(?!\w)"
)
_TAIL = re.compile(rf"(?<!\w)(?:cấp )?(?P<level>{_LEVEL})\W*\Z", re.IGNORECASE)
_LEADING = re.compile(rf"\A(?:{_LEVEL})\.? ", re.IGNORECASE)
_NATIONAL = re.compile(
    r"(?:\w+ trưởng )?(?:Bộ(?! Chỉ huy)|Chính phủ|Thủ tướng|Quốc hội|Ủy ban Thường vụ|Tổng cục|Ngân hàng Nhà nước|Ban Bí thư|Bộ Chính trị)(?!\w)"
    r"|.*(?:Trung ương|tối cao)",
    re.IGNORECASE,
)
_PROVINCIAL = re.compile(r"(?:(?:Phó )?Giám đốc )?Sở(?!\w)", re.IGNORECASE)


class Locality(NamedTuple):
    """A place, as far as it is known."""

    place: str | None = None  # in small letters, without its level
    level: int | None = None  # 1 province, 2 district or city, 3 commune
    within: str | None = None  # of a commune: the district that names it; "" of others

    def agrees(self, other: Locality) -> bool:
        """Whether nothing that both say differs."""
        return all(one is None or two is None or one == two for one, two in zip(self, other, strict=True))


NOWHERE = Locality()


def locality_of(header: Header) -> Locality:
    """The place whose document it is; `NOWHERE` for the documents of the state."""
    issuer = header.issuer or ""
    if _NATIONAL.match(issuer):
        return NOWHERE
    if placed := _PLACED.search(issuer):
        level = 1 if _PROVINCIAL.match(issuer) else _LEVELS[placed["level"].casefold()]
        return _at(placed["place"], level)
    if not header.place:
        return NOWHERE
    return _at(_LEADING.sub("", header.place), _level(issuer))


def unit_at_place(name: str, own: Locality) -> tuple[str, Locality]:
    """The key of a unit without its place, and where it is.

    Args:
        name: its abbreviations written out.
        own: the place whose document names it.
    """
    placed = _PLACED.search(name)
    if placed and not name[: placed.start()].rstrip().casefold().endswith(("các", "những")):
        level = 1 if _PROVINCIAL.match(name) else _LEVELS[placed["level"].casefold()]
        where = _at(placed["place"], level)
        if level == 3 and own.level == 2:
            where = where._replace(within=own.place)
        return unit_key(name[: placed.start()]) or unit_key(name), where
    level_said = _level(name)
    above = level_said is not None and own.level is not None and level_said < own.level
    if _NATIONAL.match(name) or above:
        return unit_key(name), NOWHERE
    return unit_key(name), own


def settled(found: Collection[Locality]) -> Mapping[Locality, Locality]:
    """Each of the localities of one unit's name → the only one that says more and agrees with it, else itself."""
    distinct = set(found)
    result = {}
    for one in distinct:
        fuller = [two for two in distinct if two != one and one.agrees(two) and _open(two) < _open(one)]
        fullest = [
            two for two in fuller if not any(two.agrees(three) and _open(three) < _open(two) for three in fuller)
        ]
        result[one] = fullest[0] if len(fullest) == 1 else one
    return result


def _open(locality: Locality) -> int:
    return sum(part is None for part in locality)


def _at(place: str, level: int | None) -> Locality:
    return Locality(placed_tones(" ".join(place.split()).casefold()), level, None if level in (None, 3) else "")


def _level(name: str) -> int | None:
    if _PROVINCIAL.match(name):
        return 1
    if tail := _TAIL.search(name):
        level = _LEVELS[tail["level"].casefold()]
        return None if strip_diacritics(tail["level"]) in ("thanh pho", "tp") else level
    return 2 if name.casefold().startswith("phòng ") else None
