"""The two columns in which Vietnamese offices print the head and the foot of a document.

Decree 30/2020/NĐ-CP, Annex I: issuer and number stand left, motto and date right; at
the end the recipients stand left, the signature right. Extracted as plain text, both
columns share lines, a wide gap between them. Here each column becomes lines of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_GAP = re.compile(r"(?<=\S)(?:[ \u00a0]{3,}|[ \u00a0]*\t[ \t\u00a0]*)(?=\S)")
_INDENT = re.compile(r"^(?:[ \u00a0]{24,}|\t{3,})\S")
_HEAD_ENDS = re.compile(r"^\s*(?:kính gửi|căn cứ|thực hiện|chương |điều 1\b|i\.|1\.)", re.I)
_FOOT_BEGINS = re.compile(r"^\W*nơi nhận\s*(?:[:.]|$|\s{3,}|\t)", re.I)
_LAST_LINES = 14  # that may hold signatures
_FOOT_ENDS = re.compile(r"^\s*(?:PHỤ LỤC|DANH SÁCH|QUY CHẾ|QUY ĐỊNH|BIỂU|MẪU|ĐỀ CƯƠNG)\b")
_RIGHT_HEAD = re.compile(r"^(?:cộng h|độc lập|đảng cộng sản|[^,\d]{2,40},\s*ngày\b)", re.I)
_HEAD_LINES = 14  # that may hold the heading's columns


def one_column(text: str) -> str:
    """Put the right column of head and foot below the left one; other lines stay as they are."""
    lines = text.split("\n")
    foot = next((i for i, line in enumerate(lines) if _FOOT_BEGINS.match(line)), _signatures(lines))
    head = next((i for i, line in enumerate(lines[:foot]) if _HEAD_ENDS.match(line)), 0)
    head = min(head, _HEAD_LINES) if any(_has_right_head(line) for line in lines[:head]) else 0
    end = next((i for i in range(foot, len(lines)) if _FOOT_ENDS.match(lines[i])), len(lines))
    columns = any(_GAP.search(line) for line in lines[foot : min(foot + 8, end)])
    tail = _unfolded(lines[foot:end]) if columns else lines[foot:end]
    return "\n".join([*_unfolded(lines[:head]), *lines[head:foot], *tail, *lines[end:]])


def _signatures(lines: Sequence[str]) -> int:
    """Where two titles stand side by side near the end, as in minutes, which have no recipients; else behind the last line."""
    last = range(max(0, len(lines) - _LAST_LINES), len(lines))
    return next((i for i in last if _two_titles(_GAP.split(lines[i].strip()))), len(lines))


def _two_titles(columns: Sequence[str]) -> bool:
    titles = len(columns) == 2 and all(" " in column and column.isupper() for column in columns)
    return titles and not _RIGHT_HEAD.match(columns[1])


def _has_right_head(line: str) -> bool:
    columns = _GAP.split(line.strip())
    return len(columns) > 1 and bool(_RIGHT_HEAD.match(columns[-1]))


def _unfolded(lines: Sequence[str]) -> list[str]:
    """The left column, then the right one."""
    left: list[str] = []
    right: list[str] = []
    for line in lines:
        columns = _GAP.split(line.strip())
        if len(columns) > 1:
            left.append(" ".join(columns[:-1]))
            right.append(columns[-1])
        elif _INDENT.match(line):
            right.append(line.strip())
        else:
            left.append(line)
    return [*left, "", *right, ""] if right else list(left)
