"""`/v1/documents`: in, out, and as the page shows them."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any, TypeAlias

import pytest
from fastapi import UploadFile
from fastapi.testclient import TestClient

from assistant.api.events import Put, Unheard, event, events_of
from assistant.api.services import Services
from assistant.api.stopping import Flight
from assistant.api.uploads import Uploads, safe_name
from ingest.model import Anomaly
from ingest.progress import Progress
from ingest.readers import READERS
from ingest.readers.text import read_text
from vectorstore.errors import DiskFull

Response: TypeAlias = Any  # the client's own: it takes whichever of httpx and httpx2 is there
Told = Callable[[Any], tuple[int, str]]

NOTICE = "Số: 7/TB-UBND\n\nHòa Bình, ngày 9 tháng 5 năm 2024\n\nTHÔNG BÁO\nLịch trực\n\n1. Văn phòng trực ngày lễ.\n"


def test_documents_are_listed_without_their_folders(client: TestClient) -> None:
    (item,) = client.get("/v1/documents").json()["documents"]
    assert (item["file"], item["header"]["number"]) == ("31.txt", "31/KH-UBND")
    assert "source" not in item


def test_a_document_is_shown_as_inspect_prints_it(client: TestClient, services: Services) -> None:
    document_id = services.library.cards()[0].id
    body = client.get(f"/v1/documents/{document_id}").json()
    assert body["id"] == document_id
    assert "I.1" in [clause["path"] for clause in body["clauses"]]
    assert {"references", "duties", "deadlines", "targets", "abbreviations", "anomalies"} <= body.keys()
    assert {"effects", "stands_on", "cited_by", "missing"} <= body.keys()


def test_a_clause_or_bullet_by_its_address(client: TestClient, services: Services) -> None:
    document_id = services.library.cards()[0].id
    clause = client.get(f"/v1/documents/{document_id}/clauses/I.1").json()
    assert clause["items"][0]["path"] == "I.1-1"
    item = client.get(f"/v1/documents/{document_id}/clauses/I.1-1").json()
    assert item["text"] == clause["items"][0]["text"]


def test_the_file_comes_back_byte_for_byte(client: TestClient, services: Services) -> None:
    card = services.library.cards()[0]
    response = client.get(f"/v1/documents/{card.id}/file")
    assert response.content == Path(card.source).read_bytes()
    assert response.headers["content-disposition"].startswith("attachment")


def test_a_file_changed_or_gone_is_not_given_as_the_document(
    client: TestClient, services: Services, problem: Told
) -> None:
    card = services.library.cards()[0]
    Path(card.source).write_text("khác", encoding="utf-8")
    assert problem(client.get(f"/v1/documents/{card.id}/file")) == (409, "file-changed")
    Path(card.source).unlink()
    assert problem(client.get(f"/v1/documents/{card.id}/file")) == (410, "file-gone")


MISSING = {
    "document": ("GET", "/v1/documents/x", (404, "no-such-document")),
    "document to remove": ("DELETE", "/v1/documents/x", (404, "no-such-document")),
    "file": ("GET", "/v1/documents/x/file", (404, "no-such-document")),
    "clause": ("GET", "/v1/documents/{id}/clauses/IX.9", (404, "no-such-clause")),
    "clause in the panel": ("GET", "/v1/documents/{id}/view?clause=IX.9", (404, "no-such-clause")),
    "address": ("GET", "/v1/nothing", (404, "no-such-page")),
    "method": ("PUT", "/v1/ask", (405, "method-not-allowed")),
}


@pytest.mark.parametrize(("method", "address", "expected"), MISSING.values(), ids=MISSING.keys())
def test_what_is_not_there(
    client: TestClient, services: Services, method: str, address: str, expected: tuple[int, str], problem: Told
) -> None:
    address = address.replace("{id}", services.library.cards()[0].id)
    assert problem(client.request(method, address)) == expected


def upload(client: TestClient, *files: tuple[str, str | bytes]) -> Response:
    return client.post("/v1/documents", files=[("file", file) for file in files])


def outcomes(response: Response) -> list[str]:
    return [row["outcome"] for row in response.json()["files"]]


def test_an_upload_is_read_kept_and_removed(client: TestClient, services: Services) -> None:
    response = upload(client, ("7.txt", NOTICE))
    assert (response.status_code, outcomes(response)) == (201, ["added"])
    document_id = response.json()["files"][0]["document_id"]
    assert client.get(f"/v1/documents/{document_id}/file").content == NOTICE.encode()

    again = upload(client, ("7.txt", NOTICE))
    assert (again.status_code, outcomes(again)) == (200, ["unchanged"])
    newer = upload(client, ("7.txt", NOTICE.replace("ngày lễ", "cuối tuần")))
    assert (newer.status_code, outcomes(newer)) == (201, ["replaced"])

    assert client.delete(f"/v1/documents/{document_id}").status_code == 204
    assert client.get(f"/v1/documents/{document_id}").status_code == 404
    assert list(services.uploads.iterdir()) == []


def test_removing_a_document_of_a_folder_leaves_its_file(client: TestClient, services: Services) -> None:
    card = services.library.cards()[0]
    assert client.delete(f"/v1/documents/{card.id}").status_code == 204
    assert Path(card.source).exists()


def test_an_upload_of_good_and_bad_files(client: TestClient) -> None:
    response = upload(client, ("7.txt", NOTICE), ("rong.txt", ""))
    assert (response.status_code, outcomes(response)) == (207, ["added", "failed"])
    assert response.json()["files"][1]["problem"]["type"].endswith("empty-file")


BAD_UPLOADS: dict[str, tuple[str, str | bytes, tuple[int, str]]] = {
    "empty": ("rong.txt", "", (422, "empty-file")),
    "binary": ("x.txt", bytes(range(256)) * 8, (422, "unreadable-file")),
    "no reader": ("anh.gif", "x", (415, "unsupported-format")),
    "over the limit of a file": ("to.txt", "a" * 30_000, (413, "file-too-large")),
    "over the limit of a body": ("to.txt", "a" * 200_000, (413, "upload-too-large")),
}


@pytest.mark.parametrize(("name", "content", "expected"), BAD_UPLOADS.values(), ids=BAD_UPLOADS.keys())
def test_a_bad_upload(
    client: TestClient, services: Services, name: str, content: str | bytes, expected: tuple[int, str], problem: Told
) -> None:
    assert problem(upload(client, (name, content))) == expected
    assert len(services.library.cards()) == 1


def test_a_body_in_pieces_is_limited_too(client: TestClient, problem: Told) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
        for _ in range(20):
            yield b"a" * 10_000

    headers = {"content-type": "multipart/form-data; boundary=x"}
    response = client.post("/v1/documents", content=pieces(), headers=headers)
    assert problem(response) == (413, "upload-too-large")


# -- zip files


def zipped(**letters: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, letter in letters.items():
            archive.writestr(f"tin/{name}.txt", letter)
    return buffer.getvalue()


def test_documents_of_an_uploaded_zip_come_and_go(client: TestClient, services: Services) -> None:
    other = NOTICE.replace("7/TB", "8/TB")
    response = upload(client, ("tin.zip", zipped(a=NOTICE, b=other)))
    rows = response.json()["files"]
    assert (response.status_code, [row["file"] for row in rows]) == (201, ["tin.zip/tin/a.txt", "tin.zip/tin/b.txt"])
    first, second = (row["document_id"] for row in rows)
    download = client.get(f"/v1/documents/{first}/file")
    assert download.content == NOTICE.encode()
    assert download.headers["content-disposition"] == "attachment; filename*=utf-8''a.txt"

    assert client.delete(f"/v1/documents/{first}").status_code == 204
    assert client.get(f"/v1/documents/{second}/file").content == other.encode()
    assert client.delete(f"/v1/documents/{second}").status_code == 204
    assert list(services.uploads.iterdir()) == []


def test_a_zip_with_a_bad_member(client: TestClient) -> None:
    response = upload(client, ("tin.zip", zipped(a=NOTICE, b="")))
    assert (response.status_code, outcomes(response)) == (207, ["added", "failed"])


def test_a_member_changed_or_gone_is_not_given_as_the_document(
    client: TestClient, services: Services, problem: Told
) -> None:
    document_id = upload(client, ("tin.zip", zipped(a=NOTICE))).json()["files"][0]["document_id"]
    (services.uploads / "tin.zip").write_bytes(zipped(a="khác"))
    assert problem(client.get(f"/v1/documents/{document_id}/file")) == (409, "file-changed")
    (services.uploads / "tin.zip").write_bytes(zipped(b="khác"))
    assert problem(client.get(f"/v1/documents/{document_id}/file")) == (410, "file-gone")


# -- as server-sent events


def events(response: Response) -> list[tuple[str, dict[str, Any]]]:
    assert response.headers["content-type"].startswith("text/event-stream")
    told = []
    for block in response.text.strip().split("\n\n"):
        name, _, data = block.removeprefix("event: ").partition("\ndata: ")
        told.append((name, json.loads(data)))
    return told


def upload_streaming(client: TestClient, *files: tuple[str, str | bytes]) -> Response:
    accept = {"accept": "text/event-stream"}
    return client.post("/v1/documents", files=[("file", file) for file in files], headers=accept)


def test_an_upload_tells_its_progress(client: TestClient) -> None:
    told = events(upload_streaming(client, ("7.txt", NOTICE), ("tin.zip", zipped(a=NOTICE + "2. Hết.\n"))))
    assert {name for name, _ in told[:-1]} == {"progress"}
    assert told[0][1] == {"file": "7.txt", "page": None, "pages": None, "done": 0, "total": 2}
    assert told[-2][1] == {"file": "a.txt", "page": None, "pages": None, "done": 2, "total": 2}
    name, report = told[-1]
    assert (name, report["status"]) == ("report", 201)
    assert [row["outcome"] for row in report["files"]] == ["added", "added"]


def test_an_upload_that_fails_reports_the_problem(client: TestClient) -> None:
    name, report = events(upload_streaming(client, ("rong.txt", "")))[-1]
    assert (name, report["status"], report["type"]) == ("report", 422, "urn:danchieu:problem:empty-file")


def test_a_failure_while_it_is_read_is_an_event(
    client: TestClient, services: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise DiskFull(services.uploads, "no space left")

    monkeypatch.setattr(services.library, "put", full)
    name, problem = events(upload_streaming(client, ("7.txt", NOTICE)))[-1]
    assert (name, problem["type"]) == ("error", "urn:danchieu:problem:disk-full")


CANCELLED = {
    "before anything is read": ((("7.txt", NOTICE),), 1, []),
    "once it is read, before it is stored": ((("7.txt", NOTICE),), 2, []),
    "in the second file": ((("7.txt", NOTICE), ("8.txt", NOTICE + "2. Hết.\n")), 3, ["7.txt"]),
    "in the first of a zip file": ((("tin.zip", zipped(a=NOTICE)),), 1, []),
    "in the second of a zip file": ((("tin.zip", zipped(a=NOTICE, b=NOTICE + "2. Hết.\n")),), 4, ["a.txt"]),
}


@pytest.mark.parametrize(("files", "at", "kept"), CANCELLED.values(), ids=CANCELLED.keys())
def test_a_cancelled_upload_leaves_nothing_half(
    services: Services, files: tuple[tuple[str, str | bytes], ...], at: int, kept: list[str]
) -> None:
    caught: list[Progress] = []

    def go_on(told: Progress) -> None:
        caught.append(told)
        if len(caught) >= at:
            raise Unheard

    data = [(name, words.encode() if isinstance(words, str) else words) for name, words in files]
    uploads = Uploads(services, [UploadFile(io.BytesIO(words), filename=name) for name, words in data])
    with pytest.raises(Unheard):
        uploads.keep(go_on)
    assert sorted(card.file for card in services.library.cards()) == ["31.txt", *kept]
    sources = {card.source for card in services.library.sources_under(str(services.uploads))}
    left = {path.name for path in services.uploads.iterdir()}
    assert left == {Path(source).relative_to(services.uploads).parts[0] for source in sources}


def test_a_cancelled_zip_leaves_the_one_before(client: TestClient, services: Services) -> None:
    before = zipped(a=NOTICE)
    upload(client, ("tin.zip", before))

    def stop(told: Progress) -> None:
        raise Unheard

    again = UploadFile(io.BytesIO(zipped(a=NOTICE + "2. Hết.\n")), filename="tin.zip")
    with pytest.raises(Unheard):
        Uploads(services, [again]).keep(stop)
    assert (services.uploads / "tin.zip").read_bytes() == before


def test_work_ends_when_nobody_listens() -> None:
    ended = Event()
    heard = Event()

    def work(put: Put) -> None:
        put(event("progress", {"page": 1}))
        heard.wait(10)
        try:
            put(event("progress", {"page": 2}))
        except Unheard:
            ended.set()

    async def listen() -> str:
        events = events_of(work, Flight(), "")
        first = await anext(events)
        await events.aclose()
        heard.set()
        return first

    assert asyncio.run(listen()) == 'event: progress\ndata: {"page": 1}\n\n'
    assert ended.wait(10)


FOLDERS = {
    "of one name in two folders": (("a/x.txt", "b\\x.txt"), ["a - x.txt", "b - x.txt"]),
    "only one of a name": (("a/x.txt", "b/y.txt"), ["x.txt", "y.txt"]),
    "that lead out of the folder": (("../../x.txt", "x.txt"), ["- .. - x.txt", "x.txt"]),
}


@pytest.mark.parametrize(("given", "kept"), FOLDERS.values(), ids=FOLDERS.keys())
def test_files_of_folders_do_not_take_each_others_place(
    client: TestClient, given: tuple[str, str], kept: list[str]
) -> None:
    files = [(name, NOTICE.replace("7/TB", f"{number}/TB")) for number, name in enumerate(given, start=8)]
    assert outcomes(upload(client, *files)) == ["added", "added"]
    listed = client.get("/v1/documents").json()["documents"]
    assert sorted(row["file"].strip() for row in listed if row["file"] != "31.txt") == kept


# -- what a reader found odd


def test_what_was_odd_about_the_reading_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = Anomaly("encoding", "Tệp dùng bảng mã cũ.", "header")
    monkeypatch.setitem(READERS, ".txt", lambda data: replace(read_text(data), anomalies=(odd,)))
    (row,) = upload(client, ("7.txt", NOTICE)).json()["files"]
    assert row["anomalies"] == [{"code": "encoding", "text": "Tệp dùng bảng mã cũ.", "path": "header", "reading": True}]


NAMES = {
    "plain": ("kế hoạch.txt", "kế hoạch.txt"),
    "folders": ("../../etc/thu.txt", "thu.txt"),
    "folders of Windows": ("C:\\vb\\thu.txt", "thu.txt"),
    "hidden": ("..thu.txt", "thu.txt"),
    "control characters": ("a\u0000b\n.txt", "ab.txt"),
    "only a suffix": (".txt", "txt"),
    "nothing": ("", "tep"),
}


@pytest.mark.parametrize(("given", "kept"), NAMES.values(), ids=NAMES.keys())
def test_names_of_uploads_are_only_names(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_a_very_long_name_is_cut() -> None:
    name = safe_name("kế" * 300 + ".txt")
    assert len(name.encode()) <= 255
    assert name.endswith(".txt")


# -- the panel's fragment


def view(client: TestClient, services: Services, query: str = "") -> str:
    response = client.get(f"/v1/documents/{services.library.cards()[0].id}/view{query}")
    assert response.headers["content-type"].startswith("text/html")
    return response.text


def test_a_documents_text_is_data(client: TestClient, services: Services) -> None:
    shown = view(client, services)
    assert "<script" not in shown
    assert "<b>" not in shown
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;" in shown


def test_headings_stand_out_and_whole_paragraphs_do_not(client: TestClient, services: Services) -> None:
    shown = view(client, services)
    assert '<p class="dc-heading">1. Hạt Kiểm lâm:</p>' in shown
    assert "<p>2. Các chủ rừng dọn thực bì" in shown


def test_the_quote_is_marked_and_its_clause_pointed_out(client: TestClient, services: Services) -> None:
    document = services.library.document(services.library.cards()[0].id)
    assert document is not None
    quote = "24/24 giờ & báo cáo"
    start = document.text.index(quote)
    shown = view(client, services, f"?clause=I.1-1&start={start}&end={start + len(quote)}")
    assert "<mark>24/24 giờ &amp; báo cáo</mark>" in shown
    assert shown.count("<mark>") == 1
    assert 'class="dc-clause dc-target" data-path="I.1"' in shown
    assert "gạch đầu dòng thứ 1, mục I.1 Kế hoạch số 31/KH-UBND ngày 4/3/2024" in shown


SPOTS = {"no offsets": "", "offsets outside the clause": "&start=0&end=5", "offsets turned round": "&start=9&end=3"}


@pytest.mark.parametrize("offsets", SPOTS.values(), ids=SPOTS.keys())
def test_without_a_quote_the_clause_is_marked(client: TestClient, services: Services, offsets: str) -> None:
    shown = view(client, services, f"?clause=I.1-1{offsets}")
    assert "<mark>- Trực canh lửa 24/24 giờ &amp; báo cáo hằng tuần.</mark>" in shown
