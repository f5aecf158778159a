"""Whether questions can be answered from the library as it is."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from threading import Lock
from typing import Any

from assistant.api.services import Services

BEHIND_S = 60.0  # for so long an index may be behind the library: changes are taken in together, not one by one


@dataclass(frozen=True, slots=True)
class State:
    """Of library and indexes at one moment."""

    documents: int
    generation: int  # of the library
    indexed: int  # the generation that both indexes have; 0 for none
    behind_s: float  # since when they have missed a change

    @property
    def ready(self) -> bool:
        """Whether there is something to answer from, not long out of date."""
        unbuilt = self.generation > 0 and self.indexed == 0
        return not unbuilt and self.behind_s <= BEHIND_S

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"behind_s": round(self.behind_s, 1)}


class Readiness:
    """Looks at library and indexes, and remembers since when they differ."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._lock = Lock()

    def look(self, services: Services) -> State:
        """Raises VectorstoreError when the library or an index cannot be read."""
        documents, generation = len(services.library.cards()), services.library.generation
        indexed = min(services.indexed(), generation)
        with self._lock:
            if indexed == generation:
                self._since = None
            elif self._since is None:
                self._since = time.monotonic()
            behind_s = time.monotonic() - self._since if self._since is not None else 0.0
        return State(documents, generation, indexed, behind_s)
