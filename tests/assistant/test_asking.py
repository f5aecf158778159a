"""Telling what a question asks for, learnt from ways of asking."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from assistant.asking.classifier import Classifier, load_classifier, tokens
from assistant.asking.phrasing import training_questions
from assistant.cues import kinds_of
from ingest.spelling import folded_words, spelt_words

TOKENS = {
    "a matter is any matter": ("ai lo thu gom rac", ["^", "ai", "lo", "_", "$"]),
    "a number is any number": ("muc tieu 5 cua ai", ["^", "muc", "tieu", "0", "_", "ai", "$"]),
    "short forms are written out": ("vb ko ai", ["^", "_", "khong", "ai", "$"]),
    "an English may is no mấy": ("what may schools charge", ["^", "_", "may'", "_", "$"]),
    "mấy without diacritics": ("may truong", ["^", "may", "_", "$"]),
    "another word with diacritics": ("máy của trường nào", ["^", "_", "$"]),
    "the word with its diacritics": ("mấy trường", ["^", "may", "_", "$"]),
}


@pytest.mark.parametrize(("spelt", "expected"), TOKENS.values(), ids=TOKENS.keys())
def test_tokens(spelt: str, expected: list[str]) -> None:
    vocabulary = frozenset("ai lo may mấy muc tieu khong 0".split())
    assert [token.text for token in tokens(spelt, vocabulary)] == expected


def test_tokens_stand_where_they_were_typed() -> None:
    folded = "hoi ai lo viec"
    assert [folded[t.start : t.end] for t in tokens(folded, frozenset({"ai", "lo"}))[1:-1]] == [
        "hoi",
        "ai",
        "lo",
        "viec",
    ]


# a question in a field, place and wording that no pattern has → a kind it asks for
UNSEEN = {
    "duties": ("Trạm Khuyến nông Suối Hai bị giao những chuyện gì?", "duties"),
    "duties, English": ("What does the veterinary station have to do about swine fever?", "duties"),
    "actor": ("đơn vị nào chịu trách nhiệm nạo vét kênh mương", "actor"),
    "deadline": ("Bao giờ phải nạo vét xong kênh mương?", "deadline"),
    "receiver": ("Kết quả nạo vét gửi về cơ quan nào?", "receiver"),
    "target": ("How many kilometres of canal must be dredged?", "target"),
    "money": ("kinh phi nao vet kenh muong la bao nhieu tien", "money"),
    "basis": ("Kế hoạch nạo vét căn cứ vào nghị quyết nào?", "basis"),
    "cited-by": ("Which documents mention Decision 12/QĐ-UBND?", "cited-by"),
    "signer": ("ai ki quyet dinh nao vet", "signer"),
    "definition": ("Thế nào là kênh nội đồng?", "definition"),
    "compare": ("So sánh tiền công nạo vét của Mỹ Hội và Tân Phú", "compare"),
    "summary": ("tóm tắt giúp quyết định 12", "summary"),
    "precedent": ("Các huyện khác viết đoạn giao việc nạo vét thế nào?", "precedent"),
    "validity": ("Is Decision 12 still in force?", "validity"),
    "chatter": ("thời tiết Mỹ Hội hôm nay thế nào", "chatter"),
}


@pytest.mark.parametrize(("text", "kind"), UNSEEN.values(), ids=UNSEEN.keys())
def test_kinds_of_unseen_questions(text: str, kind: str) -> None:
    assert kind in load_classifier().kinds(spelt_words(text))


def test_a_question_for_nothing_known_has_no_kind() -> None:
    assert Classifier(frozenset(), frozenset(), {"actor": -5.0}, {}).kinds("nao vet kenh muong") == frozenset()


def test_words_of_asking_leave_the_matter() -> None:
    folded = folded_words("Đơn vị nào chủ trì nạo vét kênh mương?")
    asking = {folded[start:end] for start, end in load_classifier().words_of_asking(folded, {"actor"})}
    assert "nao" in asking
    assert not {"vet", "kenh", "muong"} & asking


def test_nouns_of_the_matter_are_read_and_are_no_words_of_asking() -> None:
    weights = {"toc do": {"target": 2.0}, "bao": {"target": 1.0}}
    classifier = Classifier(frozenset({"toc", "do", "bao"}), frozenset({"toc", "do"}), {"target": -2.0}, weights)
    assert classifier.kinds("toc do bao nhieu") == {"target"}
    assert classifier.words_of_asking("toc do bao nhieu", {"target"}) == [(7, 10)]


def test_kinds_of_questions_about_many_matters() -> None:
    """At least `_TOLD` of the questions of kinds_asked.txt are told wholly right."""
    wrong = [f"{told} of {line}" for line in _asked() if not _fits(line.split("\t")[0], told := _told(line))]
    assert len(wrong) <= (1 - _TOLD) * len(_asked()), "\n".join(wrong)


_TOLD = 0.9


def _asked() -> list[str]:
    lines = Path(__file__).with_name("kinds_asked.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _told(line: str) -> set[str]:
    return {str(kind) for kind in kinds_of(spelt_words(line.split("\t")[1]))}


def _fits(expected: str, told: set[str]) -> bool:
    """Whether kinds are those expected; "a|b" is one of the two or both, "(a)" may be among them."""
    asked = [set(kinds.split("|")) for kinds in expected.split() if kinds != "none" and not kinds.startswith("(")]
    allowed = set().union(*asked) | {kinds.strip("()") for kinds in expected.split()}
    return told <= allowed and all(kinds & told for kinds in asked)


def test_training_questions_are_the_same_every_time() -> None:
    first = list(training_questions(2, seed=3))
    random.seed(99)
    assert list(training_questions(2, seed=3)) == first
    assert not any(set("{}()[]|") & set(question.text) for question in first)
