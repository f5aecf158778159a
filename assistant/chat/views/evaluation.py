"""Đánh giá: the last evaluation report of the store, and what visitors said of answers."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.chat.templating import render
from assistant.chat.views.request import ViewRequest
from assistant.reviewing import question_of

FOLDER = "evaluation"  # in the store: `danchieu eval --report` is given it
PAGE, FIGURES = "index.html", "report.json"
_SHOWN = 200  # reviews


def evaluation_view(request: ViewRequest) -> str:
    """Both, each with what to do where it is empty."""
    folder = request.services.home / FOLDER
    reviews = request.services.library.conversations.reviews()
    listed = [(review, review.answer, question_of(review) is not None) for review in reviews[:_SHOWN]]
    return render(
        "evaluation",
        request.language,
        request=request,
        folder=str(folder),
        report=_report(folder),
        reviews=listed,
        count=len(reviews),
        usable=sum(usable for _, _, usable in listed),
    )


def _report(folder: Path) -> dict[str, Any] | None:
    """When it was written, and its title and figures; None when there is none that can be read."""
    try:
        page = folder / PAGE
        figures = json.loads((folder / FIGURES).read_text(encoding="utf-8"))
        written = datetime.fromtimestamp(page.stat().st_mtime).astimezone()
    except (OSError, ValueError):
        return None
    return {"written": written, "figures": figures if isinstance(figures, dict) else {}}
