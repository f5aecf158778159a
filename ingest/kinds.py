"""Kinds of document and the abbreviations that numbers carry for them.

Source: Decree 30/2020/NĐ-CP, Annex III, and for statutes the Law on Promulgation of
Legal Normative Documents. Party documents use the same kinds with "-" for "/".
"""

from __future__ import annotations

import re

KIND_BY_SYMBOL: dict[str, str] = {
    "NQ": "nghị quyết",
    "QĐ": "quyết định",
    "CT": "chỉ thị",
    "QC": "quy chế",
    "QYĐ": "quy định",
    "QyĐ": "quy định",
    "TC": "thông cáo",
    "TB": "thông báo",
    "HD": "hướng dẫn",
    "CTr": "chương trình",
    "CTR": "chương trình",
    "KH": "kế hoạch",
    "PA": "phương án",
    "ĐA": "đề án",
    "DA": "dự án",
    "BC": "báo cáo",
    "BB": "biên bản",
    "TTr": "tờ trình",
    "TTR": "tờ trình",
    "HĐ": "hợp đồng",
    "CĐ": "công điện",
    "BGN": "bản ghi nhớ",
    "BTT": "bản thỏa thuận",
    "GUQ": "giấy ủy quyền",
    "GM": "giấy mời",
    "GGT": "giấy giới thiệu",
    "GNP": "giấy nghỉ phép",
    "PG": "phiếu gửi",
    "PC": "phiếu chuyển",
    "PB": "phiếu báo",
    "KL": "kết luận",
    "NĐ": "nghị định",
    "TT": "thông tư",
    "TTLT": "thông tư liên tịch",
    "HDLN": "hướng dẫn liên ngành",
    "QH": "luật",
    "VBHN": "văn bản hợp nhất",
    "L": "luật",
    "PL": "pháp lệnh",
}

# Kinds printed as the title of a document, longest first where one begins another.
TITLE_KINDS: tuple[str, ...] = (
    "văn bản hợp nhất", "thông tư liên tịch", "hướng dẫn liên ngành", "chương trình hành động", "chương trình",
    "nghị quyết liên tịch", "nghị quyết", "nghị định", "quyết định", "chỉ thị", "quy chế", "quy định", "thông cáo",
    "thông báo kết luận", "thông báo", "hướng dẫn", "kế hoạch liên ngành", "kế hoạch", "phương án", "đề án", "dự án",
    "báo cáo", "biên bản", "tờ trình", "hợp đồng", "công điện", "bản ghi nhớ", "bản thỏa thuận", "giấy ủy quyền",
    "giấy mời", "phiếu chuyển", "kết luận", "thông tư", "pháp lệnh", "bộ luật", "luật", "hiến pháp", "công văn",
    "điều lệ", "nội quy", "quy trình", "quy chuẩn", "lệnh", "lịch công tác", "đề cương",
)  # fmt: skip

_SYMBOL = re.compile(r"[A-Za-zĐđ&]+")


def kind_of_number(number: str) -> str | None:
    """The kind that a document number names: "5/KH-UBND" → "kế hoạch".

    Returns:
        "công văn" for a number whose symbol begins with an issuer rather than a kind
        ("912/LĐTBXH-BĐG"): only official letters have that form. None without symbol.
    """
    _, _, symbol = number.partition("/") if "/" in number else number.partition("-")
    words = _SYMBOL.findall(symbol)
    if not words:
        return None
    return KIND_BY_SYMBOL.get(words[0]) or KIND_BY_SYMBOL.get(words[0].upper()) or "công văn"
