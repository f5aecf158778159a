"""The gold set for reading: what a careful person reads in a document, written from the document and the contract.

One file per document, `NAME.gold.json`. It was written before our parser read the
document; a mistake of the gold is mended against the document, never against the parser.
Held documents were drawn by a seeded choice before anyone looked: they measure, and
nobody tunes on them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import GoldInvalid
from ingest.model import Act, DeadlineKind

# A scan is judged as a scan, whatever it holds; "statutes" are all that is laid out in Điều, decisions too.
Group = Literal["plans and letters", "statutes", "scans"]
HEADER_FIELDS = ("number", "number_printed", "kind", "issuer", "place", "date", "subject", "signer", "signer_role")


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldReference(_Record):
    """A document that is cited: by its number, or, a law, by its name."""

    number: str | None
    name: str | None = None
    kind: str | None = None
    date: str | None = None  # as printed beside it somewhere in the document
    path: str | None = None  # of its first mention
    accepted: tuple[str, ...] = ()  # other right readings of a number that is misprinted
    optional: bool = False  # may be read, need not be: a law named only within another's title, a standard


class GoldDeadline(_Record):
    date: str  # ISO 8601 as `ingest.model.Deadline`
    kind: DeadlineKind
    path: str
    optional: bool = False


class GoldDuty(_Record):
    """Somebody whom the text names, in a heading or in the sentence, is told to do something.

    What a law lets somebody do, what has been done, and what is only hoped for is none.
    `role` lists those that the words allow, joined by `|`: "chủ trì, phối hợp với" is chủ
    trì, "phối hợp tham mưu báo cáo" is any of three. A clause states one duty per actor
    for each role that its words give apart; further ones are `optional`, and so is a
    duty of those who are only implied: the addressees of a bullet without a subject.
    """

    actor: str
    role: str
    path: str
    optional: bool = False


class GoldEffect(_Record):
    """What the document does to another, or when it holds itself (`number` and `name` are None then).

    `part` is the provision affected as it is printed, other right readings joined by `|`;
    the address is that of the words that do it, not that of a list's first line.
    """

    act: Act
    number: str | None
    path: str
    name: str | None = None  # of a law that is named without its number
    part: str | None = None
    date: str | None = None  # None: not written down, it has the document's own
    optional: bool = False  # said a second time: the formula of enactment, a heading above the acts themselves


class GoldDocument(_Record):
    """What one document says.

    A document read in part says in which: `scope` lists the paths in which its references,
    deadlines and duties were looked for; addresses below `unscored` were not written down
    (forms of an annex). `accepted` has other right readings of a header field and other
    addresses of the same place; `optional` addresses are right when read and not missed.
    """

    file: str  # relative to the folder of documents, one that ships to the project; a URL names a text of training/legal-vi.jsonl.gz
    group: Group | None = None  # None: not laid down; a plan or letter
    held: bool = False
    header: dict[str, str | None] = {}
    clauses: tuple[str, ...] | None = None  # None: not written down
    items: tuple[str, ...] = ()
    accepted: dict[str, tuple[str | None, ...]] = {}
    optional: tuple[str, ...] = ()
    unscored: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    references: tuple[GoldReference, ...] | None = None  # None: not written down
    deadlines: tuple[GoldDeadline, ...] | None = None
    duties: tuple[GoldDuty, ...] | None = None
    effects: tuple[GoldEffect, ...] | None = None


def load_gold(place: Path, *, held: bool) -> dict[str, GoldDocument]:
    """The documents of a gold folder, or of one gold file, by name.

    Args:
        held: the held ones, and only those; else only the others.

    Raises:
        GoldInvalid: a file that is no gold, or a folder without any.
    """
    files = [place] if place.is_file() else sorted(place.glob("*.gold.json"))
    found = {}
    for file in files:
        try:
            document = GoldDocument.model_validate_json(file.read_text(encoding="utf-8"))
        except ValidationError as error:
            first = error.errors()[0]
            raise GoldInvalid(file, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
        if document.held == held:
            found[file.name.removesuffix(".gold.json")] = document
    if not files:
        raise GoldInvalid(place, "không có tệp .gold.json nào")
    return found
