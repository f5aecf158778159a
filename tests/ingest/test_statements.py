from __future__ import annotations

import pytest

from ingest.model import Clause
from ingest.statements import fold, plain, sentences, stretches

SENTENCES = {
    "full stops": ("Một việc. Hai việc.", ["Một việc.", "Hai việc."]),
    "broken over a page": ("Đẩy mạnh công\n\nnghiệp hoá. Hết.", ["Đẩy mạnh công\n\nnghiệp hoá.", "Hết."]),
    "broken before a name": ("của UBND huyện và\n\nPhòng Nội vụ.", ["của UBND huyện và\n\nPhòng Nội vụ."]),
    "a heading without a full stop": ("Phòng Y tế\n\nChủ trì kiểm tra.", ["Phòng Y tế", "Chủ trì kiểm tra."]),
    "the label is no sentence": ("1. Tuyên truyền. Vận động.", ["1. Tuyên truyền.", "Vận động."]),
    "an article's label": ("Điều 5. Hiệu lực. Hết.", ["Điều 5. Hiệu lực.", "Hết."]),
    "abbreviations": ("tại TP. Hồ Chí Minh và Q. Bình Tân.", ["tại TP. Hồ Chí Minh và Q. Bình Tân."]),
    "dates and numbers": ("trước 5.4.2018 và 1.500 hộ.", ["trước 5.4.2018 và 1.500 hộ."]),
    "dots that go on": ("chuyển đổi số... Tăng cường.", ["chuyển đổi số...", "Tăng cường."]),
    "a lead-in": ("như sau:\nMột việc.", ["như sau:", "Một việc."]),
    "a point left in the text": ("Chương trình năm\na) Chậm nhất", ["Chương trình năm", "a) Chậm nhất"]),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences(text: str, expected: list[str]) -> None:
    (stretch,) = stretches([Clause(path="1", text=text, start=5)])
    parts = list(sentences(stretch))
    assert [part.text for part in parts] == expected
    assert all(text[part.start - 5 :].startswith(part.text) for part in parts)


def test_stretches_have_the_innermost_address() -> None:
    text = "1. Gồm:\n- Một:\n+ Hai.\n- Ba.\nCuối."
    dash = Clause(path="1-1", text="- Một:\n+ Hai.", start=text.index("- Một"))
    plus = Clause(path="1-1+1", text="+ Hai.", start=text.index("+"))
    last = Clause(path="1-2", text="- Ba.", start=text.index("- Ba"))
    clause = Clause(path="1", text=text, start=0, items=(dash, plus, last))
    found = [(stretch.path, stretch.text.strip()) for stretch in stretches([clause])]
    assert found == [("1", "1. Gồm:"), ("1-1", "- Một:"), ("1-1+1", "+ Hai."), ("1-2", "- Ba."), ("1", "Cuối.")]


def test_what_runs_on_is_cut_into_bounded_pieces() -> None:
    text = "Một việc; " * 2000
    (stretch,) = stretches([Clause(path="1", text=text, start=0)])
    parts = list(sentences(stretch))
    assert max(len(part.text) for part in parts) <= 3000
    assert sum(part.text.count("việc") for part in parts) == 2000


def test_plain_keeps_every_offset() -> None:
    text = "**Số**\n–\u00a012"
    assert len(plain(text)) == len(text)
    assert plain(text).split() == ["Số", "-", "12"]
    assert fold(text) == "Số – 12"
