"""The floor below which an evaluation fails."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.errors import FloorInvalid
from eval.summary import Summary


class Floor(BaseModel):
    """Shares, in [0, 1], that a set must reach or may not exceed; what is not named is not checked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    right: float = Field(default=0.0, ge=0, le=1)
    citation_precision: float = Field(default=0.0, ge=0, le=1)
    answerable_refused: float = Field(default=1.0, ge=0, le=1)
    unanswerable_answered: float = Field(default=1.0, ge=0, le=1)
    stray_quotes: float = Field(default=0.0, ge=0, le=1)

    def broken(self, summary: Summary) -> Iterator[str]:
        """A line for each measure on the wrong side."""
        for name in ("right", "citation_precision"):
            value, least = getattr(summary, name).value, getattr(self, name)
            if value is not None and value < least:
                yield f"{name}: {value:.3f}, ít nhất phải là {least:.3f}"
        for name in ("answerable_refused", "unanswerable_answered", "stray_quotes"):
            value, most = getattr(summary, name).value, getattr(self, name)
            if value is not None and value > most:
                yield f"{name}: {value:.3f}, nhiều nhất chỉ được {most:.3f}"


def load_floor(path: Path) -> Floor:
    """Raises OSError: the file cannot be read; FloorInvalid: it is no floor."""
    try:
        return Floor.model_validate_json(path.read_text(encoding="utf-8"))
    except (ValidationError, UnicodeDecodeError) as error:
        raise FloorInvalid(path, str(error)) from error
