"""Where the name of a unit ends.

A name begins with a head ("Sở", "các cơ quan") and may hold "và", commas and dashes
("Phòng Văn hoá và Thông tin"); it ends before what the unit does, and behind a level
("huyện", "tỉnh") only a place's name goes on with it. Names that the glossary knows are
taken whole.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from ingest.glossary import load_glossary
from ingest.office_words import (
    ADVERBIAL,
    BEFORE_NOUN,
    EXPECTED_HEAD,
    HEAD,
    KIND,
    KIND_TAIL,
    LEVEL,
    MODIFIER,
    VERB,
)
from ingest.spelling import UPPER, placed_tones

_TOKEN = re.compile(r"\s{0,3}(?:(?P<word>[^\W_]+(?:[&./][^\W_]+)*)|(?P<mark>\S))")
_ROLE_IN_CAPITALS = re.compile(
    r"(?:Chủ trì|Phối hợp|Tham mưu|Có trách nhiệm|Chịu trách nhiệm|Căn cứ|Trên cơ sở|Chỉ đạo (?=các|lực|đơn|ngành))(?!\w)"
)
_NAME_COMMA = re.compile(rf",\s?(?P<item>[^\s,;:.()]+(?: [^\s,;:.()]+){{0,4}}?) và (?=[{UPPER}])")
_PAIRED_COMMA = re.compile(
    r"(?:thông tấn, ?báo chí|phòng, ?chống|phòng cháy, ?chữa cháy|cứu nạn, ?cứu hộ|phổ biến, ?giáo dục|bảo vệ, ?chăm sóc|khám, ?chữa|"
    r"bồi thường, ?hỗ trợ|thanh tra, ?pháp chế|hộ tịch, ?quốc tịch|biển, ?đảo|cháy, ?chữa)(?!\w)",
    re.IGNORECASE,
)
_MEMBERS = re.compile(r"(?:một|hai) thành viên(?: trở lên)?(?!\w)")  # of a company
_SERVES_BOTH = re.compile(
    r"(?:Văn phòng|VP|Thường trực|Lãnh đạo|lãnh đạo|Đoàn)\b.*(?:HĐND|Hội đồng nhân dân|ĐBQH|đại biểu Quốc hội)\s*\Z"
)
_ALSO_SERVED = re.compile(r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND|Hội đồng nhân dân)(?!\w)")
_ABBREVIATED = re.compile(r"(?:\A|\W)(?:T\.?P|Tp|tp|TX|TT|[HQPX])\Z")
_ABOUT = re.compile(r"về (?!kết quả|việc|tình hình|nội dung|các|những)")
_COMMITTEE = re.compile(
    r"(?:Ban Chỉ đạo|Ban chỉ đạo|Ủy ban Quốc gia|Hội đồng|Tổ công tác|[Qq]uản lý nhà nước)\b.{0,60}\Z"
)
_THEN_DUTY = re.compile(
    r"(?P<own>[^.;:]{0,50}?),? (?:có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|có nghĩa vụ|phải|căn cứ)(?!\w)"
)
_PLACE = rf"(?:\s+[{UPPER}][^\W_]*(?:[-\s]+[{UPPER}][^\W_]*){{0,4}})?"
_LEVEL_TAIL = re.compile(rf"(?<!hợp tác )(?<!\w){LEVEL.pattern}{_PLACE}\Z")
_TERRITORY = re.compile(
    r"(?<!hợp tác )(?<!\w)(?:thành phố|tỉnh|huyện|quận|thị xã|phường|xã|thị trấn|đặc khu|thôn|bản|ấp)\Z"
)
# Verbs that stand in no name.
_ONLY_DONE = re.compile(
    r"(?:thông báo|báo cáo|phối hợp|chủ trì|tham mưu|gửi|lập|trình|rà soát|tổng hợp|đôn đốc|bố trí|triển khai|thực hiện|tiếp tục|tăng cường|"
    r"hoàn thành|căn cứ|đề xuất|khẩn trương|chủ động|hướng dẫn|phải|cần|cử|theo dõi|nghiêm túc|nghiêm chỉnh|kịp thời|tích cực|nhanh chóng|quyết liệt)(?!\w)"
)
_MAX_WORDS = 45


def unit_end(text: str, start: int) -> int:
    """Where the unit that begins at `start` ends: before what it does, or another unit."""
    head = EXPECTED_HEAD.match(text, start)
    end = max(head.end() if head else start, _known_end(text, start))
    if head and " " in head[0]:  # "các phòng" before "giáo dục và đào tạo"
        end = max(end, _known_end(text, start + head[0].rfind(" ") + 1))
    for _ in range(_MAX_WORDS):
        token = _TOKEN.match(text, end)
        if token is None:
            break
        following = _after_mark(text, start, token) if token["mark"] else _after_word(text, start, token)
        if following is None:
            break
        end = following
    return len(text[:end].rstrip(" -–,"))


def name_end(text: str, start: int, head: str) -> int:
    """Where a name without its head ends ("Nội vụ" of "các Sở: Nội vụ, Tài chính"): a known one, or before "," and "và".

    Args:
        head: the kind of office, one word: "Sở".
    """
    window = placed_tones(text[start : start + 60].lower())
    known = [name[len(head) + 1 :] for name in known_names().get(head.lower(), ())]
    whole = next((name for name in known if name and window.startswith(name)), "")
    end = start + len(whole)
    while token := _TOKEN.match(text, end):
        word, at = token["word"], token.start("word")
        if word == "và":
            joined = placed_tones(text[start : token.end()].lower())
            if whole or not any(name.startswith(f"{joined} ") for name in known):
                break
        elif (word is None and token["mark"] not in "-–") or (
            word and word[0].islower() and (is_verb(text, at, end) or ADVERBIAL.match(text, at))
        ):
            break
        end = token.end()
    return end


def _after_word(text: str, start: int, token: re.Match[str]) -> int | None:
    """Past a word that belongs to the name; None where the name is over."""
    word, at, end = token["word"], token.start("word"), token.start()
    levelled = bool(_LEVEL_TAIL.search(text, start, end))
    if word == "và":
        return _past_join(text, start, end, token.end())
    if members := _MEMBERS.match(text, at):
        return members.end()
    if word[0].isupper() or word[0].isdigit():
        nested = HEAD.match(text, at)
        if _ROLE_IN_CAPITALS.match(text, at) or (nested and (levelled or word == "Các")):
            return None
        return max(nested.end(), _known_end(text, at)) if nested else token.end()
    if _ABOUT.match(text, at) and _COMMITTEE.search(text, start, end):
        return token.end()
    if modifier := MODIFIER.match(text, at) or LEVEL.match(text, at):
        return modifier.end()
    if levelled or text[end - 1].isdigit():
        return None
    if is_verb(text, at, end) or ADVERBIAL.match(text, at):
        agent = VERB.match(text, at) if KIND_TAIL.search(text, start, end) else None
        if agent and (duty := _THEN_DUTY.match(text, agent.end())):  # "cơ quan chủ trì có trách nhiệm"
            return duty.end("own")
        before = BEFORE_NOUN.search(text, max(start, end - 14), end)
        # "Phòng Kinh doanh thông báo …", "các đơn vị trực thuộc nghiêm túc …"
        named = before is not None and (text[before.start()].isupper() or before[0].startswith("thuộc"))
        noun = before and VERB.match(text, at) and not (named and _ONLY_DONE.match(text, at))
        return token.end() if noun else None
    return token.end() + 4 if text.startswith("xã hội", at) else token.end()


def is_verb(text: str, at: int, end: int) -> bool:
    """Whether a verb stands at `at`, rather than the second syllable of a word: "công trình"."""
    verb = VERB.match(text, at)
    if verb is None or " " in verb[0]:
        return verb is not None
    before = text[max(0, end - 8) : end].rpartition(" ")[2]
    return (placed_tones(before.lower()), placed_tones(verb[0])) not in _compounds()


def _after_mark(text: str, start: int, token: re.Match[str]) -> int | None:
    """Past a comma, dash or point inside a name; None when it ends the name."""
    mark, at, end = token["mark"], token.start("mark"), token.start()
    rest = token.end() + (text[token.end() : token.end() + 1] == " ")
    if mark == ",":
        return _past_comma(text, start, at, rest)
    if mark in "-–—":
        following = text[rest : rest + 1]
        if following.isupper():
            return None if EXPECTED_HEAD.match(text, rest) or _LEVEL_TAIL.search(text, start, end) else rest
        return rest if following.islower() and not is_verb(text, rest, rest) else None
    if mark == "." and _ABBREVIATED.search(text, start, at) and re.match(rf" ?[{UPPER}]", text[at + 1 : at + 3]):
        return at + 1
    return rest if mark == "&" else None


def _past_comma(text: str, start: int, at: int, rest: int) -> int | None:
    if _TERRITORY.search(text, start, at):
        territory = LEVEL.match(text, rest)
        return territory.end() if territory else None
    if KIND_TAIL.search(text, start, at):
        return _one_more(text, start, at, rest)
    paired = _PAIRED_COMMA.search(text, max(start, at - 12), rest + 10)
    if paired and paired.start() < at < paired.end():
        return max(rest, paired.end())
    name = _NAME_COMMA.match(text, at)
    if name is None or _LEVEL_TAIL.search(text, start, at) or EXPECTED_HEAD.match(text, rest):
        return None
    return None if VERB.match(text, rest) or EXPECTED_HEAD.match(text, name.end()) else name.end("item")


def _one_more(text: str, start: int, end: int, after: int) -> int | None:
    """Past the kind of body at `after` that joins the row which ends at `end`: "các sở, ban"; None when none does."""
    if text.startswith("tổ chức", after) and not EXPECTED_HEAD.match(text, after):
        return None
    territory = LEVEL.match(text, after)
    kind = territory if _TERRITORY.search(text, start, end) else KIND.match(text, after) or territory
    return kind.end() if kind else None


def _past_join(text: str, start: int, end: int, after: int) -> int | None:
    """Past a "và" inside a name; None where it parts two, or begins what is done."""
    rest = after + 1
    if _SERVES_BOTH.search(text, start, end):
        both = _ALSO_SERVED.match(text, rest)
        return both.end() if both else None
    if KIND_TAIL.search(text, start, end) and (more := _one_more(text, start, end, rest)):
        return None if HEAD.match(text, rest) else more
    if EXPECTED_HEAD.match(text, rest) or _LEVEL_TAIL.search(text, start, end):
        return None
    if text[rest : rest + 1].isupper():
        return None if _ROLE_IN_CAPITALS.match(text, rest) else after
    return None if VERB.match(text, rest) or ADVERBIAL.match(text, rest) or MODIFIER.match(text, rest) else after


@cache
def known_names() -> dict[str, list[str]]:
    """First word → names of units that the glossary has, folded, the longest first."""
    names: dict[str, list[str]] = {}
    for term in load_glossary().terms:
        if term.category == "unit" and " " in term.vietnamese:
            folded = placed_tones(term.vietnamese.lower())
            names.setdefault(folded.split(" ", 1)[0], []).append(folded)
    return {first: sorted(found, key=len, reverse=True) for first, found in names.items()}


@cache
def _compounds() -> frozenset[tuple[str, str]]:
    """Neighbouring syllables in the glossary's terms."""
    terms = (placed_tones(term.vietnamese.lower()).split() for term in load_glossary().terms)
    return frozenset(pair for syllables in terms for pair in pairwise(syllables))


def _known_end(text: str, start: int) -> int:
    """Where a name of the glossary ends that begins at `start`; `start` when none does."""
    window = placed_tones(text[start : start + 90].lower())
    first = window.partition(" ")[0]
    for name in known_names().get(first, ()):
        if window.startswith(name) and not window[len(name) : len(name) + 1].isalnum():
            return start + len(name)
    return start
