"""The words of `office_words.txt` as patterns: heads of names, what may follow them, what ends them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ingest.spelling import LOWER, UPPER

_FILE = Path(__file__).with_name("office_words.txt")


def _sections() -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            sections[line.strip("[]")] = []
        elif line.strip() and not line.startswith("#"):
            sections[next(reversed(sections))] += [line] if ":" in line else [word.strip() for word in line.split("|")]
    return sections


def _any(phrases: Iterable[str]) -> str:
    """A pattern for one of the phrases, the longest first."""
    return "|".join(sorted(map(re.escape, phrases), key=len, reverse=True))


def _either_case(phrases: Iterable[str]) -> list[str]:
    return [variant for phrase in phrases for variant in (phrase, phrase[0].upper() + phrase[1:])]


_WORDS = _sections()
_LEVEL = _any(_WORDS["levels"])
_ROLE = r"(?= (?:chủ trì|có trách nhiệm|chịu trách nhiệm|tham mưu|phối hợp)(?!\w))"
_LISTED = r"(?=, ?(?:ban|ngành|phòng|sở|đoàn thể|đơn vị|hội|bộ)(?!\w))"


def _short_head(line: str) -> str:
    head, _, complements = line.partition(":")
    after = [rf"(?= [{UPPER}])", rf"(?= (?:{_LEVEL})(?!\w))", _ROLE]
    if head in ("Sở", "Phòng", "Bộ", "Ban"):
        after.append(_LISTED)
    if complements.strip():
        after.insert(0, rf" (?:{_any(word.strip() for word in complements.split(','))})(?!\w)")
    return rf"{re.escape(head)}(?:{'|'.join(after)})"


# "Tổ chức" also says what is done; these words after it make it a body.
_ORGANISATION = (
    r"[Tt]ổ chức(?=,? ?(?:và )?(?:cá nhân|cơ quan|đơn vị|[Đđ]ảng|chính trị|tín dụng|công đoàn|xã hội|kinh tế|khoa học|hành nghề|"
    r"thành viên|đoàn|hội|sự nghiệp|nước ngoài|phi chính phủ|tư vấn|có|được|liên quan|này|nêu|đó|thuộc|trực thuộc|trong|quốc tế|"
    r"đại diện|doanh nghiệp|phải|cơ sở|tôn giáo|chủ trì)(?!\w))|(?<=cơ quan, )tổ chức(?!\w)"
)
_ONE_SYLLABLE_ALONE = ("cán bộ", "người", "chủ", "hộ")
_ALONE = [kind for kind in _WORDS["kinds"] if " " in kind and kind != "tổ chức"]
_PLURAL = rf"(?:{_any(_either_case(_WORDS['plurals']))})\s+(?:{_any(_either_case(_WORDS['kinds']))})(?!\w)"
_PLURAL_HEADS = rf"(?:[Cc]ác|[Nn]hững|[Mm]ỗi|[Tt]ừng) (?:{_any(_WORDS['heads'])})(?!\w)"  # "các Điện lực"
_PERSON = rf"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Đđ]/c) ?:? (?=[{UPPER}][{LOWER}])"
_SMALL = rf"(?:{_any(_WORDS['small heads'])})(?= [{UPPER}])"
_CAPITAL = rf"(?:{_any(_WORDS['heads'])})(?!\w)|" + "|".join(map(_short_head, _WORDS["short heads"]))
_PEOPLE = r"[Cc]hủ (?!trì|động|yếu|trương|tịch|tọa|đề|thể|nhật|nghĩa|quyền)[a-zđ]\w*|[Nn]gười (?!ta|thì|này|đó|khác|dân tộc|Việt|nước)[a-zđ]\w*(?: (?:đầu|dụng|động|diện|trách|lý|nuôi|trồng|xuất|doanh|khiển|gia|ngôn|có công|nộp thuế))?(?!\w)"
# The same beginnings make words that name no body.
_OTHER_WORD = (
    r"(?!(?:Kiểm toán (?:báo|nội|độc|các)|Lực lượng sản|Thành viên (?:gồm|là)|(?:Chính phủ|Chính quyền|Hải quan) (?:điện tử|số)|Cảnh sát viên|"
    r"Thi hành án (?:phạt|tử|hình)|Thư ký số|Văn phòng phẩm|Lãnh đạo,|Lãnh đạo và|Quân sự hóa|Mặt trận bằng|Điện lực \d|Thường trực (?:sẵn|chiến|chữa|tiếp|theo|tại|trực|24))(?!\w))"
)

HEAD = re.compile(rf"(?<![\w/]){_OTHER_WORD}(?:{_PLURAL}|{_PLURAL_HEADS}|{_PERSON}|{_CAPITAL}|{_SMALL})")
# Where a body is expected, one named by its kind alone will do: "chủ đầu tư", "cơ quan, đơn vị".
EXPECTED_HEAD = re.compile(
    rf"(?:{HEAD.pattern}|{_PEOPLE}|(?:{_any(_either_case(_ALONE))})(?!\w)|{_ORGANISATION}|[Qq]uý (?=[{UPPER}]))"
)
_KIND = rf"(?:{_any(_either_case(_WORDS['kinds']))})(?!\w)"
# One more kind in a row: "các sở, ban"; in capitals only where no name follows ("các Sở, Ban, ngành").
KIND = re.compile(
    rf"(?:{_KIND}(?=[,;.:)]|\Z| và [a-zđ]| (?:{_any(_WORDS['modifiers'])})(?!\w)| ngành)|(?:{_any(_WORDS['kinds'])})(?!\w))"
)
_ROW_BEFORE = "|".join(
    word.rpartition(" ")[2] for word in [*_WORDS["plurals"], "nhân dân", "UBND", "và", "trường", "cấp"]
)
KIND_TAIL = re.compile(rf"(?:\A|(?:(?<!\w)(?:{_ROW_BEFORE})|,)\s+)(?:{_KIND})\Z", re.IGNORECASE)
LEVEL = re.compile(rf"(?:{_LEVEL})(?!\w)(?! hội)")
MODIFIER = re.compile(rf"(?:{_any(_WORDS['modifiers'])})(?!\w)")
VERB = re.compile(rf"(?:{_any(_WORDS['verbs'])})(?!\w)")
ADVERBIAL = re.compile(rf"(?:{_any(_WORDS['adverbials'])})(?!\w)")
BEFORE_NOUN = re.compile(rf"(?<!\w)(?:{_any(_WORDS['before nouns'])})\s*\Z", re.IGNORECASE)
