"""The evaluation set: questions, the clauses that answer them and what the answer must say."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from eval.errors import QuestionsInvalid

Kind = Literal[
    "duties", "actor", "deadline", "target", "basis", "document", "definition", "list", "compare", "precedent",
    "summary", "two-part", "validity", "refusal",
]  # fmt: skip
Typing = Literal["vi", "vi-plain", "vi-half", "vi-slips", "en", "mixed"]  # CONTRIBUTING.md says how each is typed
Reason = Literal["not-in-corpus", "not-stated"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Gold(_Record):
    """A place in a document that answers; any one of `paths` will do."""

    file: str  # without folders
    paths: tuple[str, ...] = Field(min_length=1)
    needed: bool = True  # False: may be cited, need not be

    def covers(self, path: str) -> bool:
        """Whether an address is one of these.

        A listed clause covers its items, and a dash its pluses, unless some of those are
        listed beside it: `["IV.6", "IV.6-3"]` takes the whole clause or its third dash,
        no other dash.
        """
        return path in self.paths or any(
            _is_item(path, of=listed) for listed in self.paths if not self._narrows(listed)
        )

    def _narrows(self, listed: str) -> bool:
        return any(_is_item(path, of=listed) for path in self.paths)


def _is_item(path: str, *, of: str) -> bool:
    return path.startswith((f"{of}-", f"{of}+"))


class Question(_Record):
    """A question and how to tell whether its answer is right."""

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    history: tuple[tuple[str, str], ...] = ()
    kind: Kind
    typing: Typing
    gold: tuple[Gold, ...] = ()
    any: bool = False  # one needed gold place is enough; otherwise all of them are
    facts: tuple[str, ...] = ()  # what the answer or its quotes must say, alternatives joined by ||
    refusal: Reason | None = None  # set when the corpus cannot answer
    either: bool = False  # a refusal is right too if what it shows as nearest would have been right as an answer
    false_presupposition: bool = False
    held: bool = False  # kept apart while tuning

    @model_validator(mode="after")
    def _is_decidable(self) -> Self:
        if self.refusal is not None and (self.gold or self.facts or self.either):
            raise ValueError("a question that is to be refused has no gold, no facts and no either")
        if self.refusal is None and not (self.facts and any(gold.needed for gold in self.gold)):
            raise ValueError("a question that has an answer needs gold and facts")
        if (self.kind == "refusal") != (self.refusal is not None):
            raise ValueError("kind is refusal when, and only when, a refusal is expected")
        return self


def load_questions(path: Path, *, held: bool = False) -> list[Question]:
    """The questions of a JSON-lines file, in order.

    Args:
        held: whether those kept apart while tuning are among them.

    Raises:
        OSError: the file cannot be read.
        QuestionsInvalid: a line is no question, or has the id of an earlier one.
    """
    questions: dict[str, Question] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise QuestionsInvalid(path, number, f"{place}: {first['msg']}".removeprefix(": ")) from error
        if question.id in questions:
            raise QuestionsInvalid(path, number, f"id {question.id} is taken")
        questions[question.id] = question
    return [question for question in questions.values() if held or not question.held]
