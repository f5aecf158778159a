"""Number, kind, issuer, place, date, subject and signer of a directive.

What is printed is kept beside what is understood; what is not printed stays None. A
law prints its day in its last paragraph, an attached regulation that of its decision.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ingest.dates import iso, read_date
from ingest.heading import (
    DateLine,
    Heading,
    is_title_kind,
    number_in,
    read_date_line,
    read_heading,
    subject_of,
    title_rest,
)
from ingest.issuers import acting, national, read_letterhead, spelled
from ingest.kinds import kind_of_number, symbol_parts
from ingest.lines import Line, lines_of
from ingest.model import Clause, Header
from ingest.signatures import Signature, read_signatures
from ingest.statements import plain

_PASSED = re.compile(
    r"(?:Luật|Bộ luật|Pháp lệnh|Nghị quyết|Hiến pháp) này (?:đã )?(?:được|do) .{0,160}?thông qua (?=ngày|vào ngày)"
)
_OLD_TITLE = re.compile(r"^(?:CỦA|của) .{3,90}?(?:SỐ|số) \S{3,30} (?:NGÀY|ngày) .{6,30}?(?:19|20)\d\d ?,? ?(?=\w)")


def read_header(clauses: Sequence[Clause]) -> Header:
    """Read the fields of a directive's head and foot.

    Args:
        clauses: of the whole document.
    """
    by_path = {clause.path: clause for clause in reversed(clauses)}
    head = by_path.get("header")
    lines = lines_of(head.text) if head else ()
    heading = read_heading(lines)
    number, printed = _number(lines, heading)
    kind = _kind(lines, heading, printed) or ("công văn" if "addressees" in by_path else None)
    when = _date_line(lines, heading, printed)
    place = when.place if when else None
    signatures = _signatures(clauses)
    role = "; ".join(" ".join(signature.role) for signature in signatures) or None
    bodies = [lines[index].text for index in heading.letterhead]
    issuers = read_letterhead(bodies, joint=_is_joint(kind, printed))
    return Header(
        number=number,
        number_printed=printed,
        kind=kind,
        issuer=_issuer(issuers, clauses, place) or _unprinted_issuer(by_path, place, role),
        place=place,
        date=_iso(when) or _passed(clauses) or _attached(lines, heading),
        subject=_subject(lines, heading),
        signer="; ".join(signature.name for signature in signatures if signature.name) or None,
        signer_role=role,
    )


def _number(lines: Sequence[Line], heading: Heading) -> tuple[str | None, str | None]:
    """As understood and as printed; a number broken behind its dash goes on in the next line."""
    if heading.number is None:
        return None, None
    text = lines[heading.number].text
    if text.endswith(("-", "–", "/")) and heading.number + 1 < len(lines):
        text += lines[heading.number + 1].text
    return number_in(text) or (None, None)


def _kind(lines: Sequence[Line], heading: Heading, printed: str | None) -> str | None:
    by_number = kind_of_number(f"0{_symbol(printed)}") if printed else None
    if heading.kind is None or by_number == "văn bản hợp nhất":  # titled as what it consolidates
        return by_number
    return is_title_kind(lines[heading.kind].text, alone=True)


def _symbol(printed: str) -> str:
    match = re.search(r"[/\-–].*", re.sub(r"\s", "", printed))
    return match[0] if match else ""


def _is_joint(kind: str | None, printed: str | None) -> bool:
    """Whether several bodies issued a document: the kind says so, or the symbol names three or more."""
    parts = [part for part in symbol_parts(f"0{_symbol(printed or '')}") if part and not part.isdigit()]
    return bool(re.search(r"liên (?:tịch|ngành|bộ)|phối hợp", kind or "")) or len(parts) > 3


def _date_line(lines: Sequence[Line], heading: Heading, printed: str | None) -> DateLine | None:
    """The date line, or what stands behind the number on its line."""
    if heading.date is not None:
        return read_date_line(lines[heading.date].text)
    if heading.number is None or not printed:
        return None
    return read_date_line(plain(lines[heading.number].text).partition(printed)[2].strip())


def _iso(when: DateLine | None) -> str | None:
    """A date as far as it is printed; one that cannot be is known to its month."""
    if when is None or not when.year:
        return None
    year, month = int(when.year), int(when.month) if when.month else None
    return (iso(year, month, int(when.day)) if when.day and month else None) or iso(year, month) or iso(year)


def _passed(clauses: Sequence[Clause]) -> str | None:
    """The day on which the National Assembly passed a law, from the paragraph that says so."""
    for clause in reversed(clauses):
        if "thông qua" in clause.text and (match := _PASSED.search(plain(clause.text))):
            return read_date(plain(clause.text)[match.end() :])
    return None


def _attached(lines: Sequence[Line], heading: Heading) -> str | None:
    """The day of the decision that a regulation is attached to."""
    return read_date(plain(lines[heading.attached].text)) if heading.attached is not None else None


def _subject(lines: Sequence[Line], heading: Heading) -> str | None:
    words = [lines[index].text for index in heading.subject]
    if heading.kind is not None:
        title = lines[heading.kind].text
        words.insert(0, title_rest(title, is_title_kind(title, alone=True) or ""))
    elif words:
        words[0] = subject_of(words[0])
    text = " ".join(" ".join(words).split()).strip(" .;:")
    return _OLD_TITLE.sub("", text, count=1).strip() or None


def _signatures(clauses: Sequence[Clause]) -> tuple[Signature, ...]:
    """Those of the first signature that has a name, else of the first."""
    found = [
        read_signatures(lines_of(clause.text)) for clause in clauses if clause.path.partition("~")[0] == "signature"
    ]
    named = (signatures for signatures in found if any(signature.name for signature in signatures))
    return next(named, found[0] if found else ())


def _issuer(bodies: Iterable[str], clauses: Sequence[Clause], place: str | None) -> str | None:
    text = "\n".join(clause.text for clause in clauses)
    return ", ".join(spelled(body, text, place) for body in bodies) or None


def _unprinted_issuer(by_path: Mapping[str, Clause], place: str | None, role: str | None) -> str | None:
    """Without a letterhead: the body that the opening or the signature names."""
    opening = "\n".join(by_path[path].text for path in ("preamble", "closing") if path in by_path)
    return acting(opening, place) or national(role)
