"""Texts to vectors: the model that ships with the project, or any sentence-transformers model.

The shipped model is static (a table of token vectors, averaged), so numpy and
tokenizers are enough to run it: a cold `danchieu ask` never imports torch.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Token, Tokenizer

from ingest.spelling import strip_diacritics
from vectorstore.errors import EmbedderNotFound

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHIPPED_MODEL = Path(__file__).parent / "model"
SHIPPED_NAME = "danchieu-static-2"

_FEW = 16  # texts that are encoded without importing scipy
# Words with nothing but spaces between them, or digits. A space before punctuation is a token of its own.
_RUN = re.compile(r"\d+|[^\W\d_](?:\s*[^\W\d_]+)*(?:\s(?=[^\w\s]|_))?")
LAST_GAP = re.compile(r".*\S\s+", re.DOTALL)  # everything up to the last white space

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    @property
    def fingerprint(self) -> str:
        """Names the model and its weights; vectors of another fingerprint cannot be compared."""
        ...

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, shape (len(texts), dimension), for texts of any length.

        Rows have unit length, so that a dot product is a cosine similarity;
        a text without a known token gets a row of zeros. Thread-safe.
        """
        ...

    def encode_parts(self, texts: Sequence[Sequence[str]]) -> Vectors:
        """As `encode`, of texts given in parts that stand below each other.

        Many texts share a part: a title, a heading, the lines of a clause and its passages.
        """
        ...


class StaticEmbedder:
    """A quantised sentence-transformers `StaticEmbedding` folder, without torch.

    The files are those that `StaticEmbedding.load` reads: in `model.safetensors`
    the tensor `embeddings`, int8 of shape (tokens, dimension), and `weights`,
    float32 of shape (tokens,), by which a row is multiplied.
    """

    def __init__(self, folder: Path = SHIPPED_MODEL, name: str = SHIPPED_NAME) -> None:
        """Raises FileNotFoundError where the folder holds no model."""
        self._folder = folder
        self._name = name
        self._model = Tokenizer.from_file(str(folder / "tokenizer.json")).model
        tensors = load_file(folder / "model.safetensors")
        self._rows: NDArray[np.int8] = tensors["embeddings"]
        self._scales: Vectors = tensors["weights"].astype(np.float32)

    @cached_property
    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for file in ("tokenizer.json", "model.safetensors"):
            digest.update((self._folder / file).read_bytes())
        return f"{self._name}:{digest.hexdigest()[:16]}"

    @property
    def dimension(self) -> int:
        return int(self._rows.shape[1])

    def encode(self, texts: Sequence[str]) -> Vectors:
        return _unit(self._sums(texts))

    def encode_parts(self, texts: Sequence[Sequence[str]]) -> Vectors:
        places: dict[str, int] = {}
        flat = [places.setdefault(part, len(places)) for parts in texts for part in parts]
        sums = self._sums(list(places))
        return _unit(_weighted(sums, np.array(flat, np.int32), None, [len(parts) for parts in texts]))

    def _sums(self, texts: Sequence[str]) -> Vectors:
        """The sum of each text's token vectors."""
        ids = [self._ids(text) for text in texts]
        flat = np.fromiter(chain.from_iterable(ids), np.int32)
        if len(texts) < _FEW:
            places = np.repeat(np.arange(len(texts)), [len(some) for some in ids])
            sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
            np.add.at(sums, places, self._rows[flat] * self._scales[flat, None])
            return sums
        return _weighted(self._table, flat, self._scales[flat], [len(some) for some in ids])

    def _ids(self, text: str) -> list[int]:
        """The tokens of a text, as the tokenizer's own normalizer and splitter lead to them, in a quarter of the time."""
        plain = " ".join(strip_diacritics(unicodedata.normalize("NFKC", text)).split())
        return [token.id for run in _RUN.findall(plain) for token in self._split(run)]

    def tokens(self, run: str) -> list[str]:
        """The tokens of words with nothing but spaces between them, in lower case without diacritics: "▁kiem▁tra"."""
        return [token.value for token in self._split(run)]

    def _split(self, run: str) -> list[Token]:
        found: list[Token] = self._model.tokenize("▁" + run.replace(" ", "▁"))
        return found

    @cached_property
    def _table(self) -> Vectors:
        return self._rows.astype(np.float32)


class SentenceTransformerEmbedder:
    """Any model that sentence-transformers can load, by name or folder."""

    def __init__(self, name: str, *, download: bool = False) -> None:
        """Load the model.

        Args:
            name: a folder, or a model that is in Hugging Face's local cache.
            download: whether a model that is not there may be fetched.

        Raises:
            EmbedderNotFound: no such model here, or not one that can be loaded.
        """
        self._name = name
        self._model = _load(name, download=download)

    @cached_property
    def fingerprint(self) -> str:
        digest = hashlib.sha256(repr(self._model).encode())
        for key, tensor in sorted(self._model.state_dict().items()):
            digest.update(key.encode())
            digest.update(tensor.detach().cpu().float().numpy().tobytes())
        return f"{self._name}:{digest.hexdigest()[:16]}"

    @property
    def dimension(self) -> int:
        dimension = self._model.get_embedding_dimension()
        return int(dimension) if dimension else self._model.encode("a").shape[-1]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder.encode`; a text over `max_seq_length` is the mean of its parts."""
        parts: list[str] = []
        owners: list[int] = []
        for owner, text in enumerate(texts):
            fitting = [part for part in self._fit(text) if part.strip()]
            parts.extend(fitting)
            owners.extend([owner] * len(fitting))
        sums = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if parts:
            vectors = self._model.encode(parts, convert_to_numpy=True, show_progress_bar=False)
            lengths = np.array([[len(part)] for part in parts], dtype=np.float32)
            np.add.at(sums, owners, _unit(vectors.astype(np.float32)) * lengths)
        return _unit(sums)

    def encode_parts(self, texts: Sequence[Sequence[str]]) -> Vectors:
        return self.encode(["\n".join(parts) for parts in texts])

    def _fit(self, text: str) -> Iterator[str]:
        """The text in parts that the model reads whole, cut between words where it can be."""
        if len(text) < 2 or self._fits(text):
            yield text
            return
        middle = len(text) // 2
        gap = LAST_GAP.match(text, 0, middle)
        cut = gap.end() if gap else middle
        yield from self._fit(text[:cut])
        yield from self._fit(text[cut:])

    def _fits(self, text: str) -> bool:
        limit = self._model.max_seq_length
        if limit is None or limit == float("inf"):
            return True
        prompt = self._model.prompts.get(self._model.default_prompt_name or "") or ""
        # Encoders cut silently, so the whole text is counted, special tokens included.
        ids = self._model.tokenizer(prompt + text, truncation=False, verbose=False)["input_ids"]
        return len(ids) <= limit


def _load(name: str, *, download: bool) -> SentenceTransformer:
    if not download:
        # Read when huggingface_hub is first imported; `local_files_only` alone
        # still lets some versions of transformers look for optional files.
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(name, device="cpu", local_files_only=not download)
    except (OSError, ValueError) as error:
        raise EmbedderNotFound(Path(name), str(error)) from error


def _weighted(table: Vectors, rows: NDArray[np.int32], weights: Vectors | None, lengths: Sequence[int]) -> Vectors:
    """For each of the stretches of `rows`, whose lengths are given, the sum of these rows of the table."""
    from scipy.sparse import csr_matrix  # a cold question does without

    values = np.ones(len(rows), np.float32) if weights is None else weights
    shape = (len(lengths), len(table))
    sums: Vectors = csr_matrix((values, rows, np.append(0, np.cumsum(lengths))), shape=shape) @ table
    return sums


def _unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return unit


def load_embedder(name: str | None) -> Embedder:
    """The embedder of that name; None is the model that ships with the project.

    Raises:
        EmbedderNotFound: see `SentenceTransformerEmbedder`.
    """
    return StaticEmbedder() if name is None else SentenceTransformerEmbedder(name)


def embedder_of(fingerprint: str) -> Embedder | None:
    """The embedder of that fingerprint; None where this machine has none of its name, or another by that name."""
    name = fingerprint.rpartition(":")[0]
    try:
        found = load_embedder(None if name == SHIPPED_NAME else name)
    except EmbedderNotFound:
        return None
    return found if found.fingerprint == fingerprint else None
