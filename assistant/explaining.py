"""Why the retriever ranked clauses as it did: `danchieu ask --explain`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vectorstore.evidence import Evidence

_SHOWN = 5  # clauses
_REASONS = 5  # of each, the weightiest
_NAMES = {
    "words": "điểm toàn văn (BM25)",
    "meaning": "gần nghĩa với cả điều khoản",
    "passage_meaning": "gần nghĩa với đoạn gần nhất",
    "words_covered": "có các từ của câu hỏi",
    "pairs_covered": "có các cặp từ của câu hỏi",
    "words_around": "có các từ của câu hỏi, kể cả tiêu đề bên trên",
    "pairs_around": "có các cặp từ của câu hỏi, kể cả tiêu đề bên trên",
    "passage_covered": "các từ đứng trong cùng một đoạn",
    "phrase": "cụm dài nhất trùng nguyên văn",
    "heading_covered": "từ của câu hỏi ở tiêu đề",
    "heading_pairs": "cặp từ của câu hỏi ở tiêu đề",
    "heading_asked": "từ của tiêu đề có trong câu hỏi",
    "length": "độ dài",
    "heading_length": "độ dài tiêu đề",
    "document": "các điều khoản khác của văn bản",
}


def explained_text(evidence: Sequence[Evidence]) -> str:
    """The first clauses found, each with its score and what weighed most in it."""
    lines = ["\nVì sao xếp như vậy (đặc trưng, giá trị → phần cộng vào điểm)"]
    for rank, piece in enumerate(evidence[:_SHOWN], start=1):
        lines.append(f"{rank}. {piece.document_id} {piece.clause.path}  điểm {piece.score:.3f}")
        lines += [f"     {_NAMES[name]}: {value:.2f} → {added:+.2f}" for name, value, added in piece.reasons[:_REASONS]]
    return "\n".join(lines)


def explained_json(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    """Every clause found, with all of its features."""
    return [
        {
            "document_id": piece.document_id,
            "path": piece.clause.path,
            "score": round(piece.score, 4),
            "features": {name: {"value": round(v, 4), "adds": round(added, 4)} for name, v, added in piece.reasons},
        }
        for piece in evidence
    ]
