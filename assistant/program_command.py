"""`danchieu mcp`: the tools for other programs over standard input and output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from assistant.settings import Settings


@click.command()
@click.pass_obj
def mcp(settings: Settings) -> None:
    """Cho chương trình khác hỏi qua stdin/stdout theo giao thức MCP.

    Qua HTTP, dịch vụ “danchieu serve” có cùng các công cụ này ở /mcp.
    """
    import anyio

    from assistant.assistant import open_assistant
    from assistant.program_tools import Sources, tools_over
    from assistant.version import installed_version
    from vectorstore.errors import EmbedderNotFound

    try:
        assistant = open_assistant(settings)
    except (EmbedderNotFound, ValueError) as error:
        raise click.UsageError(f"DANCHIEU_EMBEDDER, DANCHIEU_LLM: {error}") from error
    assistant.catch_up()
    server = tools_over(lambda: Sources(assistant, assistant.library), installed_version())
    anyio.run(server.run_stdio_async)
