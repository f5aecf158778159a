"""The command `danchieu`: section 2 of the contract.

Exit status: 0 done, 1 some inputs failed, 2 the call itself is wrong. With `--json`, standard
output holds JSON and nothing else. What a command needs is imported when it runs, so that
`ask` does not wait for what only `serve` uses.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.assistant import Assistant
    from assistant.intake import FileReport, IntakeReport
    from assistant.request import BatchLine
    from assistant.settings import Settings
    from vectorstore.library import Library

ENTRY_POINTS = "danchieu.commands"  # where other packages add commands of their own

json_option = click.option("--json", "as_json", is_flag=True, help="Chỉ in JSON.")


class Commands(click.Group):
    """The commands below, and those of entry points, loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *entry_points(group=ENTRY_POINTS).names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            return command
        for entry in entry_points(group=ENTRY_POINTS, name=cmd_name):
            loaded = entry.load()
            if isinstance(loaded, click.Command):
                return loaded
        return None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; a store that fails is told in a sentence, not by a traceback."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            if "vectorstore.errors" in sys.modules:
                from vectorstore.errors import VectorstoreError

                if isinstance(error, VectorstoreError):
                    from assistant.api.problems import sentence_for

                    message = f"{sentence_for(error)} ({error})"
                    raise click.ClickException(message) from error
            raise


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Nơi lưu trữ.")
@click.version_option(package_name="danchieu")
@click.pass_context
def main(ctx: click.Context, home: Path | None) -> None:
    """Dẫn Chiếu: hỏi đáp trên văn bản chỉ đạo, mỗi ý dẫn đến số văn bản và điều khoản."""
    from pydantic import ValidationError

    from assistant.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        names = ", ".join(f"DANCHIEU_{str(item['loc'][0]).upper()}" for item in error.errors())
        raise click.UsageError(f"Giá trị không hợp lệ: {names}") from error
    ctx.obj = settings if home is None else settings.model_copy(update={"home": home})


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def ingest(settings: Settings, paths: tuple[Path, ...], as_json: bool) -> None:
    """Nạp tệp và thư mục văn bản vào kho; tệp không đổi được bỏ qua."""
    from assistant.intake import open_intake
    from vectorstore.embedder import EmbedderNotFound

    try:
        intake = open_intake(settings)
    except EmbedderNotFound as error:
        raise click.UsageError(f"DANCHIEU_EMBEDDER: {error}") from error
    done = 0

    def progress(report: FileReport) -> None:
        nonlocal done
        done += 1
        if not as_json and report.outcome not in ("unchanged", "failed"):
            click.echo(f"{_OUTCOMES[report.outcome]:<11} {report.document_id}  {report.file}")
        elif sys.stderr.isatty():
            click.echo(f"\r\033[K[{done}] {Path(report.file).name}", nl=False, err=True)

    report = intake.take(paths, progress)
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    _report_intake(report, as_json)
    sys.exit(1 if report.failed else 0)


_OUTCOMES = {"added": "thêm", "replaced": "thay", "removed": "gỡ", "unchanged": "không đổi"}


def _report_intake(report: IntakeReport, as_json: bool) -> None:
    from assistant.api.problems import sentence_for

    rows: list[dict[str, Any]] = []
    for file in report.files:
        row: dict[str, Any] = {"file": file.file, "outcome": file.outcome, "document_id": file.document_id}
        if file.error is not None:
            row["error"] = type(file.error).__name__
            row["reason"] = sentence_for(file.error)
            click.echo(f"lỗi: {file.file}: {row['reason']} ({file.error.detail})", err=True)
        rows.append(row)
    for missing in report.missing:
        click.echo(
            f"cảnh báo: {missing.folder} không còn tệp nào; giữ nguyên {len(missing.documents)} văn bản "
            "đã nạp từ đó (ổ đĩa chưa gắn?). Muốn gỡ hẳn: danchieu documents remove ID",
            err=True,
        )
    if as_json:
        folders = [{"folder": item.folder, "documents": item.documents} for item in report.missing]
        _print_json({"files": rows, "skipped": report.skipped, "missing": folders})
        return
    counts = {word: sum(file.outcome == key for file in report.files) for key, word in _OUTCOMES.items()}
    counts |= {"lỗi": len(report.failed), "bỏ qua": report.skipped}
    click.echo(", ".join(f"{count} {word}" for word, count in counts.items()))


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def inspect(settings: Settings, file: Path, as_json: bool) -> None:
    """Đọc một tệp mà không lưu, cho xem những gì hiểu được."""
    from assistant.api.problems import sentence_for
    from assistant.inspection import inspect_document
    from assistant.intake import size_limit
    from ingest.document import read_document
    from ingest.errors import IngestError

    try:
        document = read_document(file, max_bytes=size_limit(settings))
    except IngestError as error:
        click.echo(f"lỗi: {file}: {sentence_for(error)} ({error.detail})", err=True)
        sys.exit(1)
    if as_json:
        _print_json(inspect_document(document))
        return
    from assistant.terminal import document_text

    click.echo(document_text(document))


@main.command()
@click.argument("question", required=False)
@json_option
@click.option("--history", type=click.File(encoding="utf-8"), help="JSON: [[câu hỏi, trả lời], …].")
@click.option("--document", "documents", metavar="ID", multiple=True, help="Chỉ hỏi trong văn bản này.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Trả lời theo ngày này.")
@click.option("--batch", type=click.File(encoding="utf-8"), help="Tệp JSON, mỗi dòng một câu hỏi.")
@click.pass_obj
def ask(
    settings: Settings,
    question: str | None,
    as_json: bool,
    history: Iterable[str] | None,
    documents: tuple[str, ...],
    as_of: datetime | None,
    batch: Iterable[str] | None,
) -> None:
    """Hỏi một câu, hoặc một loạt câu với --batch FILE --json."""
    if (question is None) == (batch is None):
        raise click.UsageError("Cần một câu hỏi, hoặc --batch FILE.")
    if batch is not None:
        if not as_json or history or documents or as_of:
            raise click.UsageError("--batch chỉ đi cùng --json.")
        sys.exit(_ask_batch(settings, batch))
    line = _request(
        question=question,
        history=_load_history(history) if history else [],
        documents=list(documents),
        as_of=as_of.date() if as_of else None,
    )
    assistant = _open_assistant(settings)
    unknown = [name for name in documents if assistant.library.card(name) is None]
    if unknown:
        raise click.UsageError(f"Không có văn bản {', '.join(unknown)}. Xem: danchieu documents list")
    answer = _answer(assistant, line)
    if as_json:
        _print_json(answer.to_json())
        return
    from assistant.terminal import answer_text

    click.echo(answer_text(answer))


def _ask_batch(settings: Settings, lines: Iterable[str]) -> int:
    """Answer a JSON-lines file in order; a line that is no question is named and passed over."""
    assistant = _open_assistant(settings)
    status = 0
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            line = _request(text=text)
        except click.UsageError as error:
            click.echo(f"lỗi: dòng {number}: {error.message}", err=True)
            status = 1
            continue
        _print_json(_answer(assistant, line).to_json() | {"id": line.id})
        sys.stdout.flush()
    return status


def _request(text: str | None = None, **fields: Any) -> BatchLine:
    """A checked question, from a line of JSON or from its fields."""
    from pydantic import ValidationError

    from assistant.api.problems import sentence_for
    from assistant.request import BatchLine, RequestError

    try:
        return BatchLine.model_validate(fields) if text is None else BatchLine.model_validate_json(text)
    except ValidationError as error:
        for item in error.errors():
            cause = item.get("ctx", {}).get("error")
            if isinstance(cause, RequestError):
                raise click.UsageError(sentence_for(cause)) from error
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise click.UsageError(f"{place or 'JSON'}: {first['msg']}") from error


def _load_history(file: Iterable[str]) -> Any:
    try:
        return json.loads("".join(file))
    except ValueError as error:
        raise click.UsageError(f"--history: không phải JSON: {error}") from error


def _answer(assistant: Assistant, line: BatchLine) -> Answer:
    return assistant.ask(
        line.question, history=line.history, documents=line.documents or (), as_of=line.as_of
    )


def _open_assistant(settings: Settings) -> Assistant:
    from assistant.assistant import open_assistant
    from vectorstore.embedder import EmbedderNotFound

    try:
        return open_assistant(settings)
    except (EmbedderNotFound, ValueError) as error:
        raise click.UsageError(f"DANCHIEU_EMBEDDER, DANCHIEU_LLM: {error}") from error


def _open_library(settings: Settings) -> Library:
    from vectorstore.library import Library

    return Library.open(settings.home)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.pass_obj
def serve(settings: Settings, host: str, port: int) -> None:
    """Chạy dịch vụ HTTP và trang hỏi đáp."""
    from assistant.api.server import serve as serve_http

    serve_http(settings, host, port)


@main.group()
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

        _print_json({"documents": [card_json(card) | {"source": card.source} for card in cards]})
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
        from assistant.inspection import card_json, inspect_document

        _print_json(card_json(card) | {"source": card.source} | inspect_document(document))
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
        _print_json({"removed": removed, "unknown": unknown})
    else:
        click.echo("\n".join(f"gỡ  {document_id}" for document_id in removed))
    sys.exit(1 if unknown else 0)


def _no_such_document(document_id: str) -> click.ClickException:
    from assistant.api.errors import NoSuchDocument
    from assistant.api.problems import sentence_for

    return click.ClickException(sentence_for(NoSuchDocument(document_id)))
