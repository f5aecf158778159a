"""Which letter sequences are syllables of Vietnamese, and how much of a text is made of them.

A syllable is an onset, a rime and a tone; what may follow what is nearly fixed, so that text
in a wrong encoding, or behind a font with a wrong map, reads as hardly any syllables.

Source of the rimes: Đoàn Thiện Thuật, Ngữ âm tiếng Việt (1977), written as the spelling has them.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from ingest.spelling import strip_diacritics

_LETTERS = re.compile(r"[^\W\d_¹²³⁰⁴-⁹₀-₉]+")  # of what Python calls letters, not the raised and lowered digits

_BEFORE_FRONT = "b ch d đ gh h kh k l m n ngh nh p ph r s t th tr v x".split()
_BEFORE_OTHERS = "b c ch d đ g gi h kh l m n ng nh p ph r s t th tr v x".split()
_FRONT = """
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu y
"""
_OTHERS = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    o oc oi om on ong op ot oong ooc ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uc ui um un ung up ut uôc uôi uôm uôn uông uôt
    ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oem oen oeo oet
    uâc uân uâng uât uây uê uêch uên uênh uêt uêu uơ uy uya uych uyên uyêt uyn uynh uyp uyt uyu
"""
_AFTER_QU = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng ât âu ây
    e ec em en eng eo et ê êch ên ênh êt êu i ich in inh it iu ơ ơi ơn ơt ôc y ych yên yêt ynh yt
"""
_ALONE = "y yêm yên yêng yêt yêu gi gie gich gim gin gip giêc giêm giên giêng giêt"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED = ("c", "ch", "p", "t")  # such a rime has no other tone than these two
_TONES_OF_STOPPED = "\u0301\u0323"


@lru_cache(maxsize=1 << 16)  # a text repeats its words
def is_syllable(word: str) -> bool:
    """Whether a word, in any case and composition, can be a Vietnamese syllable; "an" and "to" can."""
    return unicodedata.normalize("NFC", word).lower() in _syllables()


def is_bare_syllable(word: str) -> bool:
    """Whether a word without diacritics can be a Vietnamese syllable typed so: "xep" for "xếp"."""
    return word.lower() in _bare_syllables()


def share_of_syllables(text: str) -> float:
    """How many of a text's words are Vietnamese syllables, 0 to 1; 0 for a text without words.

    Official Vietnamese has 0.96 on average (the rest are abbreviations, single letters and foreign names),
    English 0.19; Vietnamese read in a wrong encoding seldom reaches 0.6.
    """
    words = _LETTERS.findall(unicodedata.normalize("NFC", text).lower())
    return sum(word in _syllables() for word in words) / len(words) if words else 0.0


@cache
def _syllables() -> frozenset[str]:
    """Every syllable in lower case and NFC, some 18,000; "hoà" and "hòa" are two of them."""
    plain = {rime for rime in (_FRONT + _OTHERS).split() if rime != "y"} | set(_ALONE.split())
    plain |= {onset + rime for onset in _BEFORE_FRONT for rime in _FRONT.split()}
    plain |= {onset + rime for onset in _BEFORE_OTHERS for rime in _OTHERS.split()}
    plain |= {"qu" + rime for rime in _AFTER_QU.split()}
    return frozenset(toned for syllable in plain for toned in _toned(syllable))


@cache
def _bare_syllables() -> frozenset[str]:
    return frozenset(strip_diacritics(syllable) for syllable in _syllables())


def _toned(plain: str) -> set[str]:
    stopped = plain.endswith(_STOPPED)
    toned = set() if stopped else {plain}
    for tone in _TONES_OF_STOPPED if stopped else _TONES:
        toned |= {unicodedata.normalize("NFC", plain[:at] + tone + plain[at:]) for at in _places(plain)}
    return toned


def _places(plain: str) -> set[int]:
    """Behind which letters of a syllable its tone mark may stand."""
    vowels = [at for at, letter in enumerate(plain) if letter in "aăâeêioôơuưy"]
    if plain.startswith("qu") or (plain.startswith("gi") and len(vowels) > 1):
        vowels = vowels[1:]
    marked = [at for at in vowels if plain[at] in "ăâêôơư"]
    if marked:
        return {marked[-1] + 1}
    if len(vowels) == 3:  # oai, oao, uyu
        return {vowels[1] + 1}
    ends_open = plain[-1] in "aeiouy"
    if len(vowels) == 2 and plain[vowels[0] : vowels[1] + 1] in ("oa", "oe", "uy") and ends_open:
        return {vowels[0] + 1, vowels[1] + 1}
    if len(vowels) == 2 and not ends_open:
        return {vowels[1] + 1}
    return {vowels[0] + 1}
