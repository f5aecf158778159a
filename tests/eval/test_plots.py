from __future__ import annotations

import xml.etree.ElementTree as ET

from eval.plots import bars
from eval.shares import Share


def test_bars_are_one_svg_with_names_and_counts_as_text() -> None:
    drawn = bars({"thời hạn": Share(3, 4), "mục <tiêu>": Share(0, 2), "nothing": Share(0, 0)}, title="Đúng")
    root = ET.fromstring(drawn)
    texts = ["".join(element.itertext()).strip() for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"thời hạn", "3/4", "mục <tiêu>", "0/2", "Đúng"} <= set(texts)
    assert "nothing" not in texts
    assert not [element for element in root.iter() if "href" in element.attrib and "//" in element.attrib["href"]]


def test_the_same_shares_are_drawn_alike() -> None:
    shares = {"a": Share(1, 2)}
    assert bars(shares, title="x") == bars(shares, title="x")


def test_nothing_to_draw() -> None:
    assert bars({}, title="x").startswith("<svg")
