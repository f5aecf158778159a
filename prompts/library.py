"""Loads the prompts and fingerprints them, so that an answer can name the one it was made with."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Prompt:
    """The text of one prompt; `{name}` in it are the fields to fill in."""

    name: str
    text: str

    @property
    def fingerprint(self) -> str:
        """Name and the first 12 hexadecimal digits of the text's SHA-256."""
        return f"{self.name}:{hashlib.sha256(self.text.encode()).hexdigest()[:12]}"


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt in `prompts/NAME.md`.

    Raises:
        FileNotFoundError: there is no such prompt.
    """
    return Prompt(name, (_FOLDER / f"{name}.md").read_text(encoding="utf-8").strip())
