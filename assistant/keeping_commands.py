"""The commands that keep the store: backup, restore, doctor."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assistant.json_output import json_option, print_json

if TYPE_CHECKING:
    from assistant.settings import Settings
    from vectorstore.checkup import Checkup
    from vectorstore.indexes import Indexes, Reindexing

_INDEXED = {
    "current": "đầy đủ",
    "behind": "chưa theo kịp kho; lần hỏi hoặc nạp tới sẽ tự cập nhật",
    "damaged": "bị hỏng; chạy “danchieu doctor --repair” để dựng lại",
}


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@json_option
@click.pass_obj
def backup(settings: Settings, file: Path, as_json: bool) -> None:
    """Sao lưu cả kho (văn bản, tệp tải lên) vào một tệp, kể cả khi đang chạy."""
    from vectorstore.backup import back_up

    manifest = back_up(settings.home, file, settings.database)
    if as_json:
        print_json({"file": str(file), **asdict(manifest)})
        return
    click.echo(f"Đã sao lưu {manifest.documents} văn bản, {manifest.uploads} tệp tải lên vào {file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--replace", is_flag=True, help="Thay kho đang có văn bản.")
@json_option
@click.pass_obj
def restore(settings: Settings, file: Path, replace: bool, as_json: bool) -> None:
    """Khôi phục kho từ bản sao lưu, rồi dựng lại chỉ mục. Hãy dừng “danchieu serve” trước."""
    from vectorstore.backup import restore as restore_store
    from vectorstore.library import Library

    manifest = restore_store(file, settings.home, settings.database, replace=replace)
    _indexes(settings).catch_up(Library.open(settings.home, settings.database))
    if as_json:
        print_json({"home": str(settings.home), **asdict(manifest)})
        return
    click.echo(f"Đã khôi phục {manifest.documents} văn bản, {manifest.uploads} tệp tải lên vào {settings.home}")


@click.command()
@click.option("--repair", is_flag=True, help="Sửa những gì sửa được: kho hỏng, chỉ mục hỏng.")
@json_option
@click.pass_obj
def doctor(settings: Settings, repair: bool, as_json: bool) -> None:
    """Kiểm tra máy này đọc được những định dạng nào, thiếu chương trình gì, và kho có lành lặn không."""
    from assistant.formats import formats_json, formats_text
    from vectorstore.checkup import check

    indexes = _indexes(settings)
    checkup = check(settings.home, indexes, settings.database)
    mended = _repair(settings, checkup, indexes) if repair and checkup is not None else None
    if mended is not None:
        checkup = check(settings.home, indexes, settings.database)
    formats = formats_json()
    told = indexes.reindexing() if checkup is not None else None
    if as_json:
        store = None if checkup is None else asdict(checkup) | {"sound": checkup.sound}
        if store is not None:
            store["reindexing"] = asdict(told) if told else None
        print_json({"formats": formats, "store": store, "repaired": mended})
    else:
        click.echo(formats_text())
        click.echo(_store_text(settings, checkup))
        if told:
            click.echo(reindexing_text(told))
        for line in _repair_lines(mended or {}):
            click.echo(line)
    lacking = any(known["missing"] for known in formats)
    sys.exit(1 if lacking or (checkup is not None and not checkup.sound) or (mended or {}).get("lost") else 0)


@click.command()
@json_option
@click.pass_obj
def reindex(settings: Settings, as_json: bool) -> None:
    """Lập lại chỉ mục vectơ bằng mô hình ở DANCHIEU_EMBEDDER; trong lúc đó chỉ mục cũ vẫn trả lời."""
    from vectorstore.library import Library

    indexes, library = _indexes(settings), Library.open(settings.home, settings.database)
    indexes.catch_up(library)
    live = indexes.reindex(library)
    if as_json:
        print_json({"embedder": indexes.dense.embedder.fingerprint, "done": live})
    elif live:
        click.echo(f"Chỉ mục vectơ đang dùng: {indexes.dense.embedder.fingerprint}")
    else:
        click.echo("Một tiến trình khác đang lập lại chỉ mục; xem tiến độ: danchieu doctor", err=True)
    sys.exit(0 if live else 1)


def reindexing_text(told: Reindexing) -> str:
    """How far it is, and what to do if nobody is at it."""
    share = min(100, round(100 * told.done / max(told.total, 1)))
    return (
        f"chỉ mục của {told.live} đang trả lời; chỉ mục của {told.wanted} đã xong {share} %. "
        "Lập nốt: danchieu reindex (nếu bị ngắt thì làm tiếp từ chỗ dở)"
    )


def _repair(settings: Settings, checkup: Checkup, indexes: Indexes) -> dict[str, Any] | None:
    """Mend what is not sound, and say what was done; None when nothing had to be."""
    from assistant.intake import open_intake
    from vectorstore.library import Library
    from vectorstore.salvage import salvage

    if checkup.sound:
        return None
    done: dict[str, Any] = {"indexes": "rebuilt"}
    if checkup.damage is not None and settings.database is not None:
        raise click.ClickException(
            f"máy chủ PostgreSQL báo dữ liệu hỏng ({checkup.damage}); nhờ người quản trị máy chủ ấy, hoặc khôi phục từ bản sao lưu: "
            "danchieu restore TỆP --replace"
        )
    if checkup.damage is not None:
        salvaged = salvage(settings.home)
        there = [Path(source) for source in salvaged.sources if Path(source).exists()]
        with open_intake(settings) as intake:
            intake.take(there)
        library = Library.open(settings.home, settings.database)
        stored, ids = ({getattr(card, what) for card in library.cards()} for what in ("source", "id"))
        done |= {
            "damaged": str(salvaged.damaged),
            "documents": len(stored),
            "closed": salvaged.closed,
            "lost": [source for source in salvaged.sources if source not in stored]
            + [known for known in salvaged.nameless if known not in ids],
        }
        library.close()
    library = Library.open(settings.home, settings.database)
    indexes.rebuild(library)
    library.close()
    return done


def _indexes(settings: Settings) -> Indexes:
    from vectorstore.embedder import load_embedder
    from vectorstore.errors import EmbedderNotFound
    from vectorstore.indexes import Indexes

    try:
        return Indexes(settings.home, load_embedder(settings.embedder))
    except EmbedderNotFound as error:
        raise click.UsageError(f"DANCHIEU_EMBEDDER: {error}") from error


def _store_text(settings: Settings, checkup: Checkup | None) -> str:
    from vectorstore.databases import database_of

    place = settings.home if settings.database is None else database_of(settings.home, settings.database).place
    if checkup is None:
        return f"Kho {place}: chưa có"
    if checkup.damage is not None:
        return f"Kho {place}: bị hỏng ({checkup.damage}); chạy “danchieu doctor --repair”"
    return f"Kho {place}: {checkup.documents} văn bản, lành lặn; chỉ mục {_INDEXED[checkup.indexes or 'behind']}"


def _repair_lines(mended: dict[str, Any]) -> list[str]:
    lines = []
    if "damaged" in mended:
        lines.append(f"Đã cứu {mended['documents']} văn bản; tệp kho hỏng được giữ ở {mended['damaged']}")
        lines.append("Văn bản nào mất tệp gốc có thể thiếu phần không đọc được; hãy nạp lại các thư mục văn bản.")
        if mended["closed"]:
            lines.append(
                "Không đọc hết được danh sách hạn chế xem: mọi văn bản tạm chỉ người quản trị xem được. Xem lại bằng "
                "“danchieu visibility list”, rồi mở bằng “danchieu visibility clear THƯ_MỤC”."
            )
        lines += [f"không cứu được: {source}" for source in mended["lost"]]
    if mended:
        lines.append("Đã dựng lại chỉ mục.")
    return lines
