"""Who may import whom, and which file a third party stays in."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

MAY_IMPORT: dict[str, set[str]] = {
    "ingest": set(),
    "prompts": set(),
    "vectorstore": {"ingest"},
    "assistant": {"ingest", "prompts", "vectorstore"},
    "eval": {"ingest", "prompts", "vectorstore", "assistant"},
}

# Roots of imports, and the only places that may name them.
STAYS_IN: dict[str, tuple[set[str], set[str]]] = {
    "the vector index": ({"chromadb"}, {"vectorstore/dense.py"}),
    "the full-text index": ({"tantivy"}, {"vectorstore/lexical.py", "vectorstore/lexical_counts.py"}),
    "the language model": (
        {"langchain", "langchain_core", "langchain_ollama", "langchain_openai"},
        {"assistant/generative.py"},
    ),
    "the web page": ({"gradio", "gradio_client"}, {"assistant/chat/"}),
    "the HTTP service": (
        {"fastapi", "starlette", "uvicorn"},
        {"assistant/api/", "assistant/chat/page.py", "assistant/chat/frame.py"},
    ),
    "the protocol for programs": ({"mcp"}, {"assistant/program_tools.py", "assistant/api/programs.py", "tests/"}),
    "the templates": ({"jinja2"}, {"assistant/chat/templating.py"}),
    "Word files that are written": ({"docx"}, {"assistant/conversation_file.py", "tests/"}),
    "Excel files that are written": ({"xlsxwriter"}, {"assistant/duty_sheet.py"}),
    "PDFium": (
        {"pypdfium2"},
        {
            *(f"ingest/readers/{name}.py" for name in ("pdf", "pdf_page", "pdf_drawing", "page_image")),
            "eval/rescanning.py",
        },
    ),
    "images": ({"PIL"}, {"ingest/readers/", "eval/rescanning.py", "tests/"}),
    "the database": ({"sqlalchemy", "sqlite3", "psycopg"}, {"vectorstore/"}),
    "the migrations": ({"alembic"}, {"vectorstore/upgrade.py", "vectorstore/migrations/"}),
    "the embedding models": ({"sentence_transformers", "transformers", "torch"}, {"vectorstore/"}),
    "the processes that read": ({"psutil"}, {"ingest/reader_process.py", "ingest/worker.py"}),
    "the parser of Word and HTML": ({"lxml"}, {"ingest/readers/"}),
    "passwords": ({"argon2"}, {"assistant/access/passwords.py"}),
    "signing in elsewhere": ({"authlib", "joserfc", "httpx"}, {"assistant/access/oidc.py"}),
    "plots": ({"matplotlib"}, {"eval/plots.py"}),
    "the settings": ({"pydantic_settings", "platformdirs", "dotenv"}, {"assistant/settings.py"}),
}


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def ours() -> Iterator[Path]:
    for folder in MAY_IMPORT:
        yield from modules(folder)


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imported_roots(path: Path) -> set[str]:
    """Top-level names of all imports of a file, also those inside functions and for types only."""
    roots = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            roots |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            roots.add((node.module or "").partition(".")[0])
    return roots


def imported_names(node: ast.ImportFrom) -> set[str]:
    return {alias.name for alias in node.names}


def environment_reads(path: Path) -> Iterator[int]:
    """Lines that read the environment; to set what a library will read from it is no reading."""
    tree = parsed(path)
    set_only = {
        node.value
        for node in ast.walk(tree)
        if (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store))
        or (isinstance(node, ast.Attribute) and node.attr == "setdefault")
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = ast.unparse(node)
            if name in ("os.getenv", "os.environb") or (name == "os.environ" and node not in set_only):
                yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "os" and {"environ", "getenv"} & imported_names(node):
            yield node.lineno


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_folder_imports_only_what_it_may(folder: str) -> None:
    banned = {*MAY_IMPORT, "tests"} - MAY_IMPORT[folder] - {folder}
    assert modules(folder)
    for path in modules(folder):
        assert not imported_roots(path) & banned, path


@pytest.mark.parametrize(("roots", "places"), STAYS_IN.values(), ids=STAYS_IN.keys())
def test_third_party_stays_in_its_place(roots: set[str], places: set[str]) -> None:
    for path in ours():
        name = path.relative_to(ROOT).as_posix()
        if not any(name == place or (place.endswith("/") and name.startswith(place)) for place in places):
            assert not imported_roots(path) & roots, name


def test_only_the_settings_read_the_environment() -> None:
    reads = {path.relative_to(ROOT).as_posix(): [*environment_reads(path)] for path in ours()}
    assert {name: lines for name, lines in reads.items() if lines} == {}


def test_every_package_and_data_file_is_listed() -> None:
    """An editable install works without it; a wheel would lack the file."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    packages = {path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in ours()}
    assert set(listed["packages"]) == packages
    data = {path for folder in MAY_IMPORT for path in (ROOT / folder).rglob("*") if path.is_file()}
    for package, patterns in listed["package-data"].items():
        for pattern in patterns:
            data -= {*(ROOT / package.replace(".", "/")).glob(pattern)}
    assert {path for path in data if path.suffix not in (".py", ".pyc")} == set()


def test_no_package_under_tests() -> None:
    """`tests/ingest/__init__.py` would hide `ingest`."""
    assert not [*(ROOT / "tests").rglob("__init__.py")]
