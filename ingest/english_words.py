"""English words in one form, for comparing: singular, British spelling, no possessive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_ENGLISH_WORD = re.compile(r"viet ?nam|sub-department|&|[a-z0-9]+(?:/[a-z]+)?(?:['’]s\b)?")
_POSSESSIVE = ("'s", "’s")
_NO_PLURAL = ("ss", "us", "is", "news")
IRREGULAR = {
    "labor": "labour", "center": "centre", "defense": "defence", "program": "programme", "license": "licence",
    "women": "woman", "children": "child", "men": "man", "criteria": "criterion",
    "annexe": "annex", "appendice": "appendix", "viet nam": "vietnam", "&": "and", "dike": "dyke", "catalog": "catalogue",
    "sub-department": "subdepartment",
}  # fmt: skip


def english_words(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _ENGLISH_WORD.finditer(text.lower()) if match[0] != "the")


@cache
def one_form(word: str) -> str:
    """One form for singular and plural, British and American: "organizations" → "organisation"."""
    word = without_possessive(word)
    if "iz" in word:
        word = re.sub(r"iz(?=e|ing|ation)", "is", word)
    if word.endswith("ies") and len(word) > 4:
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and len(word) > 3 and not word.endswith(_NO_PLURAL):
        word = word[:-1]
    return IRREGULAR.get(word, word)


def without_possessive(phrase: str) -> str:
    return phrase[:-2] if phrase.endswith(_POSSESSIVE) else phrase
