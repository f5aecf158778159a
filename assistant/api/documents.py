"""`/v1/documents`: what is in the library, what goes in, what goes out."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import FileResponse, JSONResponse, Response

from assistant.api.admission import only
from assistant.api.errors import FileChanged, FileGone, NoSuchClause, NoSuchDocument, Stopping
from assistant.api.events import EVENT_STREAM, Put, Unheard, event, events_of, stream
from assistant.api.problem_responses import language_of
from assistant.api.problems import problem_of, subject_of
from assistant.api.services import Services, ServicesDep
from assistant.api.uploads import Audience, Uploads, take_out
from assistant.inspection import card_json, clause_json, inspect_document, links_json
from assistant.intake import FileReport
from ingest.archives import open_source
from ingest.errors import IngestError
from ingest.model import Document
from ingest.progress import Progress
from vectorstore.library import Card

router = APIRouter(prefix="/v1/documents", tags=["documents"])
log = logging.getLogger(__name__)

_DOWNLOAD = "application/octet-stream"


def require_document(services: Services, document_id: str) -> tuple[Card, Document]:
    """
    Raises:
        NoSuchDocument: the library has none of this identifier.
    """
    card = services.library.card(document_id)
    document = services.library.document(document_id)
    if card is None or document is None:
        raise NoSuchDocument(document_id)
    return card, document


@router.get("")
def list_documents(services: ServicesDep) -> dict[str, Any]:
    """Every document, in the library's order."""
    return {"documents": [card_json(card) for card in services.library.cards()]}


@router.post("", response_model=None, dependencies=[only("editor")], responses={200: {"content": {EVENT_STREAM: {}}}})
def add_documents(
    request: Request,
    services: ServicesDep,
    files: Annotated[list[UploadFile], File(alias="file")],
    unit: Annotated[list[str], Form(description="Units that may see them; none, nor an account: everybody.")] = [],  # noqa: B006
    account: Annotated[list[str], Form(description="Names of accounts that may see them.")] = [],  # noqa: B006
    replaces: Annotated[str, Form(description="A document whose place they take: the same may see them.")] = "",
) -> Response:
    """Read uploaded files into the library; a file of the same name is replaced.

    Of a zip file each document in it is a file. The status is 201 when something is new, 200 when
    all of it was there, 207 when some files failed and some did not; when all failed, it is that of
    the first failure. To a caller who accepts `text/event-stream` the events are `progress`
    {"file", "page", "pages", "done", "total"} and at the end `report`, the same body with its
    `status`; or `error` with a problem document. Who closes the connection ends the reading: files that
    were done are in the library, the one being read is not.
    """
    uploads = Uploads(services, files, Audience.of(services, unit, account, replaces))
    request.state.what = ", ".join(uploads.names)
    language = language_of(request)
    if EVENT_STREAM not in request.headers.get("accept", ""):
        reports = uploads.keep(lambda progress: None)
        return _answer(services, reports, language, request.url.path)

    def work(put: Put) -> None:
        try:
            reports = uploads.keep(lambda progress: put(event("progress", _progress(progress))))
            answer = _answer(services, reports, language, request.url.path)
            put(event("report", {"status": answer.status_code} | json.loads(bytes(answer.body))))
        except Unheard:
            log.info("an upload was cancelled")
        except Exception as error:
            # The status line has been sent, so the problem has to travel as an event.
            log.exception("reading uploads")
            put(event("error", problem_of(error).to_json(language, subject_of(error))))

    last = event("error", problem_of(Stopping()).to_json(language, subject_of(Stopping())))
    return stream(events_of(work, request.app.state.flight, last))


def _answer(services: Services, reports: Sequence[FileReport], language: str, address: str) -> JSONResponse:
    rows = [_row(report, services, language) for report in reports]
    failed = [report for report in reports if report.error is not None]
    body: dict[str, Any] = {"files": rows}
    if failed and len(failed) == len(reports):
        error = failed[0].error
        assert error is not None
        problem = rows[0]["problem"] | {"instance": address} | body
        return JSONResponse(problem, problem_of(error).status, media_type="application/problem+json")
    return JSONResponse(body, _status(reports, failed))


def _status(reports: Sequence[FileReport], failed: Sequence[FileReport]) -> int:
    if failed:
        return 207
    return 200 if all(report.outcome == "unchanged" for report in reports) else 201


def _row(report: FileReport, services: Services, language: str) -> dict[str, Any]:
    name = services.name_of(report.file)
    row: dict[str, Any] = {
        "file": name,
        "outcome": report.outcome,
        "document_id": report.document_id,
        "anomalies": [asdict(anomaly) for anomaly in report.anomalies],
    }
    if report.error is not None:
        problem = problem_of(report.error)
        row["problem"] = problem.to_json(language, name, reason=report.error.detail)
    return row


def _progress(progress: Progress) -> dict[str, Any]:
    told = asdict(progress)
    return {"file": told.pop("path").name} | told


@router.get("/{document_id}")
def show_document(document_id: str, services: ServicesDep) -> dict[str, Any]:
    """One document with all that was understood of it."""
    card, document = require_document(services, document_id)
    return card_json(card) | inspect_document(document) | links_json(document_id, services.library)


@router.delete("/{document_id}", status_code=204, dependencies=[only("editor")])
def remove_document(document_id: str, services: ServicesDep) -> None:
    """Take a document out; it is not cited from then on. Only an uploaded file is deleted too."""
    card, _ = require_document(services, document_id)
    take_out(services, card)
    services.intake.catch_up()


@router.get("/{document_id}/clauses/{path:path}")
def show_clause(document_id: str, path: str, services: ServicesDep) -> dict[str, Any]:
    """One clause or bullet by its address."""
    _, document = require_document(services, document_id)
    clause = document.clause(path)
    if clause is None:
        raise NoSuchClause(path)
    return {"document_id": document_id, "parent": clause.parent} | clause_json(clause)


@router.get("/{document_id}/file", response_class=FileResponse)
def download_file(document_id: str, services: ServicesDep) -> Response:
    """The very file that the document was read from, as a download; of a zip file the one in it."""
    card, _ = require_document(services, document_id)
    source = Path(card.source)
    try:
        with open_source(source, services.max_bytes) as file:
            current = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]  # see `open_source`
        if current != card.sha256:
            raise FileChanged(card.file)
        if source.is_file():
            return FileResponse(source, media_type=_DOWNLOAD, filename=card.file)
        with open_source(source, services.max_bytes) as member:
            data = member.read(services.max_bytes)
    except (OSError, IngestError) as error:
        raise FileGone(card.file) from error
    name = f"attachment; filename*=utf-8''{quote(card.file, safe='')}"
    return Response(data, media_type=_DOWNLOAD, headers={"Content-Disposition": name})
