"""The commands that fill the library and look into it: ingest, inspect, documents."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.json_output import json_option, print_json

if TYPE_CHECKING:
    from assistant.intake import FileReport, IntakeReport
    from assistant.settings import Settings
    from vectorstore.library import Library


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def ingest(settings: Settings, paths: tuple[Path, ...], as_json: bool) -> None:
    """Nạp tệp và thư mục văn bản vào kho; tệp không đổi được bỏ qua."""
    from assistant.intake import only_one, open_intake
    from assistant.progress_line import ProgressLine
    from vectorstore.errors import EmbedderNotFound

    try:
        intake = open_intake(settings)
    except EmbedderNotFound as error:
        raise click.UsageError(f"DANCHIEU_EMBEDDER: {error}") from error
    warn_of_formats()
    line = ProgressLine(sys.stderr)

    def tell(report: FileReport) -> None:
        line.clear()
        if not as_json and report.outcome not in ("unchanged", "failed"):
            click.echo(f"{_OUTCOMES[report.outcome]:<11} {report.document_id}  {report.file}")
        for anomaly in report.anomalies:
            click.echo(f"    ! {anomaly.text}", err=as_json)

    def wait(process: str) -> None:
        click.echo(
            f"Một tiến trình khác (PID {process}) đang nạp văn bản vào kho này; chờ nó xong rồi nạp tiếp "
            "(Ctrl+C để thôi; chưa có gì bị thay đổi)…",
            err=True,
        )

    with intake, only_one(settings.home, wait):
        report = intake.take(paths, tell, line.tell)
    line.clear()
    _report_intake(report, as_json)
    sys.exit(1 if report.failed else 0)


def warn_of_formats() -> None:
    """Say on standard error which formats this machine cannot read."""
    from assistant.formats import format_warnings

    for warning in format_warnings():
        click.echo(f"cảnh báo: {warning}", err=True)


_NAMED = 10  # files at most that a line names
_OUTCOMES = {"added": "thêm", "replaced": "thay", "removed": "gỡ", "unchanged": "không đổi"}


def _report_intake(report: IntakeReport, as_json: bool) -> None:
    from assistant.api.problems import sentence_for

    rows: list[dict[str, Any]] = []
    for file in report.files:
        row: dict[str, Any] = {"file": file.file, "outcome": file.outcome, "document_id": file.document_id}
        row["anomalies"] = [asdict(anomaly) for anomaly in file.anomalies]
        if file.error is not None:
            row["error"] = type(file.error).__name__
            row["reason"] = sentence_for(file.error)
            row["detail"] = file.error.detail
            click.echo(f"lỗi: {file.file}: {file.error.detail}", err=True)
        rows.append(row)
    for missing in report.missing:
        click.echo(
            f"cảnh báo: {missing.folder} không còn tệp nào; giữ nguyên {len(missing.documents)} văn bản "
            "đã nạp từ đó (ổ đĩa chưa gắn?). Muốn gỡ hẳn: danchieu documents remove ID",
            err=True,
        )
    if as_json:
        folders = [{"folder": item.folder, "documents": item.documents} for item in report.missing]
        print_json({"files": rows, "skipped": report.skipped, "left_out": list(report.left_out), "missing": folders})
        return
    if report.left_out:
        more = f" và {len(report.left_out) - _NAMED} tệp khác" if len(report.left_out) > _NAMED else ""
        click.echo(f"bỏ qua vì không đọc được định dạng này: {', '.join(report.left_out[:_NAMED])}{more}", err=True)
    counts = {word: sum(file.outcome == key for file in report.files) for key, word in _OUTCOMES.items()}
    counts |= {"lỗi": len(report.failed), "bỏ qua": report.skipped}
    click.echo(", ".join(f"{count} {word}" for word, count in counts.items()))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def inspect(settings: Settings, file: Path, as_json: bool) -> None:
    """Đọc một tệp mà không lưu, cho xem những gì hiểu được."""
    from assistant.inspection import inspect_document
    from assistant.intake import limits_of
    from assistant.progress_line import ProgressLine
    from ingest.errors import IngestError
    from ingest.isolation import Workers
    from ingest.progress import Teller

    line = ProgressLine(sys.stderr)
    try:
        with Workers(limits_of(settings)) as reading, Teller(1, line.tell).file(file) as on_page:
            document = reading.read(file, on_page)
    except IngestError as error:
        line.clear()
        click.echo(f"lỗi: {file}: {error.detail}", err=True)
        sys.exit(1)
    line.clear()
    if as_json:
        print_json(inspect_document(document))
        return
    from assistant.terminal import document_text

    click.echo(document_text(document))


def _open_library(settings: Settings) -> Library:
    from vectorstore.library import Library

    return Library.open(settings.home, settings.database)


@click.group()
def documents() -> None:
    """Các văn bản trong kho."""


@documents.command("list")
@json_option
@click.pass_obj
def list_documents(settings: Settings, as_json: bool) -> None:
    """Liệt kê các văn bản."""
    cards = _open_library(settings).cards()
    if as_json:
        from assistant.inspection import card_json

        print_json({"documents": [card_json(card) | {"source": card.source} for card in cards]})
        return
    from assistant.terminal import cards_text

    click.echo(cards_text(cards))


@documents.command("show")
@click.argument("document_id", metavar="ID")
@json_option
@click.pass_obj
def show_document(settings: Settings, document_id: str, as_json: bool) -> None:
    """Xem một văn bản."""
    library = _open_library(settings)
    card, document = library.card(document_id), library.document(document_id)
    if card is None or document is None:
        raise _no_such_document(document_id)
    if as_json:
        from assistant.inspection import card_json, inspect_document, links_json

        shown = card_json(card) | {"source": card.source} | inspect_document(document)
        print_json(shown | links_json(document_id, library))
        return
    from assistant.terminal import document_text

    click.echo(document_text(document))


@documents.command("remove")
@click.argument("document_ids", metavar="ID...", nargs=-1, required=True)
@json_option
@click.pass_obj
def remove_documents(settings: Settings, document_ids: tuple[str, ...], as_json: bool) -> None:
    """Gỡ văn bản khỏi kho; tệp gốc không bị xóa."""
    library = _open_library(settings)
    removed = [document_id for document_id in document_ids if library.remove(document_id)]
    unknown = [document_id for document_id in document_ids if document_id not in removed]
    for document_id in unknown:
        click.echo(f"lỗi: {_no_such_document(document_id).message}", err=True)
    if as_json:
        print_json({"removed": removed, "unknown": unknown})
    else:
        click.echo("\n".join(f"gỡ  {document_id}" for document_id in removed))
    sys.exit(1 if unknown else 0)


def _no_such_document(document_id: str) -> click.ClickException:
    from assistant.api.errors import NoSuchDocument
    from assistant.api.problems import sentence_for

    return click.ClickException(sentence_for(NoSuchDocument(document_id)))
