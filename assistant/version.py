"""Which version this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def installed_version() -> str:
    """Of this project; "0" where it is run from a folder that was not installed."""
    try:
        return version("danchieu")
    except PackageNotFoundError:
        return "0"
