"""Documents whose reading is right are printed and scanned, to measure the reading of scans.

A scan is as offices make them: 200 or 300 dpi, grey or coloured, a little aslant, noisy, softened,
kept as JPEG, some with a seal. All of it depends on the document's name alone, so that a run
can be repeated. What is right is what our own reader reads in the original.
"""

from __future__ import annotations

import gzip
import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import numpy as np
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from eval.gold import GoldDeadline, GoldDocument, GoldDuty, GoldReference
from eval.plain_reading import reading_of
from eval.typesetting import typeset
from ingest.document import read_document
from ingest.errors import IngestError
from ingest.model import Document
from ingest.readers.programs import LIBREOFFICE

_PRINTED = (".docx", ".doc")  # which keep their own layout
_TEXTS = (".txt", ".md")
_LONGEST = 14_000  # characters of a document; longer ones tell little more and take long
SHORTEST_DRAWN, LONGEST_DRAWN = 1_500, 9_000  # characters of a text that is drawn from the collection
_DRAWN = 40  # texts of the collection
_HELD = 0.4  # of the documents
_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Original:
    """A document, and what is printed of it."""

    name: str
    document: Document
    file: Path | None  # printed as it is; None: typeset anew


def rescan(shared: Path, tests: Path, place: Path, *, held: bool, max_bytes: int) -> dict[str, GoldDocument]:
    """Make the scans, as far as they are not there yet, and say what is right of each.

    Args:
        shared: the folder of real documents.
        tests: the project's folder, which has others.
        place: where the scans are put.
        held: those kept apart, and only those; else only the others.
    """
    place.mkdir(parents=True, exist_ok=True)
    found = [one for one in _originals(shared, tests, place, max_bytes) if _is_held(one.name) == held]
    missing = [one for one in found if not (place / f"{one.name}.pdf").is_file()]
    with TemporaryDirectory() as folder:
        for one, printed in _printed(missing, Path(folder)):
            scan(printed, place / f"{one.name}.pdf", one.name, one.document.header.signer)
    return {one.name: _gold(one.name, one.document) for one in found if (place / f"{one.name}.pdf").is_file()}


def _is_held(name: str) -> bool:
    return _chance(name, "held") < _HELD


def _chance(*of: object) -> float:
    """A number from 0 to 1 that depends on its arguments only."""
    return crc32("/".join(map(str, of)).encode()) % 10_007 / 10_007


def _originals(shared: Path, project: Path, place: Path, max_bytes: int) -> Iterator[Original]:
    for folder in (shared / "realdocs", shared / "corpus", project / "tests" / "golden", project / "ingest" / "sample"):
        for path in sorted(folder.glob("*")):
            if path.suffix in (*_PRINTED, *_TEXTS) and path.name not in ("INDEX.md", "README.md"):
                with suppress(IngestError):
                    document = read_document(path, max_bytes=max_bytes)
                    if len(document.text) <= _LONGEST:
                        yield Original(path.stem, document, path if path.suffix in _PRINTED else None)
    collection = shared / "training" / "legal-vi.jsonl.gz"
    texts = _drawn(collection, place, max_bytes) if collection.is_file() else iter(())
    yield from islice(texts, _DRAWN)


def _drawn(collection: Path, place: Path, max_bytes: int) -> Iterator[Original]:
    """Texts of the collection that have a heading and a signature, in an order that chance made."""
    with gzip.open(collection, "rt", encoding="utf-8") as lines:
        records = [record for record in map(json.loads, lines) if SHORTEST_DRAWN < len(record["text"]) < LONGEST_DRAWN]
    for record in sorted(records, key=lambda record: crc32(record["url"].encode())):
        path = place / f"text-{crc32(record['url'].encode()):08x}.txt"
        path.write_text(record["text"], encoding="utf-8")
        document = read_document(path, max_bytes=max_bytes)
        path.unlink()
        if document.header.number and document.header.signer:
            yield Original(path.stem, document, None)


def _printed(originals: list[Original], folder: Path) -> Iterator[tuple[Original, Path]]:
    """Each original and the PDF that it is printed as."""
    sources: dict[str, Path] = {}
    for number, one in enumerate(originals):
        source = folder / f"{number}{one.file.suffix if one.file else '.fodt'}"
        if one.file:
            source.write_bytes(one.file.read_bytes())
        else:
            source.write_text(typeset(one.document, stamped=_chance(one.name, "stamp") < 0.25), encoding="utf-8")
        sources[one.name] = source
    if sources:
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        to_pdf = [LIBREOFFICE.path(), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
        subprocess.run([*to_pdf, *sources.values()], check=True, capture_output=True, timeout=_SECONDS)
    for one in originals:
        if one.name in sources and sources[one.name].with_suffix(".pdf").is_file():
            yield one, sources[one.name].with_suffix(".pdf")


def scan(printed: Path, target: Path, name: str, signer: str | None) -> None:
    """Write what a scanner makes of a printed PDF."""
    dpi = 200 if _chance(name, "dpi") < 0.5 else 300
    pages: list[Image.Image] = []
    with pdfium.PdfDocument(printed) as document:
        for number, page in enumerate(document):
            image = page.render(scale=dpi / 72).to_pil().convert("RGB")
            if _chance(name, "seal") < 0.5:
                _seal(image, page, signer, dpi)
            pages.append(_scanned(image, name, number))
    first, *others = pages
    quality = 45 + round(40 * _chance(name, "jpeg"))
    first.save(target, "PDF", save_all=True, append_images=others, resolution=dpi, quality=quality)


def _seal(image: Image.Image, page: pdfium.PdfPage, signer: str | None, dpi: int) -> None:
    """A round red seal over the left part of a signature."""
    found = page.get_textpage().search(signer).get_next() if signer else None
    if found is None:
        return
    left, _, right, top = page.get_textpage().get_charbox(found[0])
    scale, radius = dpi / 72, 48
    x, y = (left + right) / 2 - 20, page.get_height() - top - 45
    ink = Image.new("RGB", image.size, "white")
    drawing = ImageDraw.Draw(ink)
    for shrunk in (0, 6, 22):
        r = radius - shrunk
        box = ((x - r) * scale, (y - r) * scale, (x + r) * scale, (y + r) * scale)
        drawing.ellipse(box, outline=(214, 44, 52), width=round(1.4 * scale))
    image.paste(ImageChops.multiply(image, ink))


def _scanned(image: Image.Image, name: str, number: int) -> Image.Image:
    chance = np.random.default_rng(crc32(f"{name}/{number}".encode()))
    paper, ink = 228 + 27 * _chance(name, "paper"), 50 * _chance(name, "ink")
    seen = image if _chance(name, "colour") < 0.5 else image.convert("L")
    white = (255,) * len(seen.getbands())
    turned = seen.rotate(chance.uniform(-1, 1), resample=Image.Resampling.BICUBIC, fillcolor=white)
    soft = turned.filter(ImageFilter.GaussianBlur(0.3 + 0.5 * _chance(name, "blur")))
    pixels = np.asarray(soft, np.float32) * ((paper - ink) / 255) + ink
    noise = (3 + 7 * _chance(name, "noise")) * chance.standard_normal(pixels.shape[:2], np.float32)
    pixels += noise if pixels.ndim == 2 else noise[..., None]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _gold(name: str, document: Document) -> GoldDocument:
    read = reading_of(document)
    header: Mapping[str, str | None] = read.header
    return GoldDocument(
        file=f"{name}.pdf",
        group="scans",
        header=dict(header),
        clauses=read.paths,
        references=tuple(
            GoldReference(
                number=one.what if one.numbered else None,
                name=None if one.numbered else one.what,
                date=one.date,
                path=one.path,
            )
            for one in {(one.what, one.numbered): one for one in reversed(read.references)}.values()
        ),
        deadlines=tuple(
            GoldDeadline(
                date=one.date or "", kind="period" if one.aside else "report", path=one.path, optional=one.aside
            )
            for one in read.deadlines
        ),
        duties=tuple(GoldDuty(actor=one.what, role=one.role or "", path=one.path) for one in read.duties),
    )
