"""The look-ups over all documents on the command line: duties, deadlines, precedents."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assistant.json_output import json_option, print_json

if TYPE_CHECKING:
    from assistant.settings import Settings

_document_option = click.option("--document", "documents", metavar="ID", multiple=True, help="Chỉ trong văn bản này.")


@click.command()
@_document_option
@json_option
@click.pass_obj
def duties(settings: Settings, documents: tuple[str, ...], as_json: bool) -> None:
    """Đơn vị nào phải làm gì, theo văn bản nào."""
    from assistant.inspection import duty_json
    from assistant.terminal import duties_text
    from vectorstore.library import Library

    library = Library.open(settings.home, settings.database)
    found = library.duties(documents=documents or None)
    if as_json:
        print_json({"duties": [{"document_id": name} | duty_json(duty) for name, duty in found]})
        return
    click.echo(duties_text(found, library.documents({name for name, _ in found})))


@click.command()
@_document_option
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), help="Ghi ra tệp lịch (.ics).")
@json_option
@click.pass_obj
def deadlines(settings: Settings, documents: tuple[str, ...], ics: Path | None, as_json: bool) -> None:
    """Việc gì đến hạn ngày nào, theo văn bản nào; --ics ghi ra tệp lịch."""
    from assistant.calendar_file import calendar_of
    from assistant.inspection import deadline_json
    from assistant.terminal import deadlines_text
    from vectorstore.library import Library

    library = Library.open(settings.home, settings.database)
    found = library.deadlines(documents=documents or None)
    held = library.documents({name for name, _ in found})
    if ics is not None:
        file = calendar_of(found, held, date.today())  # noqa: DTZ011  # the office computer's own day
        try:
            with click.open_file(str(ics), "wb") as out:
                out.write(file)
        except OSError as error:
            raise click.ClickException(f"Không ghi được {ics}: {error.strerror}. Hãy chọn nơi khác.") from error
    if as_json:
        print_json({"deadlines": [{"document_id": name} | deadline_json(item) for name, item in found]})
    elif ics is None:
        click.echo(deadlines_text(found, held))


@click.command()
@click.argument("text")
@_document_option
@json_option
@click.pass_obj
def precedents(settings: Settings, text: str, documents: tuple[str, ...], as_json: bool) -> None:
    """Các văn bản khác đã viết ý TEXT như thế nào."""
    from assistant.api.problems import sentence_for
    from assistant.assistant import open_assistant
    from assistant.request import RequestError, clean_question
    from assistant.terminal import precedents_text

    try:
        wanted = clean_question(text)
    except RequestError as error:
        raise click.UsageError(sentence_for(error)) from error
    found = open_assistant(settings).precedents(wanted, documents=documents)
    if as_json:
        print_json({"precedents": [precedent.to_json() for precedent in found]})
        return
    click.echo(precedents_text(found))
