"""Plots of shares for the report, as SVG that stands in the page. The only module that imports matplotlib."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from eval.shares import Share

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_INK, _BAR, _MUTED = "#1f2937", "#0f766e", "#94a3b8"
_ROW = 0.34  # inches a bar


def bars(shares: Mapping[str, Share], *, title: str, muted: Sequence[str] = ()) -> str:
    """Horizontal bars from 0 to 100% with the 95% interval of each, in the order given.

    Args:
        muted: names that are drawn in grey: what the others are compared with.

    Returns:
        one `<svg>` element; names and figures are text, so that they can be searched and read aloud.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    known = {name: share for name, share in shares.items() if share.value is not None}
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": title, "font.family": "sans-serif", "font.size": 10}):
        figure = Figure(figsize=(8, 0.9 + _ROW * max(len(known), 1)), layout="constrained")
        axes = figure.subplots()
        for row, (name, share) in enumerate(known.items()):
            value, (low, high) = share.value or 0.0, share.interval
            axes.barh(row, value, height=0.6, color=_MUTED if name in muted else _BAR)
            axes.hlines(row, low, high, color=_INK, linewidth=1)
            axes.text(1.02, row, f"{share.hits}/{share.total}", va="center", color=_INK)
        axes.set_yticks(range(len(known)), list(known))
        axes.set_xlim(0, 1)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25%", "50%", "75%", "100%"])
        axes.invert_yaxis()
        axes.spines[["top", "right"]].set_visible(False)
        axes.set_title(title, loc="left")
        return _svg(figure)


def growth(panels: Mapping[str, Mapping[str, Sequence[tuple[float, float]]]], *, across: str, title: str) -> str:
    """Lines over sizes, both axes logarithmic, a panel for each unit.

    Args:
        panels: name of the upright axis → name of a line → its points.
        across: name of the level axis.

    Returns:
        one `<svg>` element, as above.
    """
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.fonttype": "none", "svg.hashsalt": title, "font.family": "sans-serif", "font.size": 10}):
        figure = Figure(figsize=(4 * len(panels), 3.6), layout="constrained")
        for axes, (unit, lines) in zip(figure.subplots(1, len(panels), squeeze=False)[0], panels.items(), strict=True):
            for name, points in lines.items():
                axes.plot(*zip(*sorted(points), strict=True), marker="o", markersize=4, label=name)
            axes.set(xscale="log", yscale="log", xlabel=across, ylabel=unit)
            axes.grid(visible=True, which="major", color=_MUTED, alpha=0.4)
            axes.legend(frameon=False)
            axes.spines[["top", "right"]].set_visible(False)
        figure.suptitle(title, ha="left", x=0.01)
        return _svg(figure)


def _svg(figure: Figure) -> str:
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return drawn.getvalue()[drawn.getvalue().index("<svg") :]
