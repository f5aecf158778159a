"""What a question asks for, by weights learnt from ways of asking; see `assistant.asking.train`.

A question is read without diacritics, numbers as 0, and every word that no way of asking
has as "_": which unit and which matter it is about must not decide what is asked of them.
Where diacritics are typed they tell which words those are: "máu" is no "mẫu".
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from ingest.spelling import bare
from ingest.syllables import is_bare_syllable

WEIGHTS = Path(__file__).with_name("weights.tsv")
OTHER = "chatter"  # never guessed: a question is refused for it
ANOTHER = "_"  # any word that is not one of asking
_SHARE = 0.27  # probability from which a kind is asked for
_BESIDE = 0.6  # of the most likely kind's probability: a kind that is less likely is not asked for beside it
_ONLY = 0.12  # of the most likely kind, when none reaches `_SHARE`: below, a question asks for nothing known
_ASKING = 0.8  # weight from which words are those by which a kind is asked for
_ENGLISH = 0.35  # share of words that cannot be Vietnamese syllables from which a question is English
_SPOKEN = re.compile(r"[aeiouy]")  # no abbreviation, no number
_MARK = "'"
_WORD = re.compile(r"[^\W_]+")
_DIGITS = re.compile(r"\d+")
# Short forms of chat and of offices, written out; folded.
_SHORT = {
    "ko": "khong", "k": "khong", "kg": "khong", "hong": "khong", "hok": "khong", "j": "gi", "zi": "gi", "dc": "duoc", "vb": "van ban", "cv": "cong van",
    "kh": "ke hoach", "bc": "bao cao", "qd": "quyet dinh", "nd": "nghi dinh", "bn": "bao nhieu", "trc": "truoc", "ng": "nguoi", "vs": "voi", "lm": "lam",
    "hd": "huong dan", "z": "vay", "tt": "thong tu", "nq": "nghi quyet", "ct": "chi thi", "ntn": "nhu the nao", "sdt": "so dien thoai", "ki": "ky", "hl": "hieu luc",
    "bnhieu": "bao nhieu", "nhiu": "nhieu", "nvu": "nhiem vu", "dvi": "don vi", "dv": "don vi", "cq": "co quan", "ktra": "kiem tra", "tgian": "thoi gian", "lsao": "lam sao", "bgio": "bao gio",
    "vban": "van ban", "qdinh": "quyet dinh", "ndung": "noi dung", "bcao": "bao cao", "khoach": "ke hoach", "thag": "thang", "dki": "dang ky", "chx": "chua", "gto": "giay to", "dk": "dieu kien",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a question as the classifier sees it."""

    text: str
    start: int  # characters into the question
    end: int


def tokens(spelt: str, vocabulary: Collection[str]) -> list[Token]:
    """The words of a question between "^" and "$", without diacritics, those outside the vocabulary as one "_".

    In an English question a word that could be Vietnamese is marked: "may" is not "mấy" there, nor "to" "tổ".

    Args:
        spelt: lower case, words apart by one space, diacritics as typed.
        vocabulary: words with diacritics and the same without, for those who type none.
    """
    found = [Token("^", 0, 0)]
    typed = [(word, match) for match in _WORD.finditer(spelt) for word in _written_out(match[0]).split()]
    foreign = sum(not is_bare_syllable(bare(word)) and bool(_SPOKEN.search(word)) for word, _ in typed)
    english = foreign >= _ENGLISH * len(typed)
    for word, match in typed:
        plain = _DIGITS.sub("0", word)
        text = bare(plain) if plain in vocabulary else ANOTHER
        if text != ANOTHER and english and is_bare_syllable(text):
            text += _MARK
        if text != ANOTHER or found[-1].text != ANOTHER:
            found.append(Token(text, *match.span()))
    return [*found, Token("$", len(spelt), len(spelt))]


def _written_out(word: str) -> str:
    return _SHORT.get(word.replace("đ", "d"), word)


def features(words: list[Token]) -> Iterator[tuple[str, int, int]]:
    """One, two and three neighbours, and two around one that may be anything: (feature, first, last token)."""
    texts = [word.text for word in words]
    for at, text in enumerate(texts):
        yield text, at, at
        if at + 1 < len(texts):
            yield f"{text} {texts[at + 1]}", at, at + 1
        if at + 2 < len(texts):
            yield f"{text} {texts[at + 1]} {texts[at + 2]}", at, at + 2
            yield f"{text} * {texts[at + 2]}", at, at + 2


@dataclass(frozen=True, slots=True)
class Classifier:
    """Logistic regressions, one for each kind, over the features of a question."""

    vocabulary: frozenset[str]  # the words that are read
    matter: frozenset[str]  # those of them that are no words of asking: "toc do" tells that a figure is asked for
    bias: Mapping[str, float]  # kind → intercept
    weights: Mapping[str, Mapping[str, float]]  # feature → kind → weight

    def likelihoods(self, spelt: str) -> dict[str, float]:
        """Kind → probability that a question asks for it."""
        scores = dict(self.bias)
        for feature in {feature for feature, _, _ in features(tokens(spelt, self.vocabulary))}:
            for kind, weight in self.weights.get(feature, {}).items():
                scores[kind] += weight
        return {kind: 1 / (1 + math.exp(-score)) for kind, score in scores.items()}

    def kinds(self, spelt: str) -> frozenset[str]:
        """The kinds that a question asks for; none when it asks for nothing that was learnt."""
        likely = self.likelihoods(spelt)
        best = max(likely.values())
        if best < _SHARE:
            return frozenset(kind for kind, share in likely.items() if share == best >= _ONLY and kind != OTHER)
        return frozenset(kind for kind, share in likely.items() if share >= max(_SHARE, _BESIDE * best))

    def words_of_asking(self, spelt: str, kinds: Collection[str]) -> list[tuple[int, int]]:
        """Where the words stand by which a question asks for some kinds, as characters of it."""
        words = tokens(spelt, self.vocabulary)
        spans = []
        for feature, first, last in features(words):
            weights = self.weights.get(feature, {})
            if "*" in feature or max((weights.get(kind, 0.0) for kind in kinds), default=0.0) < _ASKING:
                continue
            told = (w for w in words[first : last + 1] if w.text != ANOTHER and w.text.rstrip(_MARK) not in self.matter)
            spans += [(w.start, w.end) for w in told if w.end > w.start]
        return sorted(set(spans))


@cache
def load_classifier() -> Classifier:
    """The weights that ship with the project."""
    vocabulary, matter, *rows = (
        line for line in WEIGHTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )
    weights: dict[str, dict[str, float]] = {}
    for feature, *pairs in (row.split("\t") for row in rows):
        weights[feature] = {kind: float(value) for kind, value in (pair.split("=") for pair in pairs)}
    bias = weights.pop("(bias)")
    return Classifier(frozenset(vocabulary.split()), frozenset(matter.split()), bias, weights)


def write_weights(classifier: Classifier) -> None:
    """Store a classifier where `load_classifier` finds it."""
    rows = chain([("(bias)", classifier.bias)], sorted(classifier.weights.items()))
    lines = (
        "\t".join((feature, *(f"{kind}={value:.2f}" for kind, value in sorted(row.items())))) for feature, row in rows
    )
    read = (" ".join(sorted(words)) for words in (classifier.vocabulary, classifier.matter))
    head = "# Learnt by `python -m assistant.asking.train`. First the words that are read, those of the matter, then a feature a line and what it speaks for."
    WEIGHTS.write_text("\n".join((head, *read, *lines)) + "\n", encoding="utf-8")
