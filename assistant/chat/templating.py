"""HTML from the templates beside this module; what a template is given is escaped in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.answer import Language
from assistant.citing import date_words, label_of, name_of
from assistant.wording import date_span_words

_FOLDER = Path(__file__).parent / "templates"

Say = Callable[[str, str], str]  # the same in Vietnamese and in English → that of the reader's language


def speaker(language: Language) -> Say:
    return lambda vietnamese, english: english if language == "en" else vietnamese


@cache
def _environment() -> Environment:
    # Escaping is on for every template: documents, questions and file names are data.
    loaded = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )  # fmt: skip
    loaded.filters["day"] = date_words
    loaded.filters["span"] = date_span_words
    loaded.filters["name"] = name_of
    loaded.filters["numeric"] = numeric_day
    loaded.globals["label_of"] = label_of
    return loaded


def render(template: str, language: Language, **values: Any) -> str:
    """
    Args:
        template: a file's name without suffix.
    """
    return _environment().get_template(f"{template}.html").render(t=speaker(language), lang=language, **values)


def numeric_day(date: str | None) -> str:
    """ "2018-05-17" → "17/5/2018", "2024-04" → "4/2024"; "" when unknown."""
    return "/".join(part.lstrip("0") for part in reversed((date or "").split("-"))) if date else ""
