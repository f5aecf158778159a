"""The services as each caller may see them: the one place where what may be seen is decided.

Behind it a hidden document is not there: the library that a route, the page or the assistant gets has
never heard of it. Callers who may see the same share a view, with all that is worked out for it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from assistant.access.audited import Audited
from assistant.access.caller import Caller
from vectorstore.library import Library
from vectorstore.visibility import VIEWS, Clearance, clearance
from vectorstore.visible_library import VisibleLibrary

if TYPE_CHECKING:
    from assistant.api.services import Services
    from assistant.asks import Asks

Restrict = Callable[[VisibleLibrary], "Asks"]  # who answers from a view of the library


class Views:
    """The views of one library. Safe for threads."""

    def __init__(self, whole: Services) -> None:
        self._whole = whole
        self._made: OrderedDict[Clearance, Services] = OrderedDict()
        self._lock = Lock()

    def of(self, caller: Caller, address: str = "") -> Services:
        """What somebody may see; administrators see everything, or nobody could say who may see what."""
        account = caller.account
        if account is None:
            return self._whole
        seen = None
        if not caller.may("administrator"):
            seen = clearance(self._whole.library.visibility.rules(), account.id, account.units)
        services = self._whole if seen is None else self._view(seen)
        record = partial(self._whole.library.audit.add, account.name, address)
        return replace(services, own=account.id, assistant=Audited(services.assistant, record))

    def _view(self, seen: Clearance) -> Services:
        with self._lock:
            found = self._made.get(seen) or self._make(seen)
            self._made[seen] = found
            self._made.move_to_end(seen)
            while len(self._made) > VIEWS:
                self._made.popitem(last=False)
            return found

    def _make(self, seen: Clearance) -> Services:
        whole = self._whole
        library = VisibleLibrary(whole.library, seen)
        return replace(
            whole, library=library, assistant=whole.restrict(library), intake=whole.intake.into(library)
        )  # fmt: skip


def whole_of(library: Library) -> Library:
    """The library behind a view; itself if it is none."""
    return library.whole if isinstance(library, VisibleLibrary) else library
