"""The formats that this machine reads, and what the others lack."""

from __future__ import annotations

from typing import Any

from ingest.readers.formats import FORMATS, disabled_formats
from ingest.readers.programs import Program


def formats_json() -> list[dict[str, Any]]:
    """Every format with its suffixes and the programs that it lacks on this machine."""
    missing = {disabled.format: disabled.missing for disabled in disabled_formats()}
    return [
        {
            "format": known.name,
            "suffixes": list(known.suffixes),
            "missing": [{"program": lack.name, "package": lack.package} for lack in missing.get(known, ())],
        }
        for known in FORMATS.values()
    ]


def formats_text() -> str:
    """One format a line."""
    missing = {disabled.format: disabled.missing for disabled in disabled_formats()}
    width = max(len(known.name) for known in FORMATS.values())
    return "\n".join(
        f"{known.name:<{width}}  {_lacking(missing[known]) if known in missing else 'đọc được'}"
        for known in FORMATS.values()
    )


def format_warnings() -> list[str]:
    """A sentence for each format that cannot be read here; it says what to install."""
    return [f"máy này chưa đọc được {lack.format.name}: {_lacking(lack.missing)}" for lack in disabled_formats()]


def _lacking(programs: tuple[Program, ...]) -> str:
    return "; ".join(
        f"thiếu {program.name}, hãy cài (Debian, Ubuntu: sudo apt install {program.package})" for program in programs
    )
