"""Which kind of document a question points to without naming it: "kế hoạch này", "this letter"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_THIS = re.compile(
    r"\b(?:(?P<kind>ke hoach|cong van|quyet dinh|chi thi|thong bao|huong dan|nghi quyet|nghi dinh|thong tu|to trinh|van ban|tai lieu) (?:nay|do|tren|kia)|"
    r"(?:this|that) (?P<english>plan|letter|decision|directive|notice|document))\b"
)
_THIS_ENGLISH = {
    "plan": "ke hoach", "letter": "cong van", "decision": "quyet dinh", "directive": "chi thi", "notice": "thong bao", "document": "van ban",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ThisDocument:
    """A document that a question points to and does not name: "kế hoạch này"."""

    kind: str  # folded, Vietnamese
    start: int  # characters of the text
    end: int


def this_document(plain: str) -> ThisDocument | None:
    """What a text in lower case without diacritics points to."""
    match = _THIS.search(plain)
    return ThisDocument(match["kind"] or _THIS_ENGLISH[match["english"]], *match.span()) if match else None
