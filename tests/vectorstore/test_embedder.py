"""Both embedders keep the same contract; the shipped model gives the same vectors through either."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from vectorstore.embedder import (
    SHIPPED_MODEL,
    Embedder,
    SentenceTransformerEmbedder,
    StaticEmbedder,
    load_embedder,
)
from vectorstore.errors import EmbedderNotFound
from vectorstore.training.measure import reciprocal_rank

LARGEST_MODEL = 20_000_000  # bytes in the repository
CLAUSE = "Phòng Lao động chủ trì, phối hợp với các đơn vị tham mưu kế hoạch bình đẳng giới hằng năm."
TEXTS = [CLAUSE, "Which department reports on gender equality?", "Số 12/KH-UBND ngày 5/6/2020", CLAUSE * 40, "y tế"]

EMBEDDERS: dict[str, Callable[[], Embedder]] = {
    "static, without torch": StaticEmbedder,
    "through sentence-transformers": lambda: SentenceTransformerEmbedder(str(SHIPPED_MODEL)),
}


@pytest.fixture(scope="module", params=list(EMBEDDERS.values()), ids=list(EMBEDDERS))
def shipped(request: pytest.FixtureRequest) -> Embedder:
    embedder: Embedder = request.param()
    return embedder


def test_rows_have_unit_length(shipped: Embedder) -> None:
    vectors = shipped.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), shipped.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_no_texts_give_no_rows(shipped: Embedder) -> None:
    assert shipped.encode([]).shape == (0, shipped.dimension)


def test_a_text_without_known_token_is_zero_and_its_neighbours_are_not(shipped: Embedder) -> None:
    vectors = shipped.encode(["", CLAUSE, " \n", "?!…", CLAUSE, ""])
    assert vectors.any(axis=1).tolist() == [False, True, False, False, True, False]
    assert np.allclose(vectors[1], vectors[4])


def test_a_text_does_not_depend_on_its_batch(shipped: Embedder) -> None:
    alone = np.concatenate([shipped.encode([text]) for text in TEXTS])
    assert np.allclose(shipped.encode(TEXTS * 120)[-len(TEXTS) :], alone, atol=1e-4)


def test_threads_share_an_embedder(shipped: Embedder) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(shipped.encode, [TEXTS] * 16))
    assert all(np.array_equal(result, results[0]) for result in results)


def test_a_fingerprint_names_the_model_and_stays(shipped: Embedder) -> None:
    again = type(shipped)() if isinstance(shipped, StaticEmbedder) else SentenceTransformerEmbedder(str(SHIPPED_MODEL))
    name, _, weights = shipped.fingerprint.rpartition(":")
    assert name
    assert len(weights) == 16
    assert again.fingerprint == shipped.fingerprint


def test_both_give_the_same_vectors() -> None:
    one, other = (make().encode(TEXTS) for make in EMBEDDERS.values())
    assert ((one * other).sum(axis=1) > 0.999).all()


def test_another_weight_is_another_fingerprint(tmp_path: Path) -> None:
    for file in ("tokenizer.json", "model.safetensors"):
        (tmp_path / file).write_bytes((SHIPPED_MODEL / file).read_bytes())
    weights = bytearray((tmp_path / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (tmp_path / "model.safetensors").write_bytes(weights)
    assert StaticEmbedder(tmp_path).fingerprint != StaticEmbedder().fingerprint


SPELLINGS = {
    "upper case": ("Bình đẳng giới", "BÌNH ĐẲNG GIỚI"),
    "typed without diacritics": ("Phòng Y tế báo cáo mục tiêu nào", "phong y te bao cao muc tieu nao"),
    "old and new place of the tone mark": ("hoà giải, thuỷ lợi", "hòa giải, thủy lợi"),
    "decomposed characters": ("Ủy ban nhân dân", unicodedata.normalize("NFD", "Ủy ban nhân dân")),
    "white space and line ends": ("Ủy ban nhân dân", " Ủy  ban\nnhân\u00a0dân "),
}


@pytest.mark.parametrize(("one", "other"), SPELLINGS.values(), ids=SPELLINGS.keys())
def test_spellings_of_one_text(one: str, other: str) -> None:
    vectors = load_embedder(None).encode([one, other])
    assert vectors[0] @ vectors[1] > 0.999


MEANINGS = {
    "English asks Vietnamese": (
        "Which agency is responsible for environmental protection?",
        "Cơ quan chịu trách nhiệm về bảo vệ môi trường",
        "Thời hạn nộp hồ sơ đăng ký kết hôn",
    ),
    "a question and its clause": (
        "Ai được miễn học phí?",
        "Đối tượng được miễn, giảm học phí",
        "Xử phạt vi phạm hành chính trong lĩnh vực giao thông",
    ),
}


@pytest.mark.parametrize(("question", "near", "far"), MEANINGS.values(), ids=MEANINGS.keys())
def test_meaning(question: str, near: str, far: str) -> None:
    asked, close, distant = load_embedder(None).encode([question, near, far])
    assert asked @ close > asked @ distant + 0.2


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of a transformer with random weights that reads eight tokens, special ones included."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer, set_seed

    set_seed(1)
    folder = tmp_path_factory.mktemp("transformer")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "mot", "hai", "ba", "bon"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizer(vocab=str(folder / "vocab.txt"), model_max_length=8).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(words),
        max_position_embeddings=8,
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
    )
    BertModel(config).save_pretrained(folder)
    model = SentenceTransformer(modules=[Transformer(str(folder), max_seq_length=8), Pooling(16)], device="cpu")
    saved = str(tmp_path_factory.mktemp("saved"))
    model.save(saved, create_model_card=False)
    return saved


LONG_TEXTS = {
    "fits": "mot hai ba bon",
    "two parts": "mot hai ba mot hai ba mot",
    "many parts": "mot hai ba " * 50,
    "lines": "mot\nhai\nba\n" * 50,
    "without a space": "mot-hai-ba-" * 20,
}


@pytest.mark.parametrize("text", LONG_TEXTS.values(), ids=LONG_TEXTS.keys())
def test_a_long_text_is_read_to_its_end(text: str, transformer: str) -> None:
    embedder = SentenceTransformerEmbedder(transformer)
    one, other, nothing = embedder.encode([f"{text} hai hai hai", f"{text} bon bon bon", " "])
    assert np.abs(one - other).max() > 1e-4
    assert np.linalg.norm(one) == pytest.approx(1, abs=1e-4)
    assert not nothing.any()


def test_a_model_that_is_not_here_is_named(tmp_path: Path) -> None:
    with pytest.raises(EmbedderNotFound, match="absent"):
        load_embedder(str(tmp_path / "absent"))


def test_the_shipped_model_needs_no_torch() -> None:
    program = (
        "import sys; from vectorstore.embedder import load_embedder; load_embedder(None).encode(['một']);"
        "sys.exit(bool({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
    )
    root = SHIPPED_MODEL.parent.parent
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 0


def test_the_shipped_model_is_small() -> None:
    assert sum(file.stat().st_size for file in SHIPPED_MODEL.rglob("*") if file.is_file()) <= LARGEST_MODEL


def test_english_questions_find_vietnamese_law(shared: Path) -> None:
    mrr = reciprocal_rank(load_embedder(None), shared / "bench" / "law-en-vi")
    print(f"law-en-vi: MRR@10 {mrr:.3f}")  # noqa: T201
    assert mrr >= 0.75
