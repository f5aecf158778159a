"""How high the issuer of a document stands: of two that apply, the higher and the newer come first.

The order of Article 4 of the Law on Promulgation of Legal Documents (64/2025/QH15), as far as a
header tells it; a city is ranked with the districts, since no header says which cities are provinces.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.model import Header
from ingest.spelling import folded_words

# From the highest; the first that stands in the folded issuer decides.
_LEVELS: Sequence[re.Pattern[str]] = tuple(
    re.compile(pattern)
    for pattern in (
        r"^(?:quoc hoi|uy ban thuong vu)",
        r"^(?:chinh phu|thu tuong|chu tich nuoc|ban bi thu|bo chinh tri)|\btrung uong\b",
        r"^bo (?!chi huy)|^ngan hang nha nuoc|^thanh tra chinh phu|\btoi cao\b",
        r"^(?:ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan|tinh uy)(?: tinh|$| cua)|^tinh uy|^chu tich ubnd tinh",
        r"^so |^cuc |\btinh\b",
        r"\b(?:huyen|quan|thi xa|thanh pho|tp)\b",
        r"^phong |^chi cuc |^trung tam ",
        r"\b(?:xa|phuong|thi tran|dac khu)\b",
    )
)
_LAWS = {"hiến pháp": 0, "luật": 0, "bộ luật": 0, "pháp lệnh": 0, "nghị định": 1}


def rank(header: Header) -> int:
    """From 0, the highest; an issuer that is not known comes last."""
    if header.kind in _LAWS:
        return _LAWS[header.kind]
    issuer = folded_words(header.issuer or "")
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.search(issuer)), len(_LEVELS))


def newest_first(header: Header) -> tuple[int, ...]:
    """A key to sort by: later days of issue first, those without one last."""
    digits = [int(part) for part in re.findall(r"\d+", header.date or "")]
    return tuple(-part for part in [*digits, 0, 0, 0][:3])
