"""Every section of the real page, in Chromium, on the sample directives: what an officer does there."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from docx import Document as WordFile
from playwright.sync_api import Browser, BrowserContext, Dialog, FilePayload, Page, expect

from tests.assistant.browsing import CHROMIUM, QUESTION, WINDOWS, Visit, visit
from tests.ingest.pdf_files import pdf, text

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"),
]

SECTIONS = ("Văn bản", "Nhiệm vụ", "Thời hạn", "Tiền lệ", "Đánh giá")
DRAFT = "Các sở, ban, ngành báo cáo kết quả thực hiện về Ủy ban nhân dân tỉnh trước ngày 15 tháng 12 năm 2025."
LETTER = """ỦY BAN NHÂN DÂN
HUYỆN THANH HÀ

Số: {number}/UBND-VX

Thanh Hà, ngày 5 tháng 3 năm 2026

V/v tuyên truyền an toàn giao thông

Kính gửi: Các phòng, ban.

1. Phòng Văn hóa và Thông tin chủ trì tuyên truyền, báo cáo trước ngày 30/6/2026.
2. Công an huyện phối hợp tuần tra.
"""

STANDS = (
    "ỦY BAN NHÂN DÂN\nHUYỆN A\n\nSố: 931/KH-UBND\n\nHuyện A, ngày 1 tháng 2 năm 2025\n\nKẾ HOẠCH\nPhòng cháy\n\n"
    "Căn cứ Nghị định số 935/2020/NĐ-CP ngày 3/1/2020 của Chính phủ;\n\n1. {duty}\n2. Công an huyện tuần tra.\n"
)
REPLACES = (
    "CHÍNH PHỦ\n\nSố: 932/2025/NĐ-CP\n\nHà Nội, ngày 5 tháng 3 năm 2025\n\nNGHỊ ĐỊNH\nQuy định về phòng cháy\n\n"
    "Điều 1. Hiệu lực thi hành\n1. Nghị định này có hiệu lực từ ngày 1/5/2025.\n"
    "2. Nghị định này thay thế Nghị định số 935/2020/NĐ-CP ngày 3/1/2020 của Chính phủ.\n"
)

# Words of letters only that stand on two lines; breaking at a hyphen or a slash is right.
BROKEN = """() => {
  const broken = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.parentElement.checkVisibility() || node.parentElement.closest("svg, .dc-hidden, .dc-file, script, style")) continue;
    for (const found of node.data.matchAll(/[^\\s/\\-–_.@]+/gu)) {
      const range = document.createRange();
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const tops = new Set([...range.getClientRects()].filter((box) => box.width > 1).map((box) => Math.round(box.top / 8)));
      if (tops.size > 1) broken.push(found[0]);
    }
  }
  return broken;
}"""
OVERFLOWING = """() => [document.documentElement, ...document.querySelectorAll("#dc-view, #dc-panel, .dc-panel-body, #dc-transcript")]
  .filter((one) => one.checkVisibility() && one.scrollWidth > one.clientWidth + 1).map((one) => one.id || one.className || one.tagName)"""


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or critical."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"][:3]
    ]


def clean(here: Visit) -> None:
    assert (here.foreign, here.complaints) == ([], [])


def plain(name: str, words: str) -> FilePayload:
    return {"name": name, "mimeType": "text/plain", "buffer": words.encode()}


def forget(page: Page, address: str, number: str) -> None:
    """Remove the documents whose numbers begin so."""
    for row in page.request.get(f"{address}/v1/documents").json()["documents"]:
        if (row["header"]["number"] or "").startswith(number):
            assert page.request.delete(f"{address}/v1/documents/{row['id']}").status == 204


def accept(page: Page, answer: str = "") -> None:
    def agree(dialog: Dialog) -> None:
        dialog.accept(answer)

    page.once("dialog", agree)


@pytest.mark.parametrize(("width", "height"), WINDOWS.values(), ids=WINDOWS.keys())
def test_every_section_fits_every_window(browser: Browser, address: str, width: int, height: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce")
    try:
        here = visit(context, address)
        page = here.page
        here.ask()
        assert page.evaluate(OVERFLOWING) == []
        assert page.evaluate(BROKEN) == []
        for section in SECTIONS:
            here.go(section)
            assert page.evaluate(OVERFLOWING) == [], section
            assert page.evaluate(BROKEN) == [], section
        page.goto(f"{address}/?tab=precedents&draft={DRAFT}")
        expect(page.locator(".dc-compare").first).to_be_visible()
        assert page.evaluate(OVERFLOWING) == []
        assert page.evaluate(BROKEN) == []
        assert here.foreign == []
    finally:
        context.close()


LOOKS: dict[str, tuple[int, int, Literal["light", "dark"], str]] = {
    "office screen, light": (1366, 768, "light", "vi"),
    "office screen, dark": (1366, 768, "dark", "vi"),
    "telephone, light": (360, 740, "light", "vi"),
    "telephone, dark, in English": (360, 740, "dark", "en"),
}


@pytest.mark.parametrize(("width", "height", "scheme", "lang"), LOOKS.values(), ids=LOOKS.keys())
def test_axe_finds_nothing_serious(
    browser: Browser, address: str, width: int, height: int, scheme: Literal["light", "dark"], lang: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
    )
    try:
        here = visit(context, f"{address}/?lang={lang}")
        page = here.page
        assert serious(page) == []
        here.ask()
        page.locator('[data-verdict="down"]').click()
        page.locator(".dc-right summary").click()
        expect(page.locator(".dc-pick-clause option").first).to_be_attached()
        assert serious(page) == []
        page.locator(".dc-prose button.dc-cite").first.click()
        expect(page.locator("#dc-panel mark").first).to_be_visible()
        assert serious(page) == []
        opened = "document=88-kh-ubnd-2025&clause=II"
        for section, shown in (
            ("documents", ".dc-grid"),
            (f"documents&doc=88-kh-ubnd-2025&{opened}", "#dc-panel mark"),
            ("duties", ".dc-matrix"),
            ("deadlines&in=2025&month=5", ".dc-due"),
            (f"precedents&draft={DRAFT}", ".dc-precedent"),
            ("evaluation", "#dc-reviews"),
        ):
            page.goto(f"{address}/?lang={lang}&tab={section}")
            expect(page.locator(shown).first).to_be_visible()
            assert serious(page) == [], section
    finally:
        context.close()


def test_light_and_dark_by_a_switch_that_is_remembered(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    ground = "getComputedStyle(document.body).backgroundColor"
    light = here.page.evaluate(ground)
    here.page.locator("#dc-theme").click()
    dark = here.page.evaluate(ground)
    assert dark != light
    assert visit(context, address).page.evaluate(ground) == dark
    clean(here)


def test_a_question_is_narrowed_and_the_address_says_so(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    page = here.page
    page.locator(".dc-narrow summary").click()
    page.locator("#dc-scope [name=within]").select_option("09-ct-ubnd-2025")
    expect(page).to_have_url(re.compile("within=09-ct-ubnd-2025"))
    expect(page.locator(".dc-narrow summary")).to_contain_text("09/CT-UBND")
    here.ask()
    cited = page.locator(".dc-citations .dc-source").all_inner_texts()
    assert cited
    assert all("09/CT-UBND" in official for official in cited)
    there = visit(context, page.url)
    expect(there.page.locator(".dc-narrow summary")).to_contain_text("09/CT-UBND")
    expect(there.page.locator(".dc-turn")).to_have_count(1)
    clean(here)


def test_a_refusal_shows_where_to_look(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    here.ask("Chỉ thị 09/CT-UBND quy định mức phạt bao nhiêu tiền khi vứt rác ra sông?")
    page = here.page
    expect(page.locator(".dc-refusal")).to_be_visible()
    page.locator(".dc-citations .dc-cite").first.click()
    expect(page.locator("#dc-panel .dc-target").first).to_be_visible()
    clean(here)


def test_a_conversation_is_found_renamed_exported_shared_and_deleted(
    browser: Browser, context: BrowserContext, address: str
) -> None:
    here = visit(context, address)
    page = here.page
    here.ask()
    expect(page).to_have_url(re.compile("chat="))
    shared = page.url
    page.locator("#dc-new").click()
    expect(page.locator(".dc-greeting")).to_be_visible()
    page.locator("[name=find]").fill("giao duc")
    expect(page.locator(".dc-talk")).to_have_count(1)
    page.locator("[name=find]").fill("khong co tu nay")
    expect(page.locator(".dc-talk")).to_have_count(0)
    page.locator("[name=find]").fill("")
    page.locator(".dc-talk").click()
    expect(page.locator(".dc-turn")).to_have_count(1)

    page.locator(".dc-menu summary").click()
    accept(page, "Việc của ngành giáo dục")
    page.locator("[data-rename]").click()
    expect(page.locator(".dc-talk")).to_contain_text("Việc của ngành giáo dục")
    page.locator(".dc-menu summary").click()
    with page.expect_download() as downloading:
        page.get_by_text("Tải về .docx").click()
    words = "\n".join(p.text for p in WordFile(io.BytesIO(Path(downloading.value.path()).read_bytes())).paragraphs)
    assert QUESTION in words
    assert re.search(r"\[1\] .* Chỉ thị số 09/CT-UBND|\[1\] .* Thông báo số 214", words)

    other = browser.new_context()
    there = visit(other, shared)
    expect(there.page.locator(".dc-turn")).to_have_count(1, timeout=20_000)
    expect(there.page.locator(".dc-talk")).to_have_count(0)
    other.close()

    accept(page)
    page.locator("[data-delete]").click()
    expect(page.locator(".dc-talk")).to_have_count(0)
    expect(page.locator(".dc-greeting")).to_be_visible()
    clean(here)


def test_a_bad_answer_goes_to_the_review_list(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    page = here.page
    here.ask()
    page.locator('[data-verdict="down"]').click()
    page.get_by_text("Lẽ ra phải từ chối").click()
    page.locator(".dc-reason textarea").fill("chỉ để thử")
    page.locator(".dc-reason .dc-button").first.click()
    expect(page.locator('[data-verdict="down"]')).to_have_attribute("aria-pressed", "true")
    here.go("Đánh giá")
    row = page.locator("[data-review]").first
    expect(row).to_contain_text("Lẽ ra phải từ chối: chỉ để thử")
    with page.expect_download() as downloading:
        page.get_by_text("Tải bộ câu hỏi").click()
    line = json.loads(Path(downloading.value.path()).read_text(encoding="utf-8").splitlines()[0])
    assert (line["question"], line["refusal"]) == (QUESTION, "not-stated")
    row.locator("[data-discard]").click()
    expect(page.locator("[data-review]")).to_have_count(0)
    clean(here)


def test_the_right_clause_of_a_wrong_answer_is_named_by_typing(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    page = here.page
    here.ask()
    page.locator('[data-verdict="down"]').click()
    page.get_by_text("Sai điều khoản").click()
    page.locator(".dc-right summary").click()
    expect(page.locator(".dc-pick-clause option").first).to_be_attached()  # of the document that was cited first
    page.locator(".dc-pick-document input").fill("88/kh")
    page.locator(".dc-pick-document select").select_option("88-kh-ubnd-2025")
    page.locator(".dc-pick-clause input").fill("to chuc thuc hien")
    clause = page.locator(".dc-pick-clause option").first
    expect(clause).to_be_attached()
    page.locator(".dc-pick-clause select").select_option(index=0)
    path = page.locator(".dc-pick-clause select").input_value()
    page.locator(".dc-reason > .dc-button").first.click()
    expect(page.locator('[data-verdict="down"]')).to_have_attribute("aria-pressed", "true")
    line = json.loads(page.request.get(f"{address}/v1/reviews.jsonl").text().splitlines()[-1])
    assert (line["kind"], [gold["paths"] for gold in line["gold"]]) == ("duties", [[path]])
    here.go("Đánh giá")
    row = page.locator("[data-review]").first
    row.locator(".dc-place").first.click()
    expect(page.locator("#dc-panel .dc-target").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    row.locator("[data-discard]").click()
    expect(page.locator("[data-review]")).to_have_count(0)
    clean(here)


def test_documents_are_searched_sorted_and_filtered(context: BrowserContext, address: str) -> None:
    here = visit(context, f"{address}/?tab=documents")
    page = here.page
    rows = page.locator(".dc-grid tbody tr")
    expect(rows).to_have_count(11)
    page.locator("#dc-view [name=q]").fill("dia chinh")
    expect(rows).to_have_count(2)
    expect(page.locator("#dc-view [name=q]")).to_be_focused()
    expect(page).to_have_url(re.compile("q=dia\\+chinh"))
    page.locator("#dc-view [name=q]").fill("")
    expect(rows).to_have_count(11)
    page.locator("#dc-view [name=kind]").select_option("kế hoạch")
    expect(rows).to_have_count(3)
    page.locator(".dc-grid thead a").first.click()
    expect(page.locator(".dc-grid th").first).to_have_attribute("aria-sort", "ascending")
    page.go_back()
    expect(page.locator(".dc-grid th").first).to_have_attribute("aria-sort", "none")
    clean(here)


def test_files_go_in_are_replaced_and_removed(context: BrowserContext, address: str) -> None:
    here = visit(context, f"{address}/?tab=documents")
    page = here.page
    page.locator(".dc-intake summary").click()
    files: list[FilePayload] = [
        {"name": "cv-thu.txt", "mimeType": "text/plain", "buffer": LETTER.format(number=901).encode()},
        {"name": "hong.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 nothing"},
    ]
    page.locator("[data-files]").first.set_input_files(files)
    expect(page.locator(".dc-results li")).to_have_count(2, timeout=60_000)
    expect(page.locator(".dc-results .dc-failed")).to_contain_text("hong.pdf")
    expect(page.locator(".dc-results .dc-failed p")).not_to_be_empty()
    page.locator(".dc-results a").click()
    expect(page.locator("#dc-view h1")).to_contain_text("an toàn giao thông")

    accept(page)
    anew: FilePayload = {"name": "cv-thu-2.txt", "mimeType": "text/plain", "buffer": LETTER.format(number=902).encode()}
    page.locator("[data-replace]").set_input_files(anew)
    expect(page.locator(".dc-page-head")).to_contain_text("902/UBND-VX", timeout=60_000)
    page.get_by_text("‹ Văn bản").click()
    expect(page.locator(".dc-grid tbody tr", has_text="901/UBND-VX")).to_have_count(0)

    page.locator(".dc-grid a", has_text="an toàn giao thông").click()
    accept(page)
    page.locator("[data-remove]").click()
    expect(page.locator(".dc-grid tbody tr")).to_have_count(11)
    clean(here)


def test_a_folder_goes_in_and_files_of_one_name_stay_apart(
    context: BrowserContext, address: str, tmp_path: Path
) -> None:
    for number, folder in ((911, "xa-a"), (912, "xa-b")):
        (tmp_path / "den" / folder).mkdir(parents=True)
        (tmp_path / "den" / folder / "cv.txt").write_text(LETTER.format(number=number), encoding="utf-8")
    here = visit(context, f"{address}/?tab=documents")
    page = here.page
    page.locator(".dc-intake summary").click()
    page.locator("[data-files][webkitdirectory]").set_input_files(tmp_path / "den")
    rows = page.locator(".dc-results li")
    expect(rows).to_have_count(2, timeout=60_000)
    assert sorted(rows.locator("strong").all_inner_texts()) == ["den - xa-a - cv.txt", "den - xa-b - cv.txt"]
    expect(page.locator(".dc-grid tbody tr", has_text="911/UBND-VX")).to_have_count(1)
    expect(page.locator(".dc-grid tbody tr", has_text="912/UBND-VX")).to_have_count(1)
    forget(page, address, "91")
    clean(here)


def test_a_cancelled_upload_does_not_go_in_later(context: BrowserContext, address: str) -> None:
    here = visit(context, f"{address}/?tab=documents")
    page = here.page
    page.locator(".dc-intake summary").click()
    pages = [
        [text(72, 760 - 12 * line, f"{line}. Don vi so {number} lam viec {line}.") for line in range(1, 60)]
        for number in range(300)
    ]
    long: FilePayload = {"name": "dai.pdf", "mimeType": "application/pdf", "buffer": pdf(*pages)}
    page.locator("[data-files]").first.set_input_files([long, plain("sau.txt", LETTER.format(number=921))])
    expect(page.locator("[data-upload] p").first).to_contain_text("dai.pdf, trang", timeout=60_000)
    page.locator("[data-upload] button").click()
    expect(page.locator("[data-upload] p").first).to_contain_text("Đã dừng")
    # What comes next waits for a reader: the one that was ended is not in its way, nor does its file follow.
    page.locator("[data-files]").first.set_input_files([plain("khac.txt", LETTER.format(number=922))])
    expect(page.locator(".dc-results li strong")).to_have_text("khac.txt", timeout=60_000)
    files = {row["file"] for row in page.request.get(f"{address}/v1/documents").json()["documents"]}
    assert "khac.txt" in files
    assert not files & {"dai.pdf", "sau.txt"}
    forget(page, address, "92")
    clean(here)


def test_a_document_is_read_by_its_tree_beside_its_pages(context: BrowserContext, address: str) -> None:
    here = visit(context, f"{address}/?tab=documents")
    page = here.page
    page.locator(".dc-intake summary").click()
    lines = ("So: 77/UBND-VX", "1. Phong Van hoa chu tri.", "2. Cong an huyen phoi hop tuan tra.")
    data = pdf([text(72, 760 - 24 * number, line) for number, line in enumerate(lines)], [text(72, 760, "3. Het.")])
    scan: FilePayload = {"name": "quet.pdf", "mimeType": "application/pdf", "buffer": data}
    page.locator("[data-files]").first.set_input_files([scan])
    page.locator(".dc-results a").click(timeout=60_000)
    page.locator(".dc-branch", has_text="Cong an huyen").click()
    expect(page.locator("#dc-panel mark").first).to_contain_text("Cong an huyen")
    page.locator(".dc-images").click()
    image = page.locator(".dc-pages img").first
    expect(image).to_be_visible()
    page.wait_for_function("document.querySelector('.dc-pages img').naturalWidth > 500")
    expect(page.locator("#dc-panel mark").first).to_be_in_viewport()
    address_ = page.url
    there = visit(context, address_)
    expect(there.page.locator("#dc-panel mark").first).to_be_in_viewport()
    accept(page)
    page.locator("[data-remove]").click()
    expect(page.locator(".dc-grid tbody tr")).to_have_count(11)
    clean(here)


def test_a_view_that_cannot_be_loaded_says_so_and_is_tried_again(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    page = here.page
    page.route("**/page/view**", lambda route: route.abort())
    page.locator("#dc-top nav").get_by_text("Nhiệm vụ", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("thử lại")
    page.unroute("**/page/view**")
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator(".dc-matrix")).to_be_visible()


def test_links_between_documents_and_what_is_missing(context: BrowserContext, address: str) -> None:
    here = visit(context, f"{address}/?tab=documents&doc=305-kh-ubnd-2025")
    page = here.page
    expect(page.locator(".dc-graph .dc-node").first).to_be_visible()
    page.locator(".dc-links a").first.click()
    expect(page.locator("#dc-view h1")).to_be_visible()
    page.goto(f"{address}/?tab=documents")
    page.get_by_text("văn bản được viện dẫn mà kho chưa có").click()
    page.locator(".dc-rows .dc-place").first.click()
    expect(page.locator("#dc-panel .dc-target").first).to_be_visible()


def test_duties_of_a_unit_open_their_clauses_and_go_into_a_sheet(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    page = here.page
    here.go("Nhiệm vụ")
    page.locator("#dc-view [name=q]").fill("giao duc")
    row = page.locator(".dc-matrix tbody tr").first
    expect(row).to_contain_text("Sở Giáo dục và Đào tạo")
    row.locator(".dc-place").first.click()
    expect(page.locator("#dc-panel .dc-target").first).to_be_in_viewport()
    page.keyboard.press("Escape")
    row.locator("th a").click()
    expect(page.locator("#dc-view h1")).to_have_text("Sở Giáo dục và Đào tạo")
    with page.expect_download() as downloading:
        page.get_by_text("Tải .xlsx").click()
    assert Path(downloading.value.path()).read_bytes()[:2] == b"PK"
    page.locator("#dc-view .dc-place").first.click()
    expect(page.locator("#dc-panel mark").first).to_be_in_viewport()
    clean(here)


def test_deadlines_as_calendar_and_list(context: BrowserContext, address: str) -> None:
    here = visit(context, f"{address}/?tab=deadlines&in=2025&month=5")
    page = here.page
    expect(page.locator("#dc-view h1")).to_have_text("Thời hạn 2025")
    page.locator(".dc-calendar .dc-place").first.click()
    expect(page.locator("#dc-panel mark").first).to_be_in_viewport()
    page.get_by_text("Cả năm", exact=True).click()
    expect(page.locator(".dc-due > li").nth(5)).to_be_visible()
    expect(page.locator(".dc-due > li").first).to_contain_text("đã qua")
    everyone = page.locator(".dc-due > li").count()
    page.locator("#dc-view [name=unit]").select_option(label="Sở Giáo dục và Đào tạo")
    expect(page.locator(".dc-due > li").nth(everyone - 1)).to_have_count(0)
    with page.expect_download() as downloading:
        page.get_by_text("Tải lịch .ics").click()
    assert Path(downloading.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")
    clean(here)


def test_a_precedent_is_compared_and_goes_into_the_draft_with_its_source(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    page = here.page
    here.go("Tiền lệ")
    page.locator("[name=draft]").fill(DRAFT)
    page.get_by_role("button", name="Tìm tiền lệ").click()
    first = page.locator(".dc-precedent").first
    expect(first.locator("ins").first).to_be_visible()
    official = first.locator("header strong").inner_text()
    first.locator("[data-insert]").click()
    assert f"({official})" in page.locator("[name=draft]").input_value()
    first.locator(".dc-place").first.click()
    expect(page.locator("#dc-panel mark").first).to_be_in_viewport()
    clean(here)


def test_a_precedent_that_stands_on_something_replaced_is_warned_of(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    page = here.page
    duty = "Phòng Y tế chủ trì diễn tập chữa cháy ở chợ, báo cáo UBND huyện trước ngày 30/6/2025."
    for name, words in (("931.txt", STANDS.format(duty=duty)), ("932.txt", REPLACES)):
        assert page.request.post(f"{address}/v1/documents", multipart={"file": plain(name, words)}).status == 201
    page.goto(f"{address}/?tab=precedents&draft={duty}")
    precedent = page.locator(".dc-precedent", has_text="931/KH-UBND")
    expect(precedent.locator(".dc-warning")).to_contain_text("932/2025/NĐ-CP")
    precedent.locator(".dc-warning .dc-place").click()
    expect(page.locator("#dc-panel mark").first).to_contain_text("thay thế")
    forget(page, address, "93")
    clean(here)


def test_the_page_by_keyboard_only(context: BrowserContext, address: str) -> None:
    here = visit(context, address)
    page = here.page
    page.keyboard.press("Tab")
    expect(page.locator(".dc-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#dc-box textarea")).to_be_focused()
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.dataset.tab") == "duties":
            break
    page.keyboard.press("Enter")
    expect(page.locator(".dc-matrix")).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "dc-place":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#dc-panel .dc-target").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#dc-panel")).to_be_hidden()
    expect(page.locator(".dc-place:focus")).to_have_count(1)
    clean(here)


def test_a_long_document_opens_at_its_clause_and_the_rest_follows(context: BrowserContext, address: str) -> None:
    articles = "\n".join(
        f"Điều {n}. Việc thứ {n}\n1. Đơn vị số {n} làm việc {n}.\n2. Báo cáo việc {n}." for n in range(1, 400)
    )
    law = f"QUỐC HỘI\n\nLuật số: 99/2026/QH16\n\nLUẬT\nVỀ VIỆC DÀI\n\n{articles}\n"
    here = visit(context, f"{address}/?tab=documents")
    page = here.page
    page.locator(".dc-intake summary").click()
    page.locator("[data-files]").first.set_input_files([plain("dai.txt", law)])
    link = page.locator(".dc-results a")
    expect(link).to_be_visible(timeout=90_000)
    known = re.search("doc=([^&]+)", link.get_attribute("href") or "")
    assert known
    page.goto(f"{address}/?tab=documents&doc={known[1]}&document={known[1]}&clause=Đ350.2")
    expect(page.locator("#dc-panel mark").first).to_have_text("2. Báo cáo việc 350.")
    expect(page.locator('#dc-panel [data-path="Đ1.1"]')).to_be_attached()
    expect(page.locator("#dc-panel mark").first).to_be_in_viewport()
    paths = page.locator("#dc-panel .dc-clause").evaluate_all("all => all.map(one => one.dataset.path)")
    assert len(paths) == len(set(paths))
    assert paths.index("Đ1") < paths.index("Đ350.2") < paths.index("Đ399.2")
    accept(page)
    page.locator("[data-remove]").click()
    expect(page.locator(".dc-grid tbody tr")).to_have_count(11)
