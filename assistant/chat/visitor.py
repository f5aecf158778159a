"""Who a browser is: a secret in a cookie that no script can read."""

from __future__ import annotations

import re
from collections.abc import Mapping

COOKIE = "danchieu_visitor"
_SECRET = re.compile(r"[\w-]{32}")
_YEAR_S = 365 * 24 * 3600


def visitor_of(cookies: Mapping[str, str]) -> str:
    """The secret that a browser sends; "" when it has none, or one that we did not make."""
    secret = cookies.get(COOKIE, "")
    return secret if _SECRET.fullmatch(secret) else ""


def cookie_header(secret: str, *, secure: bool) -> str:
    """
    Args:
        secure: whether the page is served over https, and the cookie then only so.
    """
    return f"{COOKIE}={secret}; Path=/; Max-Age={_YEAR_S}; HttpOnly; SameSite=Lax{'; Secure' if secure else ''}"
