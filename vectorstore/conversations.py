"""Conversations that visitors of the web page had, and what they said of the answers.

A visitor is known by a secret of the browser, of which only the SHA-256 is kept: who reads the file,
or a backup of it, cannot pass for anyone. An identifier of a conversation cannot be guessed and is
its address: who has been given it may read the conversation, and only its owner may change it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from ingest.spelling import folded_words
from vectorstore.schema import conversations, corrections, reviews, turns

Verdict = Literal["up", "down"]
_SHOWN = 200  # conversations in a list
_TITLE = 120  # characters


@dataclass(frozen=True, slots=True)
class KeptCard:
    """A conversation in a list."""

    id: str
    title: str
    changed: str  # ISO 8601, UTC
    turns: int


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question with its whole answer as section 3 of the contract has it."""

    question: str
    answer: Mapping[str, Any]
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole conversation."""

    id: str
    title: str
    changed: str
    owned: bool  # by the visitor who asks for it
    turns: tuple[KeptTurn, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A clause as it was when a reader named it."""

    document_id: str
    file: str
    path: str
    quote: str  # its whole text


@dataclass(frozen=True, slots=True)
class Review:
    """What a visitor said of an answer, with all that is needed to judge it later."""

    conversation: str
    ordinal: int
    verdict: Verdict
    reason: str
    created: str  # ISO 8601, UTC
    question: str
    history: Sequence[tuple[str, str]]
    answer: Mapping[str, Any]
    right: Place | None = None  # where the reader says that the answer stands

    @property
    def id(self) -> str:
        return f"{self.conversation}-{self.ordinal}"


Opened = Callable[[], AbstractContextManager[Connection]]


def new_secret() -> str:
    """Cannot be guessed; safe in cookies and addresses."""
    return secrets.token_urlsafe(24)


class Conversations:
    """Made by `Library`, in whose file they lie; safe for threads and processes as that is."""

    def __init__(self, read: Opened, write: Opened) -> None:
        self._read = read
        self._write = write

    def keep(self, visitor: str, conversation: str | None, turn: KeptTurn, earlier: Sequence[KeptTurn] = ()) -> str:
        """Add a turn to a visitor's conversation, or begin one with it; its identifier.

        Args:
            conversation: what to add to; None, or one that is another's, begins a new one.
            earlier: the turns before, with which a new one begins.
        """
        with self._write() as connection:
            known = connection.execute(
                select(conversations.c.id).where(
                    conversations.c.id == conversation, conversations.c.visitor == _hashed(visitor)
                )
            ).scalar()
            if known is None:
                known = new_secret()
                title = (earlier[0] if earlier else turn).question
                connection.execute(
                    insert(conversations).values(
                        id=known, visitor=_hashed(visitor), title=_title(title), created=_now(), changed=_now()
                    )
                )
                for old in earlier:
                    _add(connection, known, old)
            _add(connection, known, turn)
            connection.execute(update(conversations).where(conversations.c.id == known).values(changed=_now()))
        return known

    def cards(self, visitor: str, words: str = "") -> Sequence[KeptCard]:
        """A visitor's conversations, the latest first; with `words`, those in which all of them stand."""
        count = select(func.count()).where(turns.c.conversation == conversations.c.id).scalar_subquery()
        query = select(conversations.c.id, conversations.c.title, conversations.c.changed, count.label("turns"))
        query = query.where(conversations.c.visitor == _hashed(visitor))
        for word in folded_words(words).split():
            said = select(turns.c.conversation).where(turns.c.folded.contains(word, autoescape=True))
            titled = conversations.c.folded.contains(word, autoescape=True)
            query = query.where(conversations.c.id.in_(said) | titled)
        with self._read() as connection:
            rows = connection.execute(query.order_by(conversations.c.changed.desc()).limit(_SHOWN)).mappings()
            return [KeptCard(**row) for row in rows]

    def conversation(self, identifier: str, visitor: str) -> Kept | None:
        """One by its address, whoever had it; None when there is none."""
        with self._read() as connection:
            query = select(conversations).where(conversations.c.id == identifier)
            found = connection.execute(query).mappings().first()
            if found is None:
                return None
            own = select(turns).where(turns.c.conversation == identifier).order_by(turns.c.ordinal)
            said = select(reviews.c.ordinal, reviews.c.verdict).where(reviews.c.conversation == identifier)
            verdicts: dict[int, Verdict] = {row[0]: row[1] for row in connection.execute(said)}
            kept = tuple(_turn(row, verdicts.get(row["ordinal"])) for row in connection.execute(own).mappings())
        owned = found["visitor"] == _hashed(visitor)
        return Kept(identifier, found["title"], found["changed"], owned, kept)

    def rename(self, identifier: str, visitor: str, title: str) -> bool:
        """False when the visitor has no such conversation; likewise below."""
        name = _title(title)
        change = update(conversations).values(title=name, folded=folded_words(name))
        return self._changed(change.where(_owned(identifier, visitor)))

    def remove(self, identifier: str, visitor: str) -> bool:
        """What was handed in for review stays in the list of reviews."""
        return self._changed(delete(conversations).where(_owned(identifier, visitor)))

    def review(
        self,
        identifier: str,
        visitor: str,
        ordinal: int,
        verdict: Verdict | None,
        reason: str = "",
        right: Place | None = None,
    ) -> bool:
        """Say of an answer that it is good or bad, why, and where the right one stands; no verdict takes it back."""
        kept = self.conversation(identifier, visitor)
        if kept is None or not kept.owned or not 0 <= ordinal < len(kept.turns):
            return False
        turn = kept.turns[ordinal]
        history = [(old.question, old.answer.get("answer", "")) for old in kept.turns[:ordinal]]
        place = (reviews.c.conversation == identifier) & (reviews.c.ordinal == ordinal)
        with self._write() as connection:
            connection.execute(delete(reviews).where(place))
            if verdict is not None:
                connection.execute(
                    insert(reviews).values(
                        conversation=identifier, ordinal=ordinal, verdict=verdict, reason=_storable(reason).strip(), created=_now(),
                        question=turn.question, history=_dump(history), answer=_dump(turn.answer),
                    )
                )  # fmt: skip
                if right is not None:
                    values = {"conversation": identifier, "ordinal": ordinal, **asdict(right)}
                    connection.execute(insert(corrections).values(**values))
        return True

    def reviews(self) -> Sequence[Review]:
        """What all visitors said, the latest first."""
        with self._read() as connection:
            named = connection.execute(select(corrections)).mappings()
            right = {(row["conversation"], row["ordinal"]): row for row in named}
            rows = connection.execute(select(reviews).order_by(reviews.c.created.desc())).mappings()
            return [_review(row, right.get((row["conversation"], row["ordinal"]))) for row in rows]

    def discard_review(self, conversation: str, ordinal: int) -> bool:
        """Take it off the list once it is dealt with; False when it is not there."""
        place = (reviews.c.conversation == conversation) & (reviews.c.ordinal == ordinal)
        return self._changed(delete(reviews).where(place))

    def _changed(self, change: Any) -> bool:
        with self._write() as connection:
            return bool(connection.execute(change).rowcount)


def _add(connection: Connection, conversation: str, turn: KeptTurn) -> None:
    last = select(func.coalesce(func.max(turns.c.ordinal), -1) + 1).where(turns.c.conversation == conversation)
    ordinal = connection.execute(last).scalar_one()
    question = _storable(turn.question)
    folded = folded_words(_storable(f"{turn.question} {turn.answer.get('answer', '')}"))
    connection.execute(
        insert(turns).values(
            conversation=conversation, ordinal=ordinal, question=question, answer=_dump(turn.answer), folded=folded
        )
    )


def _owned(identifier: str, visitor: str) -> Any:
    return (conversations.c.id == identifier) & (conversations.c.visitor == _hashed(visitor))


def _turn(row: RowMapping, verdict: Verdict | None) -> KeptTurn:
    return KeptTurn(row["question"], json.loads(row["answer"]), verdict)


def _review(row: RowMapping, named: RowMapping | None) -> Review:
    history = [(asked, said) for asked, said in json.loads(row["history"])]
    right = Place(**{field.name: named[field.name] for field in fields(Place)}) if named else None
    return Review(**{**row, "history": history, "answer": json.loads(row["answer"])}, right=right)


def _title(text: str) -> str:
    line = " ".join(_storable(text).split())
    return line if len(line) <= _TITLE else f"{line[: _TITLE - 1].rstrip()}…"


def _hashed(visitor: str) -> str:
    return hashlib.sha256(visitor.encode()).hexdigest()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _dump(value: Any) -> str:
    return _storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def _storable(text: str) -> str:
    """Without NUL, which PostgreSQL has not, and with "?" for half a pair of surrogates, which no UTF-8 has."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
