"""Training questions: many wordings from few patterns, typed as people type.

A pattern is a line of `patterns.txt`: (a|b) is either, [a] may be left out, {X} is
filled from `slots.txt`. The words of a slot with a name in capitals are any words; those of one with a small name
are read, for they tell what is asked ("tốc độ" how much), and are still the matter's.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ingest.spelling import bare, spelt_words, strip_diacritics

_HERE = Path(__file__).parent
_PATTERNS, _SLOTS = _HERE / "patterns.txt", _HERE / "slots.txt"

_INNERMOST = re.compile(r"\(([^()\[\]{}]*)\)|\[([^()\[\]{}]*)\]")
_SLOT = re.compile(r"\{([A-Za-z]+)\}")
_OPENINGS = {
    "vi": ("cho hỏi", "xin hỏi", "cho em hỏi", "em hỏi chút", "anh chị cho biết", "ad ơi", "cho tôi biết", "xin cho biết", "tra giúp mình"),
    "en": ("please tell me", "can you tell me", "hi,", "i need to know", "could you check", "quick question:", "do you know"),
}  # fmt: skip
_CLOSINGS = {
    "vi": ("ạ", "vậy", "thế", "nhỉ", "z", "hả", "vậy ạ", "thế nhỉ", "nhé", "đây"),
    "en": ("please", "thanks", "exactly", "then"),
}
_SCENES = {
    "vi": ("theo {D}, *", "theo {D} thì *", "trong {D} *", "ở {P} *", "{P}: *", "bên {P} thì *", "năm {Y} *", "về {T}, *", "* ở {P}", "* theo {D}", "* trong {D}", "* năm {Y}", "* của {P}", "* tại {P}", "* khi {S}", "nếu {S} thì *", "đợt {T} *", "{T} {P} *"),
    "en": ("under {D}, *", "according to {D} *", "in {P}, *", "if {S}, *", "for {T}, *", "* in {P}", "* under {D}", "* in {Y}", "* for {T}", "* when {S}", "* according to {D}", "in {D}, *"),
}  # fmt: skip
_TYPED = {
    "không": ("ko", "k", "hông"), "gì": ("j", "gi", "zì"), "được": ("dc", "đc"), "văn bản": ("vb",), "công văn": ("cv",),
    "kế hoạch": ("kh",), "báo cáo": ("bc", "báo cao"), "quyết định": ("qđ", "qd"), "nghị định": ("nđ",), "bao nhiêu": ("bn", "bao nhieu", "nhiêu", "bnhiêu"),
    "trước": ("trc",), "người": ("ng",), "với": ("vs",), "phần trăm": ("%",), "làm": ("lm",), "biết": ("bít",), "hướng dẫn": ("hd",),
    "phòng": ("p.", "phòg"), "nhiệm vụ": ("nvụ",), "đơn vị": ("đvị", "đv"), "cơ quan": ("cq",), "kiểm tra": ("ktra",), "thế nào": ("ntn",), "đăng ký": ("đki",), "chưa": ("chx",), "điều kiện": ("đk",),
}  # fmt: skip
# English words that people put into a Vietnamese question.
_ENGLISH = {
    "khi nào": ("when",), "hạn": ("deadline",), "thời hạn": ("deadline",), "chủ trì": ("lead",), "danh sách": ("list",), "báo cáo": ("report",), "phê duyệt": ("approve",), "duyệt": ("approve",),
    "nộp": ("submit",), "gửi": ("send", "submit"), "kinh phí": ("budget",), "lệ phí": ("fee",), "mức phạt": ("fine",), "chỉ tiêu": ("target",), "ban hành": ("issue",), "ký": ("sign",),
    "thay thế": ("replace",), "hiệu lực": ("valid",), "yêu cầu": ("require",), "điều kiện": ("condition",), "hỗ trợ": ("support",), "kiểm tra": ("check",), "tóm tắt": ("summary", "sum up"),
    "so sánh": ("compare",), "mẫu": ("template",), "liên hệ": ("contact",), "quyết định": ("decision",), "nghị định": ("decree",), "thông tư": ("circular",), "kế hoạch": ("plan",), "văn bản": ("document", "file"), "tối đa": ("max",), "tối thiểu": ("min",),
    "nhắc tới": ("mention",), "dẫn": ("cite",), "viện dẫn": ("cite",), "phụ trách": ("in charge",), "trách nhiệm": ("responsibility",), "nhiệm vụ": ("task",), "đơn vị": ("unit",), "cơ quan": ("agency",), "phối hợp": ("coordinate",), "giữ": ("keep",), "mục tiêu": ("goal",),
}  # fmt: skip
_MIXES = 0.12  # share of Vietnamese questions with English words
_BARE = 0.4  # share of questions without diacritics
_IN_A_SCENE = 0.35  # share of questions that say where, when or under which document
_WAYS = 4  # patterns from which a word counts as one of asking
_LETTERS = "abcdefghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Asked:
    """One training question."""

    text: str
    kinds: frozenset[str]
    pattern: int  # which line it is made from


def training_questions(each: int, seed: int) -> Iterator[Asked]:
    """`each` questions from every pattern, always the same for one seed."""
    slots = _slots()
    for number, (kinds, language, pattern) in enumerate(_patterns()):
        chance = random.Random(f"{seed} {pattern}")  # whatever other patterns there are
        for _ in range(each):
            wording = _chosen(pattern, chance)
            if chance.random() < _IN_A_SCENE:
                wording = chance.choice(_SCENES[language]).replace("*", wording)
            text = _filled(wording, language, slots, chance)
            typed = _typed(text, language, chance)
            yield Asked(strip_diacritics(typed) if chance.random() < _BARE else typed, kinds, number)


def words_read() -> frozenset[str]:
    """The words that stand in a pattern or a slot with a small name, or for one of those, with diacritics and without; digits as 0."""
    patterns = (_SLOT.sub(" ", line) for _, _, line in _patterns())
    nouns = (value for name, values in _slots().items() if name[0].islower() for value in values)
    typed = chain.from_iterable(chain(_ENGLISH.values(), _TYPED.values()))
    words = {word for text in chain(patterns, nouns, typed) for word in _words(text)}
    return frozenset(words | set(map(bare, words)))


def words_of_matter() -> frozenset[str]:
    """Those words read, folded, that are no words of asking: so few ways of asking have them that they are of their matter."""
    ways = Counter(word for _, _, line in _patterns() for word in set(map(bare, _words(_SLOT.sub(" ", line)))))
    english = {word for forms in _ENGLISH.values() for text in forms for word in _words(text)}
    return frozenset(word for word in map(bare, words_read()) if ways[word] < _WAYS and word not in english)


def _words(text: str) -> list[str]:
    return [re.sub(r"\d+", "0", word) for word in spelt_words(text).split()]


def _patterns() -> Iterator[tuple[frozenset[str], str, str]]:
    kinds: frozenset[str] = frozenset()
    for line in _PATTERNS.read_text(encoding="utf-8").splitlines():
        if line.startswith("[") and line.endswith("]") and not set(line) & set("(|{"):
            kinds = frozenset(line.strip("[]").split()) - {"none"}
        elif line and not line.startswith("#"):
            yield kinds, "en" if line.startswith(">") else "vi", line.lstrip("> ")


def _slots() -> Mapping[str, Sequence[str]]:
    lines = (
        line.split(": ", 1) for line in _SLOTS.read_text(encoding="utf-8").splitlines() if line[:1] not in ("#", "")
    )
    return {name: values.split(" | ") for name, values in lines}


def _chosen(pattern: str, chance: random.Random) -> str:
    """The pattern with one of each choice, from the innermost out."""
    protected = pattern.replace("{", "<").replace("}", ">")
    while match := _INNERMOST.search(protected):
        either, perhaps = match.groups()
        picked = chance.choice(either.split("|")) if either is not None else perhaps if chance.random() < 0.5 else ""
        if perhaps is not None and "|" in perhaps:
            picked = picked and chance.choice(perhaps.split("|"))
        protected = protected[: match.start()] + picked + protected[match.end() :]
    return " ".join(protected.replace("<", "{").replace(">", "}").split())


def _filled(text: str, language: str, slots: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    def value(match: re.Match[str]) -> str:
        names = slots.get(f"{match[1]}.en", ()) if language == "en" else slots[match[1]]
        if match[1] == "P" and chance.random() < 0.3:
            names = slots["P"]
        return chance.choice(names).replace("#doc", _number(chance)).replace("#", str(chance.randint(1, 2600)))

    return _SLOT.sub(value, text)


def _number(chance: random.Random) -> str:
    return f"{chance.randint(1, 4000)}/{chance.choice(('2024/NĐ-CP', '2023/TT-BCA', 'KH-UBND', 'QĐ-TTg', 'UBND-VX', 'NQ-HĐND', 'CT-TTg'))}"


def _swapped(text: str, table: Mapping[str, Sequence[str]], chance: random.Random) -> str:
    for word, forms in table.items():
        if chance.random() < 0.4:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", chance.choice(forms), text)
    return text


def _typed(text: str, language: str, chance: random.Random) -> str:
    """As somebody in a hurry types it: short forms, words before and behind, a slip."""
    if language == "vi":
        for share, table in ((0.4, _TYPED), (_MIXES, _ENGLISH)):
            if chance.random() < share:
                text = _swapped(text, table, chance)
    if chance.random() < 0.15:
        text = f"{chance.choice(_OPENINGS[language])} {text}"
    if chance.random() < 0.2:
        text = f"{text} {chance.choice(_CLOSINGS[language])}"
    if chance.random() < 0.1 and len(text) > 12:
        at = chance.randrange(2, len(text) - 2)
        text = text[:at] + chance.choice(("", text[at] * 2, chance.choice(_LETTERS))) + text[at + 1 :]
    return text
