"""The folder that sentence-transformers loads, small enough to keep in the repository."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

UNKNOWN_ROW = 0
STATIC = "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"
NORMALIZE = "sentence_transformers.base.modules.normalize.Normalize"
NORMALIZE_CONFIG = {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}


def quantize(rows: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Rows in whole numbers of [-127, 127] and what to multiply each row by."""
    scales = np.maximum(np.abs(rows).max(axis=1), np.finfo(np.float32).tiny) / 127
    return np.round(rows / scales[:, None]).astype(np.int8), scales.astype(np.float32)


def save_model(folder: Path, tokenizer: Tokenizer, rows: NDArray[np.float32]) -> None:
    """Write the model; what `folder` holds besides, its model card, stays.

    The tensors are named as model2vec names them, which `StaticEmbedding.load`
    reads too: whole numbers, and a weight for each token.
    """
    rows = rows / np.abs(rows).mean()
    rows[UNKNOWN_ROW] = 0
    embeddings, weights = quantize(rows)
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    save_file({"embeddings": embeddings, "weights": weights}, folder / "model.safetensors", {"format": "pt"})
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": STATIC},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": NORMALIZE},
    ]
    model = {"model_type": "SentenceTransformer", "prompts": {}, "similarity_fn_name": "cosine"}
    _write(folder / "modules.json", modules)
    _write(folder / "config_sentence_transformers.json", model)
    _write(folder / "1_Normalize" / "config.json", NORMALIZE_CONFIG)


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
