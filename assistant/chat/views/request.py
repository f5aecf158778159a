"""What a view is asked for: the address of the page says all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from assistant.access.caller import ANYBODY, Caller
from assistant.answer import Language
from assistant.api.services import Services
from vectorstore.library import Card


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """An address of the page, taken apart."""

    services: Services
    query: Mapping[str, str]
    visitor: str  # the secret of the browser; "" when it has none yet
    today: date
    caller: Caller = ANYBODY

    @property
    def language(self) -> Language:
        return "en" if self.query.get("lang") == "en" else "vi"

    def get(self, name: str) -> str:
        return self.query.get(name, "").strip()

    def number(self, name: str, default: int) -> int:
        """A number that the address has; `default` where it has none, or something else."""
        value = self.get(name)
        return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else default

    def cards(self) -> Sequence[Card]:
        return self.services.library.cards()

    def link(self, **changes: str | int | None) -> str:
        """This address with some of it changed; None leaves a part out. What the panel shows is left out too."""
        kept = {name: value for name, value in self.query.items() if name not in _PANEL}
        parts = kept | {name: str(value) for name, value in changes.items() if value is not None}
        gone = {name for name, value in changes.items() if value is None}
        return "/?" + urlencode({name: value for name, value in parts.items() if value and name not in gone})

    def to(self, tab: str, **parts: str | int) -> str:
        """An address elsewhere on the page, in the same language."""
        spoken = {"lang": "en"} if self.language == "en" else {}
        return "/?" + urlencode({"tab": tab, **spoken, **{name: str(value) for name, value in parts.items()}})


_PANEL = ("document", "clause", "start", "end")
