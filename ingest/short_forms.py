"""Short forms of office language written out: "P.GD&ĐT tp" → "Phòng Giáo dục và Đào tạo thành phố".

A short form is compared letter by letter; what stands between its letters ("LĐTBXH",
"LĐ-TB&XH", "LĐ – TB và XH") matters little. What it needs around it depends on what it is:

    TP.  ends in a point: a name or a number follows ("H. Hòa An", "Q. 5")
    kh?  ends in a question mark: it is the last word of a yes-or-no question
    a kind of document or a part of one: a number follows ("TB 196", "PL 2")
    "Phòng Giáo dục", short without initials: the name does not go on ("… nghề nghiệp")

Initials that are no syllable ("bhxh", "hdnd") count in lower case and without
diacritics too; "te", "tu", "ca" are words unless in capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ingest.spelling import UPPER, bare, placed_tones

if TYPE_CHECKING:
    from ingest.glossary import Term

_WORD = re.compile(r"[^\W_]+")
_AND = frozenset({"và", "va"})
_SPACE = "[ \\t\u00a0]"
_JOINT = re.compile(rf"{_SPACE}*(?:[-–&,]{_SPACE}*){{0,2}}|,?{_SPACE}+v[àa]{_SPACE}+", re.I)
_COMMA_TOO = re.compile(r"[^,]*,.*|\s+[-–]\s+")  # "HĐND, UBND" are two
_TIGHT = re.compile(rf"{_SPACE}*[-–&]{_SPACE}*")
_DOCUMENT_NUMBER = re.compile(
    r"(?<![\w/])\d+[a-zđ]?\s?[.…]*\s?/\s?(?:\d{4}\s?/\s?)?[A-Za-zĐđ][\w.&Đđ]*(?:\s?[-–/]\s?[A-ZĐ][\w&]*|[-–/][a-zđ]\w*)*"
    r"|\d+\s?[-–]\s?[A-ZĐ]\w*/\w+|(?<!\w)[.…]+/[A-ZĐ][\w&]*(?:-[A-ZĐ][\w&]*)*"
    r"|(?<![\w-])(?:KH|QĐ|NQ|NĐ|TT|CT|TB|KL|HD|BC|TTr|CTr|CV|QC|TTLT|ĐA|PA|GM)[-/](?:UBND|HĐND|TTg|CP|TW|TU|HU|ĐU|UBTVQH|QH)\d*(?!\w)(?:-[A-ZĐ][\w&]*)*"
    r"|\S+@\S+|(?:https?://|www\.)\S+|\w+(?:\.[a-z]{2,}){2,}"
)
_NUMBER_NEXT = re.compile(r"\.?\s*(?:số\s*|so\s*)?:?\s*(?:\d|[IVX]+\b)")
_NAME_NEXT = re.compile(rf"\.{_SPACE}*(?=[{UPPER}])")
_NAME_OR_NUMBER_NEXT = re.compile(rf"\.{_SPACE}*(?=[{UPPER}]|\d)")
_NUMBERED_PLACES = frozenset({"phường", "quận", "khu phố"})
_PART_OF_CODE = re.compile(r"[\w)][-/]$")
_NAME_BEFORE = re.compile(rf"(?:^|\W)[{UPPER}][^\W\d_{UPPER}]+\s$")
_LAST_WORD = re.compile(r"\s*(?:ạ|a|vậy|nhỉ|nhé|nha)?\s*[?.!]*\s*$")
_YES_OR_NO = re.compile(r"\b(?:có|co|phải|phai|được|duoc|đc|cần|can)\b", re.I)
_ITEM_BEFORE = re.compile(r"(?:(?:điểm|mục|diem|muc|nhóm|loại|khối|lớp)\s+|,\s*)$", re.I)
_ITEM_AFTER = re.compile(r"[)./]|\s+(?:khoản|khoan|điều|dieu)\b", re.I)
_GOES_ON = re.compile(
    r"\s*[-–&]\s*\w|\s+(?:và|va)\s+(?!(?:phòng|phong|sở|so|bộ|ban|hội|hoi|đoàn|doan|trung|đài|dai|công|cong|ubnd|hđnd|hdnd|"
    r"ủy|uỷ|uy|văn|van|mặt|mat|mttq|ubmttq|chi|cục|cuc|các|cac|trạm|tram|tòa|toà|toa|viện|vien|kho|bảo|bao)\b)",
    re.I,
)
_VOWELS = frozenset("aeiouy")
_HEADS = {"Phòng": "P", "Sở": "S", "Bộ": "B", "Trung tâm": "TT"}
_IN_ONE: dict[int, str] = {}
_LONGEST = 16  # words of a name
_NEAR = 30  # characters before a short form that tell what it is
_LONG_CODE = 5  # letters; a shorter one in capitals is what it is, "TCDD" no "TCĐĐ"
_FIRST, _SECOND = 3, 7  # letters of a key by which most words are seen to begin none


class _Form(NamedTuple):
    letters: str  # "LĐTBXH"
    full: str | None  # None: this is the full name, to be left as it is
    joints: dict[int, str]  # after how many letters something may stand between them, and what is usual there
    context: str  # "", "name", "number", "end", "whole"
    loose: bool  # in any case


class _Found(NamedTuple):
    start: int
    end: int
    full: str | None


class _Gap(NamedTuple):
    letters: int  # before it
    start: int
    end: int


class ShortForms:
    """The short forms of a glossary, ready to be found in text."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._forms: dict[str, list[_Form]] = {}
        fields: dict[str, tuple[str, ...]] = {}
        for term in terms:
            if term.category == "abbreviation":
                fields[placed_tones(term.vietnamese.lower())] = term.abbreviations
            for short in term.abbreviations:
                self._add(short, term)
        for term in terms:
            if term.category == "unit" or any(_is_shortened(short) for short in term.abbreviations):
                self._add_name(term.vietnamese)
            if term.category == "unit":
                for short in _with_head(term.vietnamese, fields):
                    self._add(short, term)
        self._beginnings = {key[:size] for key in self._forms for size in (_FIRST, _SECOND)}

    def expand(self, text: str) -> str:
        """`text` (NFC) with the short forms in it written out, the longest first."""
        pieces: list[str] = []
        position = 0
        for found in self._find(text):
            if found.full is None:
                continue
            pieces.append(text[position : found.start] + found.full)
            position = found.end
            if text[position : position + 1].isalnum():
                pieces.append(" ")
        return "".join([*pieces, text[position:]])

    def _add(self, short: str, term: Term) -> None:
        segments, joints = _segments(short)
        letters = "".join(segments)
        initials = [segment for segment in segments if segment.isupper()]
        context = "end" if short[-1] == "?" else "name" if short[-1] == "." else ""
        if not context and term.category in ("kind", "part") and letters[:2].isupper() and len(letters) <= 4:
            context = "number"
        elif not context and not initials and term.category == "unit":
            context = "whole"
        if len(letters) > 3 or (term.category == "typing" and len(letters) == 3):
            loose = True
        else:
            loose = (len(letters) == 3 or context == "number") and _VOWELS.isdisjoint(bare(letters).lower())
        # "hoi nd" may be a question about a decree: short initials beside words keep their diacritics.
        plain = loose and (len(initials) in (0, len(segments)) or all(len(segment) > 2 for segment in initials))
        plain = plain and term.category != "typing"
        self._register(_Form(letters, term.vietnamese, joints, context, loose), without_diacritics=plain)

    def _add_name(self, name: str) -> None:
        segments, joints = _segments(name)
        self._register(_Form("".join(segments), None, joints, "", loose=True), without_diacritics=True)

    def _register(self, form: _Form, *, without_diacritics: bool) -> None:
        key = placed_tones(form.letters.lower())
        self._forms.setdefault(key, []).append(form)
        if without_diacritics and (plain := bare(key)) != key:
            self._forms.setdefault(plain, []).append(form)

    def _find(self, text: str) -> Iterator[_Found]:
        level = placed_tones(text.lower())
        words = [match.span() for match in _WORD.finditer(level)]
        numbers = [match.span() for match in _DOCUMENT_NUMBER.finditer(text)]
        index = 0
        last = 0
        while index < len(words):
            start = words[index][0]
            inside = any(begin <= start < end for begin, end in numbers)
            # "mẫu 01-SHTT", but both of "UBMTTQ/UBND"
            if inside or (start != last + 1 and _PART_OF_CODE.search(text, max(0, start - 2), start)):
                index += 1
                continue
            found, count = self._longest(text, level, words, index)
            if found:
                yield found
                last = found.end
            index += count

    def _longest(
        self, text: str, level: str, words: Sequence[tuple[int, int]], index: int
    ) -> tuple[_Found | None, int]:
        """What begins at a word, and how many words it takes; one word where nothing does."""
        best: tuple[_Found | None, int] = (None, 1)
        key = ""
        begin = last = words[index][0]
        gaps: list[_Gap] = []
        for count, (start, end) in enumerate(words[index : index + _LONGEST], start=1):
            word = level[start:end]
            if key and word in _AND:
                continue
            if key:
                gaps.append(_Gap(len(key), last, start))
            key += word
            last = end
            if any(len(key) >= size and key[:size] not in self._beginnings for size in (_FIRST, _SECOND)):
                break
            for form in self._forms.get(key, ()):
                stop = _fits(form, text, begin, end, gaps)
                if stop:
                    best = (_Found(begin, stop, form.full), count)
                    break
        return best


def _segments(short: str) -> tuple[list[str], dict[int, str]]:
    """The words of a short form, and what stands between them, by the letters before it."""
    if short.isalnum():
        return [short], _IN_ONE
    segments: list[str] = []
    joints: dict[int, str] = {}
    letters = 0
    previous = 0
    for match in _WORD.finditer(short):
        word = match[0]
        if segments and word in _AND:
            continue
        if segments:
            joints[letters] = short[previous : match.start()]
        segments.append(word)
        letters += len(word)
        previous = match.end()
    return segments, joints


def _is_shortened(short: str) -> bool:
    """Whether a short form is made of words: "người có công", "Phòng Giáo dục"."""
    return not any(segment.isupper() for segment in _WORD.findall(short)) and " " in short


def _with_head(name: str, fields: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Short forms of an office that follow from those of its field: "P.TN&MT", "Sở TN&MT", "STNMT"."""
    for head, initial in _HEADS.items():
        if name.startswith(f"{head} "):
            field = name[len(head) + 1 :]
            yield f"{initial}. {field}"
            if head == "Trung tâm":
                yield f"{initial} {field}"
            for short in fields.get(placed_tones(field.lower()), ()):
                yield f"{head} {short}"
                yield f"{initial}.{short}"
                if len(short) > 3:
                    yield f"{initial}{short}"


def _fits(form: _Form, text: str, start: int, end: int, gaps: Sequence[_Gap]) -> int:
    """Where the form ends that stands at text[start:end]; 0 when it does not count there."""
    met = {gap.letters for gap in gaps}
    if any(("." in joint or "/" in joint) and letters not in met for letters, joint in form.joints.items()):
        return 0
    if not all(_joins(text, gap, form.joints.get(gap.letters)) for gap in gaps):
        return 0
    printed = "".join(_WORD.findall(text[start:end]))
    if not form.loose:
        capital = form.letters.capitalize() if form.letters.islower() and len(form.letters) > 1 else ""
        if printed not in (form.letters, capital):
            return 0
    elif len(printed) < _LONG_CODE and printed.isupper() and bare(printed) == printed != bare(form.letters).upper():
        return 0
    return _in_context(form, text, start, end)


def _joins(text: str, gap: _Gap, usual: str | None) -> bool:
    """Whether what stands in a gap holds a short form together.

    Args:
        usual: what the glossary has there; None when it writes the letters in one.
    """
    between = text[gap.start : gap.end]
    if usual is not None:
        if usual.strip() in (".", "/"):
            return between.strip(" ") == usual.strip()
        return bool(_JOINT.fullmatch(between)) and ("," not in between or bool(_COMMA_TOO.fullmatch(usual)))
    if _TIGHT.fullmatch(between):
        return True
    before = re.search(r"\w+$", text[max(0, gap.start - _NEAR) : gap.start])
    after = re.match(r"\w+", text[gap.end :])
    return between == " " and bool(before and after and all(len(m[0]) > 1 and m[0].isupper() for m in (before, after)))


def _in_context(form: _Form, text: str, start: int, end: int) -> int:
    if re.match(r"-\d", text[end : end + 2]):
        return 0
    if len(form.letters) == 1 and form.context != "name":
        return 0 if _ITEM_BEFORE.search(text[max(0, start - _NEAR) : start]) or _ITEM_AFTER.match(text, end) else end
    match form.context:
        case "name":
            name = (_NAME_OR_NUMBER_NEXT if form.full in _NUMBERED_PLACES else _NAME_NEXT).match(text, end)
            return 0 if name is None or _NAME_BEFORE.search(text[max(0, start - _NEAR) : start]) else name.end()
        case "number":
            return end if _NUMBER_NEXT.match(text, end) else 0
        case "end":
            return end if _LAST_WORD.match(text, end) and _YES_OR_NO.search(text[:start]) else 0
        case "whole":
            return 0 if _GOES_ON.match(text, end) else end
    return end
