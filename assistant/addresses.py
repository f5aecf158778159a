"""Clause addresses as people write them: "điểm đ khoản 1 Điều 2", "mục IV.6", "Article 5"."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"\b(?:điều|dieu|article|art\.?)\s+(\d{1,3}[a-zđ]?)\b", re.I)
_CLAUSE = re.compile(r"\b(?:khoản|khoan|clause|paragraph)\s+(\d{1,3})\b", re.I)
_POINT = re.compile(r"\b(?:điểm|diem|point)\s+([a-zđ]\d?)\b(?!\s*[a-zà-ỹ]{2,}\s+(?:trường|số))", re.I)
_SECTION = re.compile(
    r"\b(?i:mục|muc|phần|phan|section|part)\s+((?:[IVXLC]+|\d{1,2})(?:\.(?:\d{1,2}|[a-zđ]))*)(?![\w%])"
)


def address_in(text: str) -> str | None:
    """The address of the clause that a question names; None when it names none.

    A khoản or điểm alone is no address: it stands in an article that is not named.
    """
    article, section = _ARTICLE.search(text), _SECTION.search(text)
    clause, point = _CLAUSE.search(text), _POINT.search(text)
    if article:
        inner = [match[1].lower() for match in (clause, point) if match]
        return ".".join([f"Đ{article[1].lower()}", *inner])
    if section:
        return section[1] + (f".{point[1]}" if point else "")
    return None
