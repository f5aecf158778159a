"""A PostgreSQL server of the tests' own, from Debian's package, on a socket in a temporary folder."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

_SETTINGS = {
    "listen_addresses": "",  # the socket alone
    "max_connections": "60",
    "fsync": "off",  # what is tested is not the disk
    "shared_buffers": "16MB",
}


def programs() -> Path | None:
    """Where initdb and postgres lie: Debian keeps them out of the path."""
    found = [Path(path).parent for path in [shutil.which("initdb")] if path]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists()), None)


@contextmanager
def running(bin_: Path) -> Iterator[str]:
    """The address of its database `postgres`, whose user may make others."""
    user = _user()
    folder = Path(tempfile.mkdtemp(prefix="danchieu-pg-"))  # a socket's path may have 107 bytes
    data = folder / "data"
    if user:
        shutil.chown(folder, user)
    try:
        initdb = [str(bin_ / "initdb"), "-D", str(data), "-U", "danchieu", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run([*initdb, "--locale=C.UTF-8"], check=True, capture_output=True, user=user, cwd=folder)
        options = [word for name, value in _SETTINGS.items() for word in ("-c", f"{name}={value}")]
        command = [str(bin_ / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
        start = [
            *command,
            "-o",
            " ".join(f"{word}" if word == "-c" else f"'{word}'" for word in [*options, "-k", str(folder)]),
        ]
        subprocess.run([*start, "start"], check=True, capture_output=True, user=user, cwd=folder)
        try:
            yield f"postgresql://danchieu@/postgres?host={quote(str(folder), safe='')}"
        finally:
            subprocess.run(
                [*command, "-m", "immediate", "stop"], check=False, capture_output=True, user=user, cwd=folder
            )
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    """Whom to run it as: PostgreSQL refuses the super user."""
    if os.geteuid():
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
