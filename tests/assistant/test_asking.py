"""Telling what a question asks for, learnt from ways of asking."""

from __future__ import annotations

import random

import pytest

from assistant.asking.classifier import Classifier, load_classifier, tokens
from assistant.asking.phrasing import training_questions
from ingest.spelling import folded_words

TOKENS = {
    "a matter is any matter": ("ai lo thu gom rac", ["^", "ai", "lo", "_", "$"]),
    "a number is any number": ("muc tieu 5 cua ai", ["^", "muc", "tieu", "0", "_", "ai", "$"]),
    "short forms are written out": ("vb ko ai", ["^", "_", "khong", "ai", "$"]),
}


@pytest.mark.parametrize(("folded", "expected"), TOKENS.values(), ids=TOKENS.keys())
def test_tokens(folded: str, expected: list[str]) -> None:
    vocabulary = frozenset("ai lo muc tieu khong 0".split())
    assert [token.text for token in tokens(folded, vocabulary)] == expected


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
    assert kind in load_classifier().kinds(folded_words(text))


def test_a_question_for_nothing_known_has_no_kind() -> None:
    assert Classifier(frozenset(), {"actor": -5.0}, {}).kinds("nao vet kenh muong") == frozenset()


def test_words_of_asking_leave_the_matter() -> None:
    folded = folded_words("Đơn vị nào chủ trì nạo vét kênh mương?")
    asking = {folded[start:end] for start, end in load_classifier().words_of_asking(folded, {"actor"})}
    assert "nao" in asking
    assert not {"vet", "kenh", "muong"} & asking


def test_training_questions_are_the_same_every_time() -> None:
    first = list(training_questions(2, seed=3))
    random.seed(99)
    assert list(training_questions(2, seed=3)) == first
    assert not any(set("{}()[]|") & set(question.text) for question in first)
