"""`/v1/documents`: what is in the library, what goes in, what goes out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, File, Request, UploadFile
from fastapi.responses import FileResponse, JSONResponse, Response

from assistant.api.errors import FileChanged, FileGone, NoSuchClause, NoSuchDocument
from assistant.api.problem_responses import language_of
from assistant.api.problems import problem_of
from assistant.api.services import Services, ServicesDep
from assistant.api.uploads import discard_upload, keep_uploads
from assistant.inspection import card_json, clause_json, inspect_document
from assistant.intake import FileReport
from ingest.model import Document
from vectorstore.library import Card

router = APIRouter(prefix="/v1/documents", tags=["documents"])


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


@router.post("", response_model=None)
def add_documents(
    request: Request, services: ServicesDep, files: Annotated[list[UploadFile], File(alias="file")]
) -> Response:
    """Read uploaded files into the library; a file of the same name is replaced.

    The status is 201 when something is new, 200 when all of it was there, 207 when some files
    failed and some did not; when all failed, it is that of the first failure.
    """
    reports = keep_uploads(services, files)
    language = language_of(request)
    rows = [_row(report, language) for report in reports]
    failed = [report for report in reports if report.error is not None]
    body: dict[str, Any] = {"files": rows}
    if failed and len(failed) == len(reports):
        error = failed[0].error
        assert error is not None
        problem = rows[0]["problem"] | {"instance": request.url.path} | body
        return JSONResponse(problem, problem_of(error).status, media_type="application/problem+json")
    return JSONResponse(body, _status(reports, failed))


def _status(reports: Sequence[FileReport], failed: Sequence[FileReport]) -> int:
    if failed:
        return 207
    return 200 if all(report.outcome == "unchanged" for report in reports) else 201


def _row(report: FileReport, language: str) -> dict[str, Any]:
    name = Path(report.file).name
    row: dict[str, Any] = {
        "file": name,
        "outcome": report.outcome,
        "document_id": report.document_id,
    }
    if report.error is not None:
        problem = problem_of(report.error)
        row["problem"] = problem.to_json(language, name, reason=report.error.detail)
    return row


@router.get("/{document_id}")
def show_document(document_id: str, services: ServicesDep) -> dict[str, Any]:
    """One document with all that was understood of it."""
    card, document = require_document(services, document_id)
    return card_json(card) | inspect_document(document)


@router.delete("/{document_id}", status_code=204)
def remove_document(document_id: str, services: ServicesDep) -> None:
    """Take a document out; it is not cited from then on. Only an uploaded file is deleted too."""
    card, _ = require_document(services, document_id)
    services.library.remove(document_id)
    services.intake.catch_up()
    discard_upload(services, card)


@router.get("/{document_id}/clauses/{path:path}")
def show_clause(document_id: str, path: str, services: ServicesDep) -> dict[str, Any]:
    """One clause or bullet by its address."""
    _, document = require_document(services, document_id)
    clause = document.clause(path)
    if clause is None:
        raise NoSuchClause(path)
    return {"document_id": document_id, "parent": clause.parent} | clause_json(clause)


@router.get("/{document_id}/file", response_class=FileResponse)
def download_file(document_id: str, services: ServicesDep) -> FileResponse:
    """The very file that the document was read from, as a download."""
    card, _ = require_document(services, document_id)
    source = Path(card.source)
    try:
        with source.open("rb") as file:
            current = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileGone(card.file) from error
    if current != card.sha256:
        raise FileChanged(card.file)
    return FileResponse(source, media_type="application/octet-stream", filename=card.file)
