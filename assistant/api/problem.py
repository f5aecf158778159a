"""What a user is told of something that went wrong, before it is known what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CONTENT_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a user can do about it, in both languages; `{subject}` is the file or identifier."""

    status: int
    name: str  # the end of the problem's type, stable for programs
    vi: str
    en: str

    def sentence(self, language: str, subject: str = "") -> str:
        """The sentence in "en", or for any other language in Vietnamese."""
        sentence = self.en if language == "en" else self.vi
        return sentence.replace("{subject}", subject)

    def to_json(
        self, language: str, subject: str = "", *, reason: str | None = None, instance: str | None = None
    ) -> dict[str, Any]:
        """A problem document as RFC 9457 has it, with both sentences as an extension."""
        body: dict[str, Any] = {
            "type": f"urn:danchieu:problem:{self.name}",
            "title": self.name.replace("-", " ").capitalize(),
            "status": self.status,
            "detail": self.sentence(language, subject),
            "messages": {code: self.sentence(code, subject) for code in ("vi", "en")},
        }
        if instance is not None:
            body["instance"] = instance
        if reason is not None:
            body["reason"] = reason
        return body
