"""Questions that a recombined corpus can answer: in Vietnamese, without diacritics, in English.

A question is a stretch of a clause between the words of asking, since what users ask for
shares words with what they find; an English one names the glossary's terms that stand there.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from ingest.glossary import Glossary
from ingest.spelling import bare, folded_words
from vectorstore.library import Library

SEED = 7
Address = tuple[str, str]  # document and path

_FRAMES = (
    "ai chịu trách nhiệm {}?",
    "quy định về {} như thế nào?",
    "thời hạn {} là khi nào?",
    "đơn vị nào {}?",
    "{} gồm những gì?",
)
_ENGLISH_FRAMES = (
    "which unit is responsible for {}?",
    "what does the document say about {}?",
    "by when must {} be reported?",
)
_WORD = re.compile(r"\w[\w/-]*")
_FEWEST, _MOST = 5, 10  # words of the clause that a question takes
_TERMS = 3  # in an English question
_TRIES = 10  # clauses looked at for one question


@dataclass(frozen=True, slots=True)
class Asked:
    text: str
    typing: str  # "vi", "vi-plain" (without diacritics), "en"
    source: Address  # the clause it was made from; others may answer as well


def questions_about(library: Library, glossary: Glossary, *, each: int) -> list[Asked]:
    """Up to `each` questions of every typing, as many as the library gives; the same for the same library."""
    chance = random.Random(SEED)
    terms = {folded_words(term.vietnamese): term.english[0] for term in glossary.terms if term.english}
    clauses = list(islice(_clauses(library, chance), _TRIES * each))
    vietnamese = [(q, address) for address, text in clauses if (q := _vietnamese(text, chance))]
    english = [(q, address) for address, text in clauses if (q := _english(text, terms, chance))]
    return [
        *(Asked(text, "vi", address) for text, address in vietnamese[:each]),
        *(Asked(bare(text), "vi-plain", address) for text, address in vietnamese[each : 2 * each]),
        *(Asked(text, "en", address) for text, address in english[:each]),
    ]


def _clauses(library: Library, chance: random.Random) -> Iterator[tuple[Address, str]]:
    """Clauses of documents drawn by lot, without end while there are any."""
    documents = sorted(card.id for card in library.cards())
    while documents:
        document_id = chance.choice(documents)
        document = library.document(document_id)
        if document and (clauses := [*document.addresses()]):
            clause = chance.choice(clauses)
            yield (document_id, clause.path), clause.text


def _vietnamese(text: str, chance: random.Random) -> str | None:
    words = _WORD.findall(text)
    length = chance.randint(_FEWEST, _MOST)
    if len(words) <= length:
        return None
    start = chance.randrange(len(words) - length)
    return chance.choice(_FRAMES).format(" ".join(words[start : start + length]).lower())


def _english(text: str, terms: Mapping[str, str], chance: random.Random) -> str | None:
    words = folded_words(text).split()
    spans = (" ".join(words[at : at + length]) for at in range(len(words)) for length in (4, 3, 2))
    found = list(dict.fromkeys(terms[span] for span in spans if span in terms))
    if len(found) < 2:
        return None
    return chance.choice(_ENGLISH_FRAMES).format(" and ".join(found[:_TERMS]))
