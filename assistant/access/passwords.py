"""Passwords, hashed by Argon2id with the parameters of RFC 9106's second choice, as argon2-cffi has them."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 10  # characters
LONGEST = 200  # a longer one only costs time

_hasher = PasswordHasher()
# Each takes 64 MiB: any number at once would let whoever guesses passwords fill the memory.
_at_once = BoundedSemaphore(2)


class PasswordUnfit(ValueError):
    """A new password that is too short, too long, or the name itself."""


def hash_new(password: str, name: str) -> str:
    """
    Raises:
        PasswordUnfit: it may not be used.
    """
    if not SHORTEST <= len(password) <= LONGEST or password.casefold() == name.casefold():
        raise PasswordUnfit
    return hash_of(password)


def hash_of(password: str) -> str:
    with _at_once:
        return _hasher.hash(password)


def is_right(password: str, hashed: str | None) -> bool:
    """Whether it is the password that was hashed; takes as long where there is none to compare with."""
    if len(password) > LONGEST:
        return False
    try:
        with _at_once:
            _hasher.verify(hashed or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return hashed is not None


def is_outdated(hashed: str) -> bool:
    """Whether it was hashed by a lower measure than today's."""
    return _hasher.check_needs_rehash(hashed)


@cache
def _nobody() -> str:
    """What a password is compared with when there is no such account."""
    return _hasher.hash("")
