"""Who a request comes from, and what their role lets them do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from vectorstore.accounts import Account, Role

Way = Literal["open", "session", "key"]  # in which they came in; "open" where no account is needed
_RANK: dict[Role, int] = {"reader": 0, "editor": 1, "administrator": 2}
_NAME = re.compile(r"[\w][\w.@+-]{0,63}")


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who was let in."""

    way: Way
    account: Account | None  # None where no account is needed

    @property
    def name(self) -> str:
        return self.account.name if self.account else ""

    def may(self, role: Role) -> bool:
        """Whether they may do what this role may."""
        return self.account is None or _RANK[self.account.role] >= _RANK[role]

    @property
    def visitor(self) -> str | None:
        """Under whom conversations are kept; None: under the browser's own secret."""
        return f"account:{self.account.id}" if self.account else None


ANYBODY = Caller("open", None)  # of a service on this machine alone: whoever sits at it


def is_name(text: str) -> bool:
    """Whether it can be typed to come in: letters, digits and . _ @ + -."""
    return _NAME.fullmatch(text) is not None
