"""What Word prints is what is read: labels, tables, notes, boxes and changes included."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import unicodedata
import zipfile
from collections import Counter
from pathlib import Path

import docx as python_docx
import pytest

from ingest.extraction import CELL, FROM_ABOVE, FROM_LEFT, ROW
from ingest.readers.docx import read_docx
from tests.ingest.word_files import inserted, numbered, p, r, tbl, tc, tr, with_inserted, word_file


def text_of(data: bytes) -> str:
    """Blocks apart by one line, tables with "|" between cells, "^" and "<" where covered."""
    text = read_docx(data).text.replace("\n\n", "\n")
    return text.translate(str.maketrans(CELL + FROM_ABOVE + FROM_LEFT, "|^<", ROW))


BR = "<w:r><w:br/></w:r>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
RAISED, LOWERED = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
SHOWN = '<w:vanish w:val="0"/>'
SHAPE = (
    "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
PARAGRAPHS = {
    "runs join": (f"<w:p>{r('Điều ')}{r('5.')}</w:p>", "Điều 5."),
    "a hyperlink and a content control": (
        f"<w:p><w:hyperlink>{r('một')}</w:hyperlink><w:sdt><w:sdtContent>{r(' hai')}</w:sdtContent></w:sdt></w:p>",
        "một hai",
    ),
    "a content control around paragraphs": (f"<w:sdt><w:sdtContent>{p('a')}{p('b')}</w:sdtContent></w:sdt>", "a\nb"),
    "what a form asks to type is no text": (
        f"<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Click here')}</w:sdtContent></w:sdt>{r('a')}</w:p>",
        "a",
    ),
    "changes are accepted": (
        (f"<w:p><w:ins>{r('mới')}</w:ins><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del>"
        f"<w:moveFrom>{r('đi')}</w:moveFrom><w:moveTo>{r(' đến')}</w:moveTo></w:p>"),
        "mới đến",
    ),
    "a deleted end of paragraph": (p("một ", "<w:rPr><w:del/></w:rPr>") + p("hai"), "một hai"),
    "hidden text": (f"<w:p>{r('a')}{r('b', '<w:vanish/>')}{r('c', SHOWN)}</w:p>", "ac"),
    "capitals by format": (p("Chủ tịch", run="<w:caps/>"), "CHỦ TỊCH"),
    "a raised digit": (f"<w:p>{r('m')}{r('2', RAISED)}</w:p>", "m²"),
    "a lowered digit": (f"<w:p>{r('N')}{r('2', LOWERED)}{r('O')}</w:p>", "N2O"),
    "a line break within": (f"<w:p>{r('a')}{BR}{r('b')}</w:p>", "a\nb"),
    "signs": (
        ('<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>c</w:t>'
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B3"/></w:r></w:p>'),
        "a\tb-c☑≥",
    ),
    "a sign that is none": ('<w:p><w:r><w:sym w:font="Symbol" w:char="zz"/><w:sym/><w:t>a</w:t></w:r></w:p>', "a"),
    "a field shows its result": (
        (f"<w:p>{FIELD.format('begin')}<w:r><w:instrText>DATE</w:instrText></w:r>{r('ẩn')}"
        f"{FIELD.format('separate')}{r('5/2024')}{FIELD.format('end')}{r(' a')}</w:p>"),
        "5/2024 a",
    ),
    "a field left open costs its paragraph at most": (f"<w:p>{r('a')}{FIELD.format('begin')}</w:p>{p('b')}", "a\nb"),
    "a text box is read once, behind its paragraph": (f"<w:p>{SHAPE.format(p('DỰ THẢO'))}{r('a')}</w:p>", "a\nDỰ THẢO"),
    "a formula": ("<w:p><m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath></w:p>", "a=b"),
    "TCVN3 by font, a letter at a time": (
        "<w:p>" + "".join(r(c, '<w:rFonts w:ascii=".VnTime"/>') for c in "Phßng, chèng") + "</w:p>",
        "Phòng, chống",
    ),
    "capitals of TCVN3": (p("quyÕt ®Þnh", run='<w:rFonts w:ascii=".VnTimeH"/>'), "QUYẾT ĐỊNH"),
    "TCVN3's ư is Word's soft hyphen": (
        '<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>t</w:t><w:softHyphen/></w:r></w:p>',
        "tư",
    ),
    "VNI, a mark in a run of its own": (
        "<w:p>" + "".join(r(c, '<w:rFonts w:ascii="VNI-Times"/>') for c in "ñieàu") + "</w:p>",
        "điều",
    ),
    "Unicode in a font of TCVN3": (p("Quyết định ô tô", run='<w:rFonts w:ascii=".VnTime"/>'), "Quyết định ô tô"),
    "TCVN3 in an unnamed font": (p("Uû ban nh©n d©n tØnh quyÕt ®Þnh thµnh lËp"), "Uỷ ban nhân dân tỉnh quyết định thành lập"),
    "a table of contents is left out": (p("Chương I 5", '<w:pStyle w:val="TOC1"/>') + p("a"), "a"),
}  # fmt: skip
STYLES = (
    '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Dieu"><w:name w:val="Điều"/>'
    '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Con"><w:name w:val="con"/><w:basedOn w:val="Dieu"/></w:style>'
)


@pytest.mark.parametrize(("body", "text"), PARAGRAPHS.values(), ids=PARAGRAPHS.keys())
def test_paragraphs(body: str, text: str) -> None:
    assert text_of(word_file(body, styles=STYLES)) == text


def level(at: int, kind: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%2.")
    + level(2, "lowerLetter", "%3)")
    + level(3, "bullet", "-")
    + level(4, "bullet", "\uf0b7")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "decimal", "%1.")
    + level(1, "decimal", "%1.%2.")
    + level(2, "decimal", "%1.%2.%3.")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="2">'
    + level(0, "decimal", "Điều %1.", '<w:pStyle w:val="Dieu"/>')
    + level(1, "bullet", "\uf0b7")
    + level(2, "bullet", "o")
    + "</w:abstractNum>"
    '<w:abstractNum w:abstractNumId="3">'
    + level(0, "upperRoman", "Phần %1")
    + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    + level(2, "decimal", "%3)", '<w:lvlRestart w:val="0"/>')
    + "</w:abstractNum>"
    + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n - 1}"/></w:num>' for n in (1, 2, 3, 4))
    + '<w:num w:numId="5"><w:abstractNumId w:val="1"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    '<w:num w:numId="6"><w:abstractNumId w:val="1"/></w:num>'
)
LABELS = {
    "roman, arabic, letter, dash, plus": (
        [numbered("a"), numbered("b", 1), numbered("c", 2), numbered("d", 3), numbered("e", 4), numbered("f", 1), numbered("g")],
        "I. a\n1. b\na) c\n- d\n+ e\n2. f\nII. g",
    ),
    "levels below restart": (
        [numbered("a", 0, 2), numbered("b", 1, 2), numbered("c", 1, 2), numbered("d", 0, 2), numbered("e", 1, 2)],
        "1. a\n1.1. b\n1.2. c\n2. d\n2.1. e",
    ),
    "a level above that was never used": ([numbered("a", 1, 2), numbered("b", 0, 2)], "1.1. a\n1. b"),
    "text between items": ([numbered("a", 0, 2), p("x"), numbered("b", 0, 2)], "1. a\nx\n2. b"),
    "lists of one definition count on": ([numbered("a", 0, 2), numbered("b", 0, 6)], "1. a\n2. b"),
    "a start of its own": ([numbered("a", 0, 2), numbered("b", 0, 5), numbered("c", 0, 5)], "1. a\n7. b\n8. c"),
    "by style": ([p("a", '<w:pStyle w:val="Dieu"/>'), p("b", '<w:pStyle w:val="Con"/>')], "Điều 1. a\nĐiều 2. b"),
    "a style's numbering switched off": (
        [p("a", '<w:pStyle w:val="Dieu"/><w:numPr><w:numId w:val="0"/></w:numPr>')],
        "a",
    ),
    "bullets that are pictures": ([numbered("a", 1, 3), numbered("b", 2, 3)], "- a\n+ b"),
    "decimals whatever the level above": ([numbered("a", 0, 4), numbered("b", 1, 4)], "Phần I a\n1.1 b"),
    "a level that never restarts": (
        [numbered("a", 0, 4), numbered("b", 2, 4), numbered("c", 0, 4), numbered("d", 2, 4)],
        "Phần I a\n1) b\nPhần II c\n2) d",
    ),
    "an empty paragraph counts and prints nothing": (
        [numbered("a", 0, 2), numbered("", 0, 2), numbered("b", 0, 2)],
        "1. a\n3. b",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), LABELS.values(), ids=LABELS.keys())
def test_labels(body: list[str], text: str) -> None:
    assert text_of(word_file("".join(body), styles=STYLES, numbering=NUMBERING)) == text


SPAN = '<w:gridSpan w:val="2"/>'
DOWN, BELOW = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
TABLES = {
    "rows and columns": (tbl(tr("TT", "Việc"), tr("1", "Báo cáo")), "TT|Việc\n1|Báo cáo"),
    "merged to the right": (tbl(tr(tc(p("Năm"), SPAN)), tr("2024", "2025")), "Năm|<\n2024|2025"),
    "merged down": (
        tbl(tr(tc(p("A"), DOWN), "b"), tr(tc(p(""), BELOW), "c"), tr("D", "e")),
        "A|b\n^|c\nD|e",
    ),
    "a short row is filled": (tbl(tr("a", "b", "c"), tr("d")), "a|b|c\nd||"),
    "paragraphs of a cell": (tbl(tr(tc(p("a") + p("b")), "c"), tr("d", "e")), "a b|c\nd|e"),
    "a row without text": (tbl(tr("a", "b"), tr("", ""), tr("c", "d")), "a|b\nc|d"),
    "a table in a cell": (tbl(tr("a", tc(tbl(tr("b", "c"), tr("d", "e")) + p(""))), tr("f", "g")), "a|b c d e\nf|g"),
    "labels in cells": (tbl(tr(tc(numbered("a", 0, 2)), "x"), tr(tc(numbered("b", 0, 2)), "y")), "1. a|x\n2. b|y"),
    "a deleted row": (
        tbl(tr("a", "b"), tr("c", "d").replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>"), tr("e", "f")),
        "a|b\ne|f",
    ),
    "a box around paragraphs": (tbl(tr(tc(p("a") + p("b")))), "a\nb"),
    "a letterhead, column by column": (
        tbl(
            tr(tc(p("UBND TỈNH A") + p("SỞ B")), tc(p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do"))),
            tr("Số: 1/QĐ-SB", "A, ngày 1 tháng 2 năm 2024"),
        ),
        "UBND TỈNH A\nSỞ B\nSố: 1/QĐ-SB\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do\nA, ngày 1 tháng 2 năm 2024",
    ),
    "a letterhead laid out with tabs": (
        "".join(
            f"<w:p>{r(left)}<w:r><w:tab/></w:r>{r(right)}</w:p>"
            for left, right in (("UBND TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("Số: 1/KH-UBND", "A, ngày 1"))
        )
        + p("KẾ HOẠCH"),
        "UBND TỈNH A\nSố: 1/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nA, ngày 1\nKẾ HOẠCH",
    ),
    "tabs in other lines stay": (
        f"<w:p>{r('a')}<w:r><w:tab/></w:r>{r('b')}</w:p>",
        "a\tb",
    ),
    "addressees": (tbl(tr("Kính gửi:", tc(p("- Sở A;") + p("- Sở B."))), lines=False), "Kính gửi:\n- Sở A;\n- Sở B."),
    "recipients and signature": (
        tbl(tr(tc(p("Nơi nhận:") + p("- Như trên;")), tc(p("GIÁM ĐỐC") + p("Lê A")))),
        "Nơi nhận:\n- Như trên;\nGIÁM ĐỐC\nLê A",
    ),
    "without lines and short": (tbl(tr("Người lập", "Người duyệt"), lines=False), "Người lập\nNgười duyệt"),
    "without lines and long": (tbl(*(tr(str(n), "Ông") for n in range(4)), lines=False), "0|Ông\n1|Ông\n2|Ông\n3|Ông"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "text"), TABLES.values(), ids=TABLES.keys())
def test_tables(body: str, text: str) -> None:
    assert text_of(word_file(body, numbering=NUMBERING)) == text


def test_notes_stand_behind_their_paragraph() -> None:
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    data = word_file(
        f"<w:p>{r('hằng năm')}{mark.format(2)}{r(' và')}{mark.format(3)}</w:p>{p('b')}",
        footnotes=f'<w:footnote w:type="separator" w:id="0">{p("")}</w:footnote>'
        f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{r(" Từ năm 2024.")}</w:p></w:footnote>'
        f'<w:footnote w:id="3">{p("Hai")}{p("đoạn.")}</w:footnote>',
    )
    assert text_of(data) == "hằng năm¹ và²\n¹ Từ năm 2024.\n² Hai đoạn.\nb"


def test_a_file_of_another_writer() -> None:
    document = python_docx.Document()
    document.add_heading("KẾ HOẠCH", 1)
    for text in ("Một", "Hai"):
        document.add_paragraph(text, style="List Number")
    document.add_paragraph("Ba", style="List Bullet")
    table = document.add_table(2, 3, style="Table Grid")
    table.cell(0, 0).merge(table.cell(1, 0)).text = "A"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "B"
    table.cell(1, 1).text, table.cell(1, 2).text = "C", "D"
    buffer = io.BytesIO()
    document.save(buffer)
    assert text_of(buffer.getvalue()) == "KẾ HOẠCH\n1. Một\n2. Hai\n- Ba\nA|B|<\n^|C|D"


INSERTED = {
    "another Word file": ("b.docx", word_file(p("Hai.") + tbl(tr("a", "b")))),
    "a web page": (
        "b.htm",
        b"<html><body><p>Hai.</p><table border='1'><tr><td>a</td><td>b</td></tr></table></body></html>",
    ),
}


@pytest.mark.parametrize(("name", "content"), INSERTED.values(), ids=INSERTED.keys())
def test_a_file_within_the_document_is_read_in_its_place(name: str, content: bytes) -> None:
    document = with_inserted(p("Một.") + inserted() + p("Ba."), name, content)
    assert text_of(document).split("\n") == ["Một.", "Hai.", "a|b", "Ba."]


def test_a_file_within_a_file_within_the_document_is_left_out() -> None:
    inner = with_inserted(p("Hai.") + inserted(), "c.docx", word_file(p("Không đọc.")))
    assert text_of(with_inserted(p("Một.") + inserted(), "b.docx", inner)) == "Một.\nHai."


def test_strict_word() -> None:
    """ISO 29500 Strict has the same elements in another namespace."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file(p("a")))) as given, zipfile.ZipFile(written, "w") as archive:
        for name in given.namelist():
            names = (
                b"schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"purl.oclc.org/ooxml/wordprocessingml/main",
            )
            archive.writestr(name, given.read(name).replace(*names))
    assert text_of(written.getvalue()) == "a"


def words(text: str) -> Counter[str]:
    marks = f"[{ROW}{CELL}{FROM_LEFT}{FROM_ABOVE}]"
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFKC", re.sub(marks, " ", text))))


def note_words(data: bytes) -> Counter[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith("notes.xml")]
    return words(re.sub("<[^>]+>", "", " ".join(re.sub("</w:p>|<w:(?:br|cr|tab)/>", " ", part) for part in parts)))


def test_real_files_have_the_words_that_libreoffice_finds(shared: Path, tmp_path: Path) -> None:
    """As a multiset. LibreOffice's text lacks notes and their markers: of a word with a marker each side has one."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is absent: apt install libreoffice-writer-nogui")
    files = [path for path in sorted((shared / "realdocs").glob("*.docx")) if path.read_bytes().startswith(b"PK")]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=300)
    assert len(files) > 10
    for path in files:
        data = path.read_bytes()
        markers = len(re.findall(rb"<w:(?:foot|end)noteReference", _main(data)))
        ours = words(read_docx(data).text)
        theirs = words((tmp_path / f"{path.stem}.txt").read_text(encoding="utf-8-sig"))
        assert sum((theirs - ours).values()) <= markers, path.name
        assert sum((ours - theirs - note_words(data)).values()) <= 2 * markers, path.name


def _main(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml")
