"""The command `danchieu`: section 2 of the contract.

Exit status: 0 done, 1 some inputs failed, 2 the call itself is wrong. With `--json`, standard
output holds JSON and nothing else. What a command needs is imported when it runs, so that
`ask` does not wait for what only `serve` uses.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.access.access_commands import audit, visibility
from assistant.access.account_commands import accounts
from assistant.explaining import explained_json, explained_text
from assistant.json_output import json_option, print_json
from assistant.keeping_commands import backup, doctor, reindex, reindexing_text, restore
from assistant.library_commands import documents, ingest, inspect, warn_of_formats
from assistant.lookup_commands import deadlines, duties, precedents
from assistant.program_command import mcp

if TYPE_CHECKING:
    from assistant.answer import Answer
    from assistant.assistant import Assistant
    from assistant.request import BatchLine
    from assistant.settings import Settings
    from vectorstore.evidence import Evidence

log = logging.getLogger(__name__)

ENTRY_POINTS = "danchieu.commands"  # where other packages add commands of their own


class Commands(click.Group):
    """The commands below, and those of entry points, loaded when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *entry_points(group=ENTRY_POINTS).names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            return command
        for entry in entry_points(group=ENTRY_POINTS, name=cmd_name):
            return _load(entry)
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


def _load(entry: EntryPoint) -> click.Command:
    """A command of another package; one that cannot be imported must not spoil the others' help."""
    try:
        loaded = entry.load()
    except ImportError as error:
        reason = f"không nạp được {entry.value}: {error}"

        def tell() -> None:
            raise click.ClickException(reason)

        return click.Command(entry.name, callback=tell, short_help=reason)
    assert isinstance(loaded, click.Command), entry.value
    return loaded


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
@click.argument("question", required=False)
@json_option
@click.option("--history", type=click.File(encoding="utf-8"), help="JSON: [[câu hỏi, trả lời], …].")
@click.option("--document", "documents", metavar="ID", multiple=True, help="Chỉ hỏi trong văn bản này.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Trả lời theo ngày này.")
@click.option("--batch", type=click.File(encoding="utf-8"), help="Tệp JSON, mỗi dòng một câu hỏi.")
@click.option("--explain", is_flag=True, help="Kèm lý do xếp hạng các điều khoản tìm được.")
@click.pass_obj
def ask(
    settings: Settings,
    question: str | None,
    as_json: bool,
    history: Iterable[str] | None,
    documents: tuple[str, ...],
    as_of: datetime | None,
    batch: Iterable[str] | None,
    explain: bool,
) -> None:
    """Hỏi một câu, hoặc một loạt câu với --batch FILE --json."""
    if (question is None) == (batch is None):
        raise click.UsageError("Cần một câu hỏi, hoặc --batch FILE.")
    if batch is not None:
        if not as_json or history or documents or as_of or explain:
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
    if told := assistant.reindexing():
        click.echo(f"chú ý: {reindexing_text(told)}", err=True)
    answer = _answer(assistant, line)
    evidence = _evidence(assistant, line) if explain else None
    if as_json:
        print_json(answer.to_json() | ({} if evidence is None else {"evidence": explained_json(evidence)}))
        return
    from assistant.terminal import answer_text

    click.echo(answer_text(answer))
    if evidence is not None:
        click.echo(explained_text(evidence))


def _evidence(assistant: Assistant, line: BatchLine) -> Sequence[Evidence]:
    return assistant.found(line.question, history=line.history, documents=line.documents or (), as_of=line.as_of)


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
        try:
            answer = _answer(assistant, line)
        except Exception:
            log.exception("lỗi: dòng %d", number)  # the others are still to be answered
            status = 1
            continue
        print_json(answer.to_json() | {"id": line.id})
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
    return assistant.ask(line.question, history=line.history, documents=line.documents or (), as_of=line.as_of)


def _open_assistant(settings: Settings) -> Assistant:
    from assistant.assistant import open_assistant
    from vectorstore.errors import EmbedderNotFound

    try:
        return open_assistant(settings)
    except (EmbedderNotFound, ValueError) as error:
        raise click.UsageError(f"DANCHIEU_EMBEDDER, DANCHIEU_LLM: {error}") from error


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.pass_obj
def serve(settings: Settings, host: str, port: int) -> None:
    """Chạy dịch vụ HTTP và trang hỏi đáp."""
    from assistant.api.server import serve as serve_http

    warn_of_formats()
    serve_http(settings, host, port)


main.add_command(ingest)
main.add_command(inspect)
main.add_command(backup)
main.add_command(restore)
main.add_command(doctor)
main.add_command(reindex)
main.add_command(documents)
main.add_command(accounts)
main.add_command(visibility)
main.add_command(audit)
main.add_command(duties)
main.add_command(deadlines)
main.add_command(precedents)
main.add_command(mcp)
