"""What a question is trained to find: pairs of a short text and the place that it is about.

Few questions are needed: the heading of an article asks for its body, a sentence
asks for the rest of its article, a translated sentence for the original, a term of
the glossary for its English. In some questions terms stand in English. Words that questions are made of are put around some, so that they come to weigh little.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from vectorstore.training.switch import Switch
from vectorstore.training.texts import Article, is_english

Ids = NDArray[np.int64]

LONGEST_PLACE = 400  # tokens
LONGEST_BODY = 12  # paragraphs of a body that are taken at once
NEIGHBOURS = 8  # articles of one document in a batch: each is the others' hard negative
SHARES = {"articles": 0.2, "sentences": 0.12, "terms": 0.06, "lay": 0.08}  # of a batch
QUESTIONS = {
    "vi": (
        "{} là gì?", "{} được quy định như thế nào?", "Theo quy định, {}, đúng hay sai?", "{} có được không?",
        "Quy định về {}", "Ai {}?", "Cơ quan nào {}?", "{} bao gồm những gì?", "Khi nào {}?", "{} ở đâu?",
        "{} trong trường hợp nào?", "Có phải {} không?", "Mức {} là bao nhiêu?", "Thời hạn {} là bao lâu?",
        "Hồ sơ, thủ tục {} gồm những gì?", "Đơn vị nào phụ trách {}?",
    ),
    "en": (
        "What is {}?", "How is {} regulated?", "{}, right or wrong?", "Which agency is responsible for {}?",
        "When {}?", "Who {}?", "What does {} include?", "According to the law, {}", "In which cases {}?",
        "How long is {}?", "Where {}?",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pair:
    question: Ids
    place: Ids
    key: int  # pairs of the same article have the same, and are no negatives of each other


@dataclass(frozen=True, slots=True)
class Sources:
    """What pairs are made of."""

    articles: Sequence[Article]
    sentences: Sequence[tuple[str, str]]  # English, Vietnamese
    terms: Sequence[tuple[str, str]]  # Vietnamese, English
    lay: Sequence[tuple[str, int, int]]  # question, its article, the paragraph of it that answers


@dataclass(frozen=True, slots=True)
class _Numbered:
    """An article as numbers of texts."""

    title: int | None
    parts: list[int]  # heading first, or None for it
    has_heading: bool
    translation: list[int]
    switched: dict[int, int]  # text → the same with English for some of its terms
    key: int


class Pairs:
    """An endless supply of batches, the same for the same seed."""

    def __init__(self, tokenizer: Tokenizer, sources: Sources, *, seed: int) -> None:
        self._random = random.Random(seed)
        self._texts: list[str] = []
        self._switch = Switch(sources.terms, self._random)
        articles = sources.articles
        numbered = [self._number(article, key) for key, article in enumerate(articles)]
        self._sentences = [(self._add(a), self._add(b)) for a, b in sources.sentences]
        self._terms = [(self._add(a), self._add(b)) for a, b in sources.terms]
        self._lay = [(self._add(question), numbered[article], place) for question, article, place in sources.lay]
        self._first_sentence_key = len(numbered)
        names = dict.fromkeys(vietnamese for vietnamese, _ in sources.terms)
        first = len(numbered) + len(self._sentences)
        keys = {name: first + number for number, name in enumerate(names)}
        self._term_keys = [keys[vietnamese] for vietnamese, _ in sources.terms]
        frames = {side: [f.split("{}") for f in frames] for side, frames in QUESTIONS.items()}
        self._ids = encode(tokenizer, self._texts)
        self._frames = {side: [encode(tokenizer, frame) for frame in kept] for side, kept in frames.items()}
        self._plain = _Documents([(a.group, n) for a, n in zip(articles, numbered, strict=True) if not n.translation])
        self._translated = _Documents([(a.group, n) for a, n in zip(articles, numbered, strict=True) if n.translation])

    def _add(self, text: str) -> int:
        self._texts.append(text)
        return len(self._texts) - 1

    def _number(self, article: Article, key: int) -> _Numbered:
        heading = [self._add(article.heading)] if article.heading else []
        parts = heading + [self._add(p) for p in article.paragraphs]
        switched = {}
        if not is_english(article):
            for part in parts:
                if self._chance(0.3) and (other := self._switch(self._texts[part])):
                    switched[part] = self._add(other)
        return _Numbered(
            self._add(article.title) if article.title else None,
            parts,
            bool(heading),
            [self._add(p) for p in article.translation],
            switched,
            key,
        )

    def batch(self, size: int) -> list[Pair]:
        """`size` pairs, in the shares of `SHARES`; the rest is of one language."""
        counts = {name: int(size * share) for name, share in SHARES.items() if name != "lay" or self._lay}
        made = self._from(self._plain, size - sum(counts.values()), self._monolingual)
        made += self._from(self._translated, counts["articles"], self._bilingual)
        made += [self._sentence() for _ in range(counts["sentences"])]
        made += [self._term() for _ in range(counts["terms"])]
        made += [self._asked() for _ in range(counts.get("lay", 0))]
        return [pair for pair in made if len(pair.question) and len(pair.place)]

    def _from(self, documents: _Documents, size: int, make: Callable[[_Numbered], Pair]) -> list[Pair]:
        pairs: list[Pair] = []
        while len(pairs) < size:
            articles = self._random.choices(documents.articles, documents.weights)[0]
            chosen = self._random.sample(articles, min(NEIGHBOURS, len(articles), size - len(pairs)))
            pairs.extend(make(article) for article in chosen)
        return pairs

    def _term(self) -> Pair:
        number = self._random.randrange(len(self._terms))
        one, other = self._terms[number]
        if self._chance(0.5):
            one, other = other, one
        return Pair(self._ids[one], self._ids[other], self._term_keys[number])

    def _asked(self) -> Pair:
        """A question that somebody wrote: the clause that answers it, with its heading or a neighbour now and then."""
        question, article, place = self._random.choice(self._lay)
        first = 1 if article.has_heading else 0
        texts = [article.parts[first + place]]
        if article.has_heading and self._chance(0.6):
            texts.insert(0, article.parts[0])
        if self._chance(0.2) and first + place + 1 < len(article.parts):
            texts.append(article.parts[first + place + 1])
        return Pair(self._ids[question], self._place(article, texts), article.key)

    def _monolingual(self, article: _Numbered) -> Pair:
        parts = article.parts
        asks_heading = article.has_heading and len(parts) > 1 and self._chance(0.4)
        first = 1 if article.has_heading and len(parts) > 1 else 0
        asked = 0 if asks_heading else self._random.randrange(first, len(parts))
        spoken = article.switched.get(parts[asked], parts[asked]) if self._chance(0.5) else parts[asked]
        question = self._ids[spoken]
        rest = [p for i, p in enumerate(parts) if i != asked]
        if not rest:  # a single paragraph: its first half asks for the second
            half = len(question) // 2
            return Pair(question[:half], question[half:], article.key)
        if not asks_heading:
            question = self._crop(question)
        if article.has_heading and not asks_heading and len(rest) > 1 and self._chance(0.3):
            rest = rest[1:]  # the heading often says it all
        if article.title is not None and self._chance(0.08):
            question = np.concatenate([question, self._ids[article.title]])
        return Pair(self._ask(question, "vi"), self._place(article, self._some(rest)), article.key)

    def _bilingual(self, article: _Numbered) -> Pair:
        languages = {"vi": article.parts, "en": article.translation}
        asking = "en" if self._chance(0.65) else "vi"
        answering = "en" if self._chance(0.2) else "vi"
        asked = 0 if self._chance(0.3) else self._random.randrange(1, len(article.parts))
        question = self._ids[languages[asking][asked]]
        places = languages[answering]
        if asking != answering and self._chance(0.25):
            rest = [places[asked]]  # the translation alone
        else:
            rest = self._some([p for i, p in enumerate(places) if i != asked])
            if asking != answering and asked and self._chance(0.7):
                rest.append(places[asked])
            if asked:
                question = self._crop(question)
        return Pair(self._ask(question, asking), self._place(article, rest), article.key)

    def _sentence(self) -> Pair:
        number = self._random.randrange(len(self._sentences))
        one, other = self._sentences[number]
        if self._chance(0.5):
            one, other = other, one
        return Pair(self._ids[one], self._ids[other], self._first_sentence_key + number)

    def _place(self, article: _Numbered, texts: list[int]) -> Ids:
        if article.title is not None and self._chance(0.4):
            texts = [article.title, *texts]
        return np.concatenate([self._ids[t] for t in texts])[:LONGEST_PLACE]

    def _some(self, texts: list[int]) -> list[int]:
        """A stretch of an article: now and then a short one, as a single clause is."""
        length = self._random.randint(1, 3) if self._chance(0.3) else LONGEST_BODY
        start = self._random.randrange(max(1, len(texts) - length + 1))
        return texts[start : start + length]

    def _crop(self, question: Ids) -> Ids:
        """A stretch of a sentence, mostly: questions are short."""
        if len(question) <= 6 or self._chance(0.3):
            return question
        length = self._random.randint(4, min(len(question), 24))
        start = self._random.randint(0, len(question) - length)
        return question[start : start + length]

    def _ask(self, question: Ids, language: str) -> Ids:
        if not self._chance(0.35):
            return question
        before, after = self._random.choice(self._frames[language])
        return np.concatenate([before, question, after])

    def _chance(self, probability: float) -> bool:
        return self._random.random() < probability


class _Documents:
    """Articles by document; long documents are drawn more often, but not in proportion."""

    def __init__(self, articles: Sequence[tuple[str, _Numbered]]) -> None:
        groups: dict[str, list[_Numbered]] = {}
        for group, article in articles:
            groups.setdefault(group, []).append(article)
        self.articles = list(groups.values())
        self.weights = [min(len(group), 60) ** 0.75 for group in self.articles]


def encode(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Ids]:
    """The token numbers of each text."""
    ids: list[Ids] = []
    for start in range(0, len(texts), 10_000):
        encodings = tokenizer.encode_batch_fast(list(texts[start : start + 10_000]), add_special_tokens=False)
        ids.extend(np.array(encoding.ids, dtype=np.int64) for encoding in encodings)
    return ids
