"""Kinds of document: the words for them and the abbreviations that numbers carry.

Source: Decree 30/2020/NĐ-CP, Annex III, the symbols of Decree 34/2016/NĐ-CP for
statutes, and Guidance 36-HD/VPTW for the Party, whose numbers have "-" for "/".
"""

from __future__ import annotations

import re

KIND_BY_SYMBOL: dict[str, str] = {
    "NQ": "nghị quyết", "QĐ": "quyết định", "CT": "chỉ thị", "QC": "quy chế", "QYĐ": "quy định", "QyĐ": "quy định",
    "TC": "thông cáo", "TB": "thông báo", "HD": "hướng dẫn", "CTr": "chương trình", "CTR": "chương trình",
    "Ctr": "chương trình", "KH": "kế hoạch", "PA": "phương án", "ĐA": "đề án", "DA": "dự án", "BC": "báo cáo",
    "BB": "biên bản", "TTr": "tờ trình", "TTR": "tờ trình", "Ttr": "tờ trình", "HĐ": "hợp đồng", "CĐ": "công điện",
    "BGN": "bản ghi nhớ", "BTT": "bản thỏa thuận", "GUQ": "giấy ủy quyền", "GM": "giấy mời", "GGT": "giấy giới thiệu",
    "GNP": "giấy nghỉ phép", "PG": "phiếu gửi", "PC": "phiếu chuyển", "PB": "phiếu báo", "KL": "kết luận",
    "NĐ": "nghị định", "TT": "thông tư", "TTLT": "thông tư liên tịch", "NQLT": "nghị quyết liên tịch",
    "HDLN": "hướng dẫn liên ngành", "HDLT": "hướng dẫn liên tịch", "KHLN": "kế hoạch liên ngành",
    "KHLT": "kế hoạch liên tịch", "KHPH": "kế hoạch phối hợp", "CTPH": "chương trình phối hợp",
    "CTHĐ": "chương trình hành động", "QCPH": "quy chế phối hợp", "VBHN": "văn bản hợp nhất", "L": "lệnh",
    "PL": "pháp lệnh", "SL": "sắc lệnh", "CV": "công văn", "GP": "giấy phép", "ĐL": "điều lệ", "QyC": "quy chế",
    "TTrLN": "tờ trình liên ngành",
}  # fmt: skip

# Kinds printed as the title of a document, longest first where one begins another.
TITLE_KINDS: tuple[str, ...] = (
    "văn bản hợp nhất", "thông tư liên tịch", "thông tư liên bộ", "hướng dẫn liên ngành", "hướng dẫn liên tịch",
    "chương trình hành động", "chương trình phối hợp", "chương trình công tác", "chương trình", "nghị quyết liên tịch",
    "nghị quyết", "nghị định", "quyết định", "chỉ thị", "quy chế phối hợp", "quy chế", "quy định", "thông cáo",
    "thông báo kết luận", "thông báo", "thông tri", "hướng dẫn", "kế hoạch liên ngành", "kế hoạch liên tịch",
    "kế hoạch phối hợp", "kế hoạch", "phương án", "đề án", "dự án", "báo cáo", "biên bản", "tờ trình", "hợp đồng",
    "công điện", "bản ghi nhớ", "bản thỏa thuận", "giấy ủy quyền", "giấy mời", "giấy phép", "phiếu chuyển",
    "phiếu trình", "kết luận thanh tra", "kết luận", "thông tư", "pháp lệnh", "bộ luật", "luật", "hiến pháp",
    "công văn", "điều lệ", "nội quy", "quy trình", "quy chuẩn", "sắc lệnh", "lệnh", "lịch công tác", "đề cương",
)  # fmt: skip

_PARTS = re.compile(r"[-/&.]")
_DIGITS = re.compile(r"^[\d…]+(?:\.\d+)?[a-zđ]?(?=[-/&.A-ZĐ]|$)")


def symbol_parts(number: str) -> list[str]:
    """The parts of a number behind its digits: `7/2014/TTLT-BTC-BXD` → 2014, TTLT, BTC, BXD."""
    return _PARTS.split(_DIGITS.sub("", number).lstrip("-/"))


def kind_of_number(number: str) -> str | None:
    """The kind that a document number names: `5/KH-UBND` → "kế hoạch".

    Returns:
        "công văn" for a symbol of two parts or more that names offices only
        ("912/LĐTBXH-BĐG"): only official letters have that form. None without symbol,
        or with one that may be anything.
    """
    parts = symbol_parts(number)
    for part in parts:
        if part in KIND_BY_SYMBOL:
            return KIND_BY_SYMBOL[part]
        if re.fullmatch(r"QH\d+", part):
            return "luật"
        if re.fullmatch(r"UBTVQH\d+", part):
            return "nghị quyết"
    letters = [part for part in parts if part and not part.isdigit()]
    return "công văn" if len(letters) > 1 else None
