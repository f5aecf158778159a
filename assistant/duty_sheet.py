"""The duties of units as an Excel workbook: the matrix, and every duty a row."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter

from assistant.citing import official
from assistant.duty_matrix import ROLES, Share, UnitRow, objective_words
from assistant.wording import date_span_words
from ingest.model import Document

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a document says is text: never a formula or a link of the sheet.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_COLUMNS = {
    "Đơn vị": 30, "Vai trò": 12, "Nhiệm vụ": 70, "Đơn vị thực hiện": 30, "Phối hợp với": 30, "Báo cáo cho": 26,
    "Mục tiêu (chỉ tiêu)": 14, "Thời hạn": 22, "Điều khoản": 50,
}  # fmt: skip
_MOST = 32_000  # characters of a cell: Excel takes 32,767


def duty_sheet(rows: Sequence[UnitRow], documents: Mapping[str, Document]) -> bytes:
    """
    Args:
        documents: by identifier; a duty of another one is left out.
    """
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E6EEF6"})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        matrix = book.add_worksheet("Ma trận")
        matrix.freeze_panes(1, 1)
        matrix.set_column(0, 0, 32)
        matrix.set_column(1, len(ROLES), 46)
        matrix.write_row(0, 0, ["Đơn vị", *(role.capitalize() for role in ROLES)], head)
        for number, row in enumerate(rows, start=1):
            cells = ["\n".join(_line(share, documents) for share in row.of(role)) for role in ROLES]
            matrix.write_row(number, 0, [row.name, *(text[:_MOST] for text in cells)], cell)
        listed = book.add_worksheet("Nhiệm vụ")
        listed.freeze_panes(1, 0)
        for column, (name, width) in enumerate(_COLUMNS.items()):
            listed.set_column(column, column, width)
            listed.write(0, column, name, head)
        number = 0
        for row in rows:
            for share in row.shares:
                if share.document_id in documents:
                    number += 1
                    listed.write_row(number, 0, [text[:_MOST] for text in _cells(row, share, documents)], cell)
        listed.autofilter(0, 0, max(number, 1), len(_COLUMNS) - 1)
    return written.getvalue()


def _line(share: Share, documents: Mapping[str, Document]) -> str:
    document = documents.get(share.document_id)
    number = document.header.number or document.file if document else share.document_id
    return f"- {share.duty.action} ({share.duty.path}, {number})"


def _cells(row: UnitRow, share: Share, documents: Mapping[str, Document]) -> list[str]:
    duty, document = share.duty, documents[share.document_id]
    clause = document.clause(duty.path)
    return [
        row.name,
        share.role,
        duty.action,
        duty.actor,
        ", ".join(duty.partners),
        duty.report_to or "",
        objective_words(duty),
        "; ".join(date_span_words(deadline.date, "vi") for deadline in share.deadlines),
        official(clause, document.header) if clause else document.file,
    ]
