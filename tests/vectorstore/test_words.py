"""Text → tokens: spellings, pairs, document numbers, the same without diacritics."""

from __future__ import annotations

import unicodedata

import pytest

from vectorstore.words import document_numbers, fold, has_diacritics, question_tokens, syllables, tokens

SPELLINGS = {
    "tone mark on the second vowel of oa": ("hoà", "hòa"),
    "tone mark on the second vowel of oe": ("khoẻ", "khỏe"),
    "tone mark on the second vowel of uy": ("thuỷ", "thủy"),
    "Ủy ban": ("Uỷ", "Ủy"),
    "misplaced in a closed syllable": ("tòan", "toàn"),
    "i or y: kỹ": ("kỹ", "kĩ"),
    "i or y: tỷ": ("tỷ", "tỉ"),
    "i or y: quý": ("quý", "quí"),
    "i or y without a tone": ("ty", "ti"),
    "decomposed": (unicodedata.normalize("NFD", "điều"), "điều"),
    "eth for đ": ("ðiều Ðiều", "điều Điều"),
    "leading zero": ("06", "6"),
}


@pytest.mark.parametrize(("one", "other"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_spellings_meet(one: str, other: str) -> None:
    assert syllables(one) == syllables(other)


KEPT = "hoàn ngoài thuyền khuỷu quả giải giữ gì già mùa lúa nghĩa tiền người nước rượu quốc việc yếu tuổi chịu ý"


@pytest.mark.parametrize("syllable", KEPT.split())
def test_a_right_spelling_stays(syllable: str) -> None:
    assert syllables(syllable) == [syllable]


APART = {"thúy and thùy": ("thúy", "thùy"), "y tế and i": ("y", "i"), "mai and may": ("mai", "may")}


@pytest.mark.parametrize(("one", "other"), APART.values(), ids=APART.keys())
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert syllables(one) != syllables(other)


NUMBERS = {
    "as it should be": ("912/LĐTBXH-BĐG", ["912/lđtbxh-bđg"]),
    "a space in the code": ("Số: 912/LĐT BXH-BĐG", ["912/lđtbxh-bđg"]),
    "a space before the slash": ("5947 /KH-UBND", ["5947/kh-ubnd"]),
    "dots filled in by hand": ("146.../UBND-LĐTBXH về việc", ["146/ubnd-lđtbxh"]),
    "with a year": ("số 01/2020/NĐ-CP ngày", ["1/2020/nđ-cp"]),
    "small letter at the end": ("4/QĐ-TTg", ["4/qđ-ttg"]),
    "typed in lower case": ("cong van 5947/kh-ubnd", ["5947/kh-ubnd"]),
    "of a law": ("45/2019/QH14", ["45/2019/qh14"]),
    "of a party organ": ("109-KH/TU", ["109-kh/tu"]),
    "a long dash": ("1894/LĐTBXH – VPQG", ["1894/lđtbxh-vpqg"]),
    "capitals after it are not its own": ("1106/UBND-VX ngày 15/5/2023 của UBND TP", ["1106/ubnd-vx"]),
    "two of them": ("953/QĐ-LĐTBXH và 1388/QĐ-LĐTBXH", ["953/qđ-lđtbxh", "1388/qđ-lđtbxh"]),
    "a date is none": ("15/11/2024", []),
    "a fraction is none": ("1/2 SỐ DÂN", []),
    "blank number is none": ("…/KH-UBND", []),
}


@pytest.mark.parametrize(("text", "numbers"), NUMBERS.values(), ids=NUMBERS.keys())
def test_document_numbers(text: str, numbers: list[str]) -> None:
    assert document_numbers(text) == numbers


TOKENS = {
    "syllables, then pairs": ("Bình đẳng giới", ["bình", "đẳng", "giới", "bình_đẳng", "đẳng_giới"]),
    "a comma parts a pair": ("Y tế, xã", ["y", "tế", "xã", "y_tế"]),
    "a line break does not": ("mục\ntiêu 4", ["mục", "tiêu", "4", "mục_tiêu", "tiêu_4"]),
    "a number whole and in parts": ("912/BĐG", ["912", "bđg", "912_bđg", "912/bđg"]),
    "nothing": (" – … ", []),
}


@pytest.mark.parametrize(("text", "expected"), TOKENS.values(), ids=TOKENS.keys())
def test_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


QUESTIONS = {
    "each once": ("báo cáo báo", ["báo", "cáo", "báo_cáo", "cáo_báo"]),
    "English without its little words": (
        "Which department reports the plan?",
        ["department", "reports", "plan", "department_reports"],
    ),
    "bare Vietnamese keeps every word": ("the do an", ["the", "do", "an", "the_do", "do_an"]),
}


@pytest.mark.parametrize(("question", "expected"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_question_tokens(question: str, expected: list[str]) -> None:
    assert question_tokens(question) == expected


FOLDS = {
    "tones and đ": ("Điều phối", "Dieu phoi"),
    "ư and ơ": ("nước, hướng", "nuoc, huong"),
    "plain": ("abc 1", "abc 1"),
}


@pytest.mark.parametrize(("text", "bare"), FOLDS.values(), ids=FOLDS.keys())
def test_fold(text: str, bare: str) -> None:
    assert fold(text) == bare


@pytest.mark.parametrize(("text", "expected"), [("phong y te", False), ("phòng y te", True), ("Objective 5", False)])
def test_has_diacritics(text: str, expected: bool) -> None:
    assert has_diacritics(text) is expected


@pytest.mark.parametrize("text", ["hoà bình", "912/LĐT BXH-BĐG", "thuỷ lợi, quý I/2024", "tòan"])
def test_folding_tokens_is_the_same_as_tokens_of_folded_text(text: str) -> None:
    assert fold(" ".join(tokens(text))).split() == tokens(fold(text))
