"""A Vietnamese question in the words of the corpus: English and lay words that it has not.

"student có duty gì" → "người học có nhiệm vụ gì"; "dịch heo" may be "dịch lợn" where documents write of "lợn" alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.directory import Directory, grams
from ingest.glossary import Glossary
from ingest.spelling import strip_diacritics
from ingest.syllables import is_bare_syllable
from ingest.thesaurus import load_thesaurus

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 4  # letters; what is shorter and no syllable is an abbreviation


def in_vietnamese(text: str, directory: Directory, glossary: Glossary) -> str:
    """The question with its English words, as far as the corpus has them only in Vietnamese, said so."""
    said, end = "", 0
    for start, stop in _foreign(text, directory):
        ways: dict[str, list[str]] = {}
        for phrase, term in glossary.english_to_vietnamese(text[start:stop]):
            if term.category in ("topic", "word") and _stands(term.vietnamese, directory):
                ways.setdefault(phrase, []).append(term.vietnamese)
        run = text[start:stop]
        for phrase, known in ways.items():
            run = run.replace(phrase, known[0], 1)
        said, end = said + text[end:start] + run, stop
    return said + text[end:]


def _foreign(text: str, directory: Directory) -> Iterator[tuple[int, int]]:
    """Where runs of words begin and end that are no Vietnamese syllables and stand nowhere in the corpus."""
    run: tuple[int, int] | None = None
    for match in _WORD.finditer(text):
        word = match[0].lower()
        bare = strip_diacritics(word)
        foreign = word == bare and len(word) >= _SHORTEST and match[0].islower()
        if foreign and not is_bare_syllable(bare) and not directory.frequencies[bare]:
            joined = run is not None and not text[run[1] : match.start()].strip()
            if run is not None and not joined:
                yield run
            run = (run[0] if run is not None and joined else match.start(), match.end())
    if run is not None:
        yield run


def official_names(text: str, directory: Directory) -> tuple[tuple[str, str], ...]:
    """(lay phrase, its name in the corpus) of the lay phrases, the longest first, that the corpus calls only otherwise."""
    places = list(_WORD.finditer(text))
    found, at = [], 0
    while at < len(places):
        length, name = _renamed(places[at:], directory)
        if name:
            found.append((text[places[at].start() : places[at + length - 1].end()], name))
        at += length
    return tuple(found)


def _renamed(places: Sequence[re.Match[str]], directory: Directory) -> tuple[int, str]:
    """How many words the lay phrase has that begins here, and its name in the corpus; (1, "") where none is to be changed."""
    thesaurus = load_thesaurus()
    for length in range(min(thesaurus.longest, len(places)), 0, -1):
        words = [place[0].lower() for place in places[:length]]
        if official := thesaurus.official(words):
            known = [name for name in official if _stands(name, directory)]
            if known and not _stands(" ".join(words), directory):
                return length, known[0]
            return length, ""
    return 1, ""


def _stands(phrase: str, directory: Directory) -> bool:
    return all(map(directory.frequencies.__getitem__, grams(phrase)))
