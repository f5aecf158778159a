"""The tokenizer: words of one to four syllables, found by counting.

A static model knows no word order, so what its tokens do not hold together is
lost: "vi phạm hành chính" had better be one token than four syllables. Phrases are
candidates when their syllables stand together more often than chance and are
no fragment of a longer phrase; a unigram language model (Kudo 2018, "Subword
Regularization") then splits text into the likeliest tokens, and the candidates
that it uses are kept.

Diacritics are dropped: questions are often typed without them, and the
phrases tell apart what the syllables no longer do.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "<unk>"
SPACE = "▁"
WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
NUMBERS = 2100  # whole numbers below this are one token: days, articles, years
NUMBER_SCORE = -9.0  # log-probability; likelier than the digits one by one


@dataclass(frozen=True, slots=True)
class VocabularySettings:
    """How candidates are found; all counts are occurrences in the training texts."""

    size: int = 40_000  # tokens at most
    longest: int = 4  # syllables in a token
    fewest: int = 5  # of a phrase, and uses of a token
    cohesion: float = 0.3  # least normalised pointwise mutual information, in [-1, 1]
    fragment: float = 0.97  # a phrase that one longer phrase holds this often is a part of it
    english_longest: int = 2  # words in an English token
    english_pieces: int = 8_000  # parts of English words, for words never seen whole


def normalizer() -> normalizers.Normalizer:
    """Lower case, no diacritics, one space between words."""
    return normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Lowercase(),
            normalizers.NFD(),
            normalizers.StripAccents(),
            normalizers.Replace("đ", "d"),
            normalizers.Replace(Regex(r"\s+"), " "),
        ]
    )


def pre_tokenizer() -> pre_tokenizers.PreTokenizer:
    """Runs of words stay whole, so that tokens may span syllables; punctuation goes."""
    return pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\d+"), "isolated"),
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{M}\d\s]+|^\s+|\s+$"), "removed"),
            pre_tokenizers.Metaspace(SPACE, "always", split=False),
        ]
    )


def train_tokenizer(vietnamese: Sequence[str], english: Sequence[str], settings: VocabularySettings) -> Tokenizer:
    """A tokenizer for both languages. Deterministic."""
    texts = [*vietnamese, *english]
    normal = normalizer()
    runs, english_runs = ([_words(normal.normalize_str(t)) for t in side] for side in (vietnamese, english))
    counts = Counter(phrases([r for text in runs for r in text], settings.longest, settings))
    counts.update(phrases([r for text in english_runs for r in text], settings.english_longest, settings))
    total = sum(n for phrase, n in counts.items() if SPACE not in phrase)
    scores = {SPACE + phrase: math.log(n / total) for phrase, n in counts.items() if n >= settings.fewest}
    words = Counter(word for text in english_runs for run in text for word in run)
    for piece, score in english_pieces(words, settings.english_pieces).items():
        scores.setdefault(piece, score - 2)  # a whole word is better than its parts
    for number in range(NUMBERS):
        scores.setdefault(f"{SPACE}{number}", NUMBER_SCORE)
    letters = {c for text in texts for c in normal.normalize_str(text) if c.isalnum()} | {SPACE}
    for allowed in (2 * settings.size, settings.size, settings.size):
        scores = _keep_used(scores, letters, texts, allowed, settings.fewest)
    return _tokenizer(scores)


def _words(text: str) -> list[list[str]]:
    """Runs of words with nothing but single spaces between them."""
    return [run.split(" ") for run in WORDS.findall(text)]


@dataclass(frozen=True, slots=True)
class _Grams:
    """The sequences of one length, numbered from 1; 0 stands for none and for the rare."""

    length: int
    at: NDArray[np.int64]  # which of them starts at this position of the text
    first: NDArray[np.int64]  # where each one starts for the first time; [0] means nothing
    counts: NDArray[np.int64]  # how often each one occurs; [0] means nothing

    def longer(self, fewest: int) -> _Grams:
        """Those of one word more, each the overlap of two of these."""
        pairs = self.at[:-1] * len(self.counts) + self.at[1:]
        pairs[(self.at[:-1] == 0) | (self.at[1:] == 0)] = -1
        found, first, at, counts = np.unique(pairs, return_index=True, return_inverse=True, return_counts=True)
        kept = (counts >= fewest) & (found >= 0)
        numbers = np.where(kept, np.cumsum(kept), 0)
        return _Grams(self.length + 1, numbers[at], np.append(0, first[kept]), np.append(0, counts[kept]))

    def fragments(self, longer: _Grams, share: float) -> NDArray[np.bool_]:
        """Which of these are nearly always part of the same longer one."""
        most = np.zeros(len(self.counts), dtype=np.int64)
        for offset in (0, 1):
            np.maximum.at(most, self.at[longer.first[1:] + offset], longer.counts[1:])
        return most >= share * self.counts


def phrases(runs: Sequence[Sequence[str]], longest: int, settings: VocabularySettings) -> dict[str, int]:
    """Words, and sequences of words that hold together, with how often they occur."""
    numbers: dict[str, int] = {}
    for run in runs:
        for word in run:
            numbers.setdefault(word, len(numbers) + 1)
    words = ["", *numbers]
    ids = np.array([i for run in runs for i in (*map(numbers.__getitem__, run), 0)], dtype=np.int64)
    counts = np.bincount(ids, minlength=len(words))
    found = {word: int(n) for word, n in zip(words[1:], counts[1:], strict=True)}
    grams = _Grams(1, ids, np.zeros(len(words), dtype=np.int64), counts).longer(settings.fewest)
    while grams.length <= longest:
        longer = grams.longer(settings.fewest)
        spelt = np.stack([ids[grams.first + offset] for offset in range(grams.length)])
        kept = _cohesion(spelt, grams.counts, counts) >= settings.cohesion
        kept &= ~grams.fragments(longer, settings.fragment)
        for number in np.flatnonzero(kept[1:]) + 1:
            found[SPACE.join(words[i] for i in spelt[:, number])] = int(grams.counts[number])
        grams = longer
    return found


def _cohesion(spelt: NDArray[np.int64], together: NDArray[np.int64], alone: NDArray[np.int64]) -> NDArray[np.float64]:
    """Normalised pointwise mutual information of the words of each sequence, in [-1, 1].

    Source: Bouma 2009, "Normalized (Pointwise) Mutual Information in Collocation
    Extraction"; for more than two words divided by their number less one.
    """
    total = alone[1:].sum()
    log_together = np.log(np.maximum(together, 1) / total)
    log_chance = np.log(np.maximum(alone[spelt], 1) / total).sum(axis=0)
    cohesion: NDArray[np.float64] = (log_together - log_chance) / -log_together / (len(spelt) - 1)
    return cohesion


def english_pieces(words: Counter[str], size: int) -> dict[str, float]:
    """Parts of English words and their log-probabilities, by the usual unigram training."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(SPACE, "always")
    trainer = trainers.UnigramTrainer(vocab_size=size, special_tokens=[UNKNOWN], unk_token=UNKNOWN, show_progress=False)
    repeated = (word for word, n in sorted(words.items()) for _ in range(min(n, 20)))
    tokenizer.train_from_iterator(repeated, trainer)
    pieces = json.loads(tokenizer.to_str())["model"]["vocab"]
    # Rounded: the trainer adds up in threads, and the last digits differ from run to run.
    return {piece: round(score, 3) for piece, score in pieces if piece != UNKNOWN}


def _keep_used(
    scores: dict[str, float], letters: set[str], texts: Sequence[str], size: int, fewest: int
) -> dict[str, float]:
    """The tokens that `texts` are most often split into, scored by how often."""
    floor = min(scores.values()) - 2
    used = _count_tokens(_tokenizer(scores | dict.fromkeys(letters - scores.keys(), floor)), texts)
    total = sum(used.values())
    ranked = sorted((p for p, n in used.items() if n >= fewest and p in scores), key=lambda p: (-used[p], p))
    kept = {piece: math.log(used[piece] / total) for piece in ranked[: size - 1 - len(letters)]}
    floor = min(kept.values()) - 2
    return kept | dict.fromkeys(letters - kept.keys(), floor)


def _count_tokens(tokenizer: Tokenizer, texts: Sequence[str]) -> Counter[str]:
    used: Counter[int] = Counter()
    for encoding in _encode(tokenizer, texts):
        used.update(encoding)
    return Counter({tokenizer.id_to_token(i) or UNKNOWN: n for i, n in used.items()})


def _encode(tokenizer: Tokenizer, texts: Sequence[str]) -> Iterator[list[int]]:
    for start in range(0, len(texts), 10_000):
        batch = list(texts[start : start + 10_000])
        yield from (e.ids for e in tokenizer.encode_batch_fast(batch, add_special_tokens=False))


def _tokenizer(scores: dict[str, float]) -> Tokenizer:
    ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    vocabulary = [(UNKNOWN, 0.0), *((piece, round(score, 3)) for piece, score in ordered)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizer()
    tokenizer.pre_tokenizer = pre_tokenizer()
    return tokenizer
