"""Pages give what a browser shows of the document: blocks, labels, tables; not what surrounds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.extraction import CELL, FROM_ABOVE, FROM_LEFT, ROW
from ingest.readers import READERS

SENTENCE = "Ủy ban nhân dân tỉnh quyết định thành lập đoàn kiểm tra"


def text_of(data: bytes, suffix: str = ".html") -> str:
    text = READERS[suffix](data).text.replace("\n\n", "\n")
    return text.translate(str.maketrans(CELL + FROM_ABOVE + FROM_LEFT, "|^<", ROW))


PAGES = {
    "paragraphs": ("<p>Điều 1.\n Phạm  vi</p><p>Hai</p>", "Điều 1. Phạm vi\nHai"),
    "text without elements around it": ("Một<p>Hai</p>ba", "Một\nHai\nba"),
    "a line break": ("<p>a<br>b</p>", "a\nb"),
    "inline elements join": ("<p><b>Điều</b> <span>1<i>.</i></span></p>", "Điều 1."),
    "Word's namespace": ("<p>a<o:p>&nbsp;b</o:p></p>", "a\xa0b"),
    "entities": ("<p>&#272;i&#x1EC1;u 1 &amp; 2 &ndash; &eacute;</p>", "Điều 1 & 2 – é"),
    "scripts, styles and comments": ("<style>a{}</style><script>b</script><!-- c --><p>d</p>", "d"),
    "what is hidden": ('<p>a<span style="display: none">b</span><span hidden>c</span></p><p style="mso-hide:all">d</p>', "a"),
    "what is struck out by an editor": ("<p>a <del>b</del><ins>c</ins></p>", "a c"),
    "what surrounds a page": ("<nav>a</nav><p>b</p><aside>c</aside><footer>d</footer>", "b"),
    "the article of a page": (f"<div>Trang chủ</div><article><p>{SENTENCE}</p></article><div>Tin khác</div>", SENTENCE),
    "preformatted": ("<pre>a\n  b</pre>", "a\nb"),
    "a dashed list": ("<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>", "- a\n- b\n+ c\n- d"),
    "a numbered list": ('<ol start="3"><li>a</li><li value="7">b</li></ol><ol type="a"><li>c</li></ol>', "3. a\n7. b\na. c"),
    "a list numbered by its style": ('<ol style="list-style-type: upper-roman"><li>a</li></ol>', "I. a"),
    "a list that brings its labels": ('<ol><li>1. a</li></ol><ul style="list-style: none"><li>b</li></ul>', "1. a\nb"),
    "an item of two paragraphs": ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\nb"),
    "raised digits": ("<p>m<sup>2</sup>, n<sup>[1]</sup>, 1<sup>st</sup></p>", "m², n¹, 1st"),
    "a raised line is no marker": ("<p><sup>tháng </sup><sup>4</sup><sup> năm</sup></p><p><sup>5</sup></p>", "tháng 4 năm\n5"),
    "LibreOffice's footnotes": (
        '<p>a<a href="#sdfootnote1sym"><sup>1</sup></a></p><div><p><a href="#sdfootnote1anc">1</a> Một</p></div>',
        "a¹\n¹ Một",
    ),
    "Word's footnotes": (
        '<p>a<a href="#_ftn1"><span>[1]</span></a></p><div><p><a href="#_ftnref1">[1]</a> Chú thích</p></div>',
        "a¹\n¹ Chú thích",
    ),
    "a table": ("<table border=1><tr><th>TT<th>Việc<tr><td>1<td><p>a</p><p>b</p></table>", "TT|Việc\n1|a b"),
    "lines by style": (
        '<table style="border: 1px solid"><tbody><tr><td>a<td>b<tr><td>c<td>d</table>',
        "a|b\nc|d",
    ),
    "no lines by style": ('<table border=0 style="border:none"><tr><td style="border-top: 0">a<td>b</table>', "a\nb"),
    "merged cells": (
        "<table border=1><tr><td rowspan=3>a<td colspan=2>b<tr><td>c<td>d<tr><td>e<td>f<tr><td>g<td>h<td>i</table>",
        "a|b|<\n^|c|d\n^|e|f\ng|h|i",
    ),
    "a cell merged down at the end of its row": (
        "<table border=1><tr><td>a<td rowspan=2>b<tr><td>c<tr><td>d<td>e</table>",
        "a|b\nc|^\nd|e",
    ),
    "spans beyond measure": ("<table border=1><tr><td colspan=999999999 rowspan=99999999>a<tr><td>b</table>", "a|\n^|b"),
    "a caption": ("<table border=1><caption>Biểu 1</caption><tr><td>a<td>b<tr><td>c<td>d</table>", "Biểu 1\na|b\nc|d"),
    "a letterhead": (
        "<table><tr><td><p>UBND TỈNH A</p><p>Số: 1</p></td><td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p><p>Ngày</p></table>",
        "UBND TỈNH A\nSố: 1\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nNgày",
    ),
    "a page laid out in a table": (
        "<table>" + "<tr><td>x<td>y" * 4 + "<tr><td>m<td><table border=1><tr><td>a<td>b<tr><td>c<td>d</table></table>",
        "x\nx\nx\nx\nm\ny\ny\ny\ny\na|b\nc|d",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("page", "text"), PAGES.values(), ids=PAGES.keys())
def test_pages(page: str, text: str) -> None:
    assert text_of(f"<html><body>{page}</body></html>".encode()) == text


def page(charset: str, text: str = SENTENCE) -> str:
    return f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><p>{text}</p></html>'


TCVN3 = "ñy ban nh©n d©n tØnh quyÕt ®Þnh thµnh lËp ®oµn kiÓm tra"
ENCODINGS = {
    "UTF-8": page("utf-8").encode(),
    "UTF-8 without saying so": f"<html><p>{SENTENCE}</p></html>".encode(),
    "UTF-8 that says Western": page("iso-8859-1").encode(),
    "UTF-8 with its mark": page("utf-8").encode("utf-8-sig"),
    "UTF-16": page("unicode").encode("utf-16"),
    "Windows-1258": page("windows-1258", "Qu\u1ef7").replace("\u1ef7", "y\u0309").encode("cp1258"),
    "TCVN3 that says Western": page("windows-1252", TCVN3).encode("cp1252"),
    "XML": ('<?xml version="1.0" encoding="utf-8"?>' + page("utf-8")).encode(),
}


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_encodings(data: bytes) -> None:
    assert text_of(data) in (SENTENCE, SENTENCE.lower(), "Qu\u1ef7")


MHTML = (
    b"From: <Saved by Word>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--B\"\r\n\r\n"
    b"----B\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<html><p>=C4=90i=E1=BB=81u 1=</p></html>\r\n\r\n----B\r\nContent-Type: image/png\r\n\r\nx\r\n----B--\r\n"
)  # fmt: skip
OTHERS = {
    "MHTML": (".mht", MHTML.replace(b"1=</p>", b"1</p>"), []),
    "MHTML named .doc": (".doc", MHTML.replace(b"1=</p>", b"1</p>"), ["wrong-suffix"]),
    "HTML named .doc": (".doc", "<html><p>Điều 1</p></html>".encode(), ["wrong-suffix"]),
    "HTML named .txt": (".txt", "<!DOCTYPE html>\n<p>Điều 1</p>".encode(), ["wrong-suffix"]),
    "a fragment": (".htm", "<p>Điều 1</p>".encode(), []),
}


@pytest.mark.parametrize(("suffix", "data", "anomalies"), OTHERS.values(), ids=OTHERS.keys())
def test_other_ways(suffix: str, data: bytes, anomalies: list[str]) -> None:
    extraction = READERS[suffix](data)
    assert extraction.text == "Điều 1"
    assert [anomaly.code for anomaly in extraction.anomalies] == anomalies


REFUSED = {
    "a server's error page": (".html", b"<html><head><title>404 - File not found</title><body>Sorry", "máy chủ"),
    "an error page named .doc": (".doc", b"<html><body><h1>403 Forbidden</h1></body></html>", "tải lại"),
    "nothing": (".html", b"<!-- -->", "không có nội dung"),
    "an MHTML without page": (".mht", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B--", "MHTML"),
}  # fmt: skip


@pytest.mark.parametrize(("suffix", "data", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(suffix: str, data: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        READERS[suffix](data)


def test_nesting_beyond_measure() -> None:
    """Whatever the parser makes of it, no crash: read, or refused with a sentence."""
    deep = b"<div>" * 50_000 + b"a" + b"</div>" * 50_000
    try:
        assert text_of(b"<html>" + deep) in ("a", "")
    except ValueError as error:
        assert "hãy" in str(error)  # noqa: PT017


def test_real_error_page(shared: Path) -> None:
    (path,) = (shared / "realdocs").glob("28_*.pdf")
    with pytest.raises(ValueError, match="tải lại"):
        READERS[".html"](path.read_bytes())
