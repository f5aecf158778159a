"""Deadlines, campaigns and periods in sentences that none of the documents at hand holds."""

from __future__ import annotations

import pytest

from ingest.facts.deadlines import find_deadlines
from ingest.model import Clause, Deadline, Header

ISSUED = Header(date="2024-02-20", kind="kế hoạch")


def found(text: str, header: Header = ISSUED) -> tuple[Deadline, ...]:
    deadlines = find_deadlines([Clause(path="5", text=text, start=7)], header)
    assert all(text[d.start - 7 : d.start - 7 + len(d.quote)] == d.quote for d in deadlines)
    return deadlines


DATES = {
    "before a day": ("Gửi báo cáo trước ngày 10/6/2024.", [("report", "2024-06-10")]),
    "in words": ("Báo cáo kết quả trước ngày 10 tháng 6 năm 2024.", [("report", "2024-06-10")]),
    "at the latest": ("Nộp hồ sơ chậm nhất là ngày 10/6/2024.", [("report", "2024-06-10")]),
    "at the latest, to": ("Gửi danh sách chậm nhất đến hết ngày 10/6/2024.", [("report", "2024-06-10")]),
    "with an hour": ("Gửi báo cáo trước 17h00 ngày 10/6/2024.", [("report", "2024-06-10")]),
    "with an hour in words": ("Gửi về Sở Y tế trước 16 giờ 30 phút, ngày 10/6/2024.", [("report", "2024-06-10")]),
    "on the day": ("Báo cáo nhanh trong ngày 10/6/2024.", [("report", "2024-06-10")]),
    "broken over a line": ("Báo cáo trước\nngày 10/6/\n2024.", [("report", "2024-06-10")]),
    "bold": ("Báo cáo **trước ngày 10/6/2024** để tổng hợp.", [("report", "2024-06-10")]),
    "year of the document": ("Gửi báo cáo trước ngày 10/6.", [("report", "2024-06-10")]),
    "yearly": ("Báo cáo trước ngày 10/6 hằng năm.", [("report", "--06-10")]),
    "yearly, said before": ("Định kỳ hằng năm (trước ngày 10/12) báo cáo UBND tỉnh.", [("report", "--12-10")]),
    "yearly, said at the head": ("Hằng năm, Quỹ công khai các khoản thu trước ngày 31 tháng 3.", [("campaign", "--03-31")]),
    "monthly, said at the head": ("Hằng tháng báo cáo UBND tỉnh trước ngày 20.", [("report", "---20")]),
    "a day of a month that something else fixes": ("Nộp trước ngày 25 của tháng có văn bản đôn đốc.", [("report", "---25")]),
    "several rhythms": (
        "Báo cáo định kỳ hằng quý, 6 tháng, hằng năm về tình hình hoạt động.",
        [("report", "R/P3M"), ("report", "R/P6M"), ("report", "R/P1Y")]),
    "a rhythm behind the report": ("Đôn đốc và báo cáo Thủ tướng Chính phủ hằng năm.", [("report", "R/P1Y")]),
    "a yearly plan is no rhythm": ("Báo cáo kết quả thực hiện kế hoạch hằng năm.", []),
    "within a year": ("Tổ chức sơ kết và tổng kết vào năm 2030.", [("campaign", "2030")]),
    "the year of the plan is no deadline": ("Các nhiệm vụ trọng tâm trong năm 2024 như sau.", []),
    "the span that figures are of": ("Báo cáo hai lần: lần 1 từ 01/01 đến 31/10.", []),
    "a duration falls on no day": ("Giải quyết trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ.", []),
    "relative year": ("Báo cáo năm trước ngày 15/01 của năm sau liền kề.", [("report", "--01-15")]),
    "two, yearly said once": (
        "Báo cáo 6 tháng vào ngày 10/6 và báo cáo năm vào ngày 10/12 hàng năm.", [("report", "--06-10"), ("report", "--12-10")]),
    "two days after one cue": ("Báo cáo trước ngày 10/6 và ngày 10/12 hằng năm.", [("report", "--06-10"), ("report", "--12-10")]),
    "two in brackets": (
        "Báo cáo 6 tháng (trước ngày 10/6/2024) và cả năm (trước ngày 10/12/2024).",
        [("report", "2024-06-10"), ("report", "2024-12-10")]),
    "monthly": ("Báo cáo trước ngày 25 hằng tháng.", [("report", "---25")]),
    "quarterly without a day": ("Thực hiện chế độ báo cáo định kỳ hằng quý.", [("report", "R/P3M")]),
    "yearly without a day": ("Hằng năm, tổng hợp báo cáo Sở Nội vụ.", [("report", "R/P1Y")]),
    "monthly, said by its neighbour": ("Báo cáo tháng chậm nhất vào ngày 20 của tháng kế tiếp.", [("report", "---20")]),
    "quarterly by its last month": ("Báo cáo quý chậm nhất vào ngày 20 của tháng cuối quý.", [("report", "R/P3M")]),
    "by the first month of a year": (
        "Gửi báo cáo năm chậm nhất vào ngày 20 của tháng đầu năm tiếp theo.", [("report", "--01-20")]),
    "by the last month of a year": ("Nộp báo cáo trước ngày 10 của tháng cuối năm.", [("report", "--12-10")]),
    "without the word day": ("Báo cáo Sở Y tế trước 30 tháng 11 hằng năm.", [("report", "--11-30")]),
    "once in so many months": ("Lập báo cáo đánh giá tổng thể định kỳ 01 lần trong sáu tháng.", [("report", "R/P6M")]),
    "once in so many years": ("Hai năm một lần, tổng hợp báo cáo Chính phủ.", []),
    "every so many years": ("Báo cáo Chính phủ định kỳ 5 năm một lần.", [("report", "R/P5Y")]),
    "sent every year": ("Lập danh sách, tổng hợp gửi Sở Công Thương hằng năm.", [("report", "R/P1Y")]),
    "every year and every five": ("Chịu trách nhiệm báo cáo cơ quan chủ quản hằng năm và 05 năm.", [("report", "R/P1Y"), ("report", "R/P5Y")]),
    "the term of an issue": (
        "Thời hạn ban hành kế hoạch: Kế hoạch 5 năm được ban hành trước ngày 31/12/2025.", [("campaign", "2025-12-31")]),
    "what was handed in before a day": (
        "Hồ sơ đã được cơ quan, người có thẩm quyền tiếp nhận trước ngày 01/7/2026 mà chưa có kết quả thì tiếp tục giải quyết.", []),
    "to complete what concerns those that were given something": (
        "b) Hoàn thành rà soát các hồ sơ được thay thế bằng dữ liệu trước ngày 01/7/2026.", [("campaign", "2026-07-01")]),
    "two rhythms or on request": (
        "Thực hiện báo cáo định kỳ 06 tháng, hằng năm hoặc đột xuất về kết quả.", [("report", "R/P6M"), ("report", "R/P1Y")]),
    "a yearly plan that is decided, and reported otherwise": (
        "Điều chỉnh kế hoạch trung hạn và hằng năm đã được quyết định, báo cáo Hội đồng tại kỳ họp gần nhất.", []),
    "a rhythm before who acts": ("Hằng năm, Sở Y tế chủ trì, phối hợp với Sở Tài chính lập dự toán.", [("campaign", "R/P1Y")]),
    "a rhythm below a heading": ("1. Lập dự toán\nHằng năm, Sở Y tế xây dựng kế hoạch kinh phí.", [("campaign", "R/P1Y")]),
    "a rhythm, a time of the year, and who acts": (
        "Hằng năm, vào thời điểm lập dự toán ngân sách, các trường lập danh sách học sinh.", [("campaign", "R/P1Y")]),
    "a period without who acts": ("Định kỳ 03 tháng tổng hợp thiệt hại gửi Sở Nông nghiệp.", [("report", "R/P3M")]),
    "a period counted from an event": (
        "Định kỳ 05 năm kể từ thời điểm công nhận Ủy ban nhân dân xã lập báo cáo rà soát.", [("report", "R/P5Y")]),
    "a list of rhythms before who acts": (
        "Hằng tháng, quý, 6 tháng, năm, Công an huyện thông báo kết quả cho Viện kiểm sát.",
        [("campaign", "R/P1M"), ("campaign", "R/P3M"), ("campaign", "R/P6M"), ("campaign", "R/P1Y")]),
    "a list of rhythms in brackets": (
        "Báo cáo định kỳ (quý, 6 tháng, năm) gửi Sở Tư pháp.", [("report", "R/P3M"), ("report", "R/P6M"), ("report", "R/P1Y")]),
    "rhythms or on request, before who reports": (
        "Định kỳ tháng, quý hoặc đột xuất, Chỉ huy trưởng báo cáo kết quả.", [("report", "R/P1M"), ("report", "R/P3M")]),
    "done at a rhythm": ("Danh mục được Sở ban hành định kỳ hằng năm và công khai.", [("campaign", "R/P1Y")]),
    "so many times in a while": ("Việc rà soát được thực hiện ít nhất 02 lần/năm.", [("campaign", "R/P6M")]),
    "a while with so many times": ("Ban Chỉ đạo họp thường kỳ mỗi tháng 01 lần.", [("campaign", "R/P1M")]),
    "on a day of the week": ("Tổng vệ sinh vào ngày thứ Bảy hằng tuần.", [("campaign", "R/P1W")]),
    "what somebody gets so often": ("Được chi trả kinh phí vé máy bay 01 lần/năm cho chuyên gia.", []),
    "what somebody gets every month": ("Người lao động được hưởng trợ cấp hằng tháng.", []),
    "how often something is measured": ("Lấy mẫu nước 2 lần/ngày.", []),
    "a yearly budget that a report is of": ("Báo cáo Sở Tài chính giao dự toán chi ngân sách nhà nước hằng năm.", []),
    "from form to form": ("Hồ sơ thực hiện theo các mẫu từ 1.1 đến 1.8 tại Phụ lục.", []),
    "a share is no day": ("Hội đồng họp khi có ít nhất 2/3 tổng số thành viên.", []),
    "a share at most is no day": ("Mỗi tổ không quá 1/2 thành viên kiêm nhiệm.", []),
    "two days of each month": ("Báo cáo vào ngày 15 và 30 hằng tháng.", [("report", "---15"), ("report", "---30")]),
    "a monthly report has its day": (
        "Báo cáo tháng trước ngày 20, báo cáo quý trước ngày 20 của tháng cuối quý.", [("report", "---20"), ("report", "R/P3M")]),
    "quarterly, said at the head": ("Hằng quý, trước ngày 20 của tháng đầu tiên, Sở báo cáo kết quả.", [("report", "R/P3M")]),
    "the first days of a quarter": ("Báo cáo quý được gửi trong 10 ngày đầu của tháng đầu quý sau.", [("report", "R/P3M")]),
    "a span of months in short": ("Thời gian thực hiện: Tháng 4 - 5/2024.", [("campaign", "2024-04/2024-05")]),
    "a span of quarters": ("Thời gian thực hiện: Quý I - Quý IV/2024.", [("campaign", "2024-01/2024-12")]),
    "quarters in a row": ("Thời gian: Quý II, III năm 2024.", [("campaign", "2024-04/2024-09")]),
    "progress by quarter": ("Tiến độ: Quý III.", [("campaign", "2024-07/2024-09")]),
    "two days in a row": ("Thời gian tổ chức: Ngày 15 và 16/8/2024.", [("campaign", "2024-08-15/2024-08-16")]),
    "in the morning of a day": ("Lễ phát động tổ chức vào sáng ngày 05/6/2024.", [("campaign", "2024-06-05")]),
    "stages with a colon": (
        "Phát động: tháng 5/2024; tổng kết: tháng 11/2024.", [("campaign", "2024-05"), ("campaign", "2024-11")]),
    "the end of the document's year": ("Đến cuối năm hoàn thành số hóa hồ sơ.", [("period", "2024")]),
    "so many days from its issue": (
        "Trong vòng 05 ngày kể từ ngày ký ban hành Kế hoạch này, các xã xây dựng kế hoạch.", [("campaign", "2024-02-25")]),
    "so many months from its issue, working days are not counted": (
        "Trong thời hạn 10 ngày làm việc kể từ ngày ban hành Kế hoạch này, các xã xây dựng kế hoạch.", []),
    "which cases, and what is done of them": (
        "Trường hợp nhập khẩu hàng trước ngày 01/6/2024 thì không điều chỉnh số thuế.", []),
    "month": ("Hoàn thành trong tháng 10/2024.", [("campaign", "2024-10")]),
    "month without year": ("Hoàn thành trước tháng 10.", [("campaign", "2024-10")]),
    "quarter": ("Trình UBND tỉnh trong quý III/2024.", [("report", "2024-07/2024-09")]),
    "span": ("Cao điểm từ ngày 15/4 đến ngày 15/5/2024.", [("campaign", "2024-04-15/2024-05-15")]),
    "span without the word day": ("Tổ chức từ 15/4/2024 đến ngày 15/5/2024.", [("campaign", "2024-04-15/2024-05-15")]),
    "span within a month": ("Tổ chức hội thi từ 01 - 30/6.", [("campaign", "2024-06-01/2024-06-30")]),
    "span over New Year": ("Ra quân từ ngày 15/12 đến ngày 15/01/2025.", [("campaign", "2024-12-15/2025-01-15")]),
    "yearly span": ("Tổ chức từ ngày 15/4 đến ngày 15/5 hằng năm.", [("campaign", "--04-15/--05-15")]),
    "span of months": ("Tập huấn từ tháng 3 đến tháng 6/2024.", [("campaign", "2024-03/2024-06")]),
    "period": ("Chương trình y tế giai đoạn 2021-2025.", [("period", "2021/2025")]),
    "period, spaced dash": ("Quy hoạch thời kỳ 2021 – 2030.", [("period", "2021/2030")]),
    "until a year": ("Đề án sữa học đường đến năm 2025.", [("period", "2025")]),
    "period and outlook": (
        "Quy hoạch tỉnh thời kỳ 2021-2030, tầm nhìn đến năm 2050.", [("period", "2021/2030"), ("period", "2050")]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DATES.values(), ids=DATES.keys())
def test_kind_and_date(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(d.kind, d.date) for d in found(text)] == expected


NONE = {
    "a cited document's date": "Theo Công văn số 12/SYT-NV ngày 10/6/2024 của Sở Y tế.",
    "when it takes effect": "Thông tư có hiệu lực thi hành từ ngày 01/7/2024.",
    "before the document": "Báo cáo trước ngày 10/01/2024 đã gửi.",
    "a past period": "Tổng kết giai đoạn 2016-2020.",
    "a condition": "Hồ sơ đã được tiếp nhận trước ngày 01/7/2024 thì giữ nguyên.",
    "what has happened": "Đến ngày 01/7/2024, toàn bộ các xã đã có trạm y tế.",
    "counting from": "Thời hạn 30 ngày kể từ ngày 01/7/2024.",
    "a yearly budget": "Bố trí trong dự toán chi hằng năm của đơn vị.",
    "a relative term": "Trả lời trong thời hạn 05 ngày làm việc.",
    "an open start": "Áp dụng từ ngày 01/7 hằng năm trở đi.",
    "a list of numbers": "mục 3.5 và 4/12 xã",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_no_deadline(text: str) -> None:
    assert found(text) == ()


WORDING = {
    "receiver behind gửi về": (
        "Các trường gửi báo cáo kết quả khai giảng về Phòng Giáo dục và Đào tạo trước ngày 10/9/2024.",
        ["báo cáo kết quả khai giảng"], ["Phòng Giáo dục và Đào tạo"]),
    "through another office": (
        "Báo cáo kết quả thực hiện về UBND huyện (qua Phòng Nội vụ) trước ngày 10/9/2024 để tổng hợp báo cáo UBND tỉnh.",
        ["Báo cáo kết quả thực hiện"], ["UBND huyện (qua Phòng Nội vụ)"]),
    "each its own": (
        "Đề nghị báo cáo kết quả về Sở Y tế định kỳ 6 tháng vào ngày 15/6 và báo cáo năm vào ngày 24/11 hàng năm.",
        ["báo cáo kết quả định kỳ 6 tháng", "báo cáo năm"], ["Sở Y tế", "Sở Y tế"]),
    "the second shares the first's words": (
        "Báo cáo kết quả phòng dịch 06 tháng (trước ngày 05/6/2024) và năm 2024 (trước ngày 05/12/2024) về Sở Y tế.",
        ["Báo cáo kết quả phòng dịch 06 tháng", "Báo cáo kết quả phòng dịch năm 2024"], ["Sở Y tế", "Sở Y tế"]),
    "named behind the day": (
        "Gửi Sở Nội vụ trước ngày 15/6/2024 (đối với báo cáo 6 tháng) và trước ngày 15/12/2024 (đối với báo cáo năm).",
        ["báo cáo 6 tháng", "báo cáo năm"], ["Sở Nội vụ", "Sở Nội vụ"]),
    "the day first": (
        "Trước ngày 15/6/2024, các xã báo cáo tình hình thiên tai về UBND huyện.", ["báo cáo tình hình thiên tai"], ["UBND huyện"]),
    "a task, not a report": ("b) Hoàn thành rà soát hộ nghèo trước ngày 30/9/2024.", ["Hoàn thành rà soát hộ nghèo"], [None]),
    "a named campaign": (
        "Xây dựng kế hoạch hưởng ứng “Tháng Thanh niên” (từ ngày 01/3 đến ngày 31/3/2024).", ["Tháng Thanh niên"], [None]),
    "a programme's period": (
        "Tiếp tục thực hiện Chiến lược dân số giai đoạn 2021-2030.", ["Chiến lược dân số"], [None]),
    "the outlook is the same plan's": (
        "Thực hiện Quy hoạch tỉnh thời kỳ 2021-2030, tầm nhìn đến năm 2050.", ["Quy hoạch tỉnh", "Quy hoạch tỉnh"], [None, None]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "what", "to"), WORDING.values(), ids=WORDING.keys())
def test_what_and_to(text: str, what: list[str], to: list[str | None]) -> None:
    deadlines = found(text)
    assert [d.what for d in deadlines] == what
    assert [d.to for d in deadlines] == to


YEARS = {
    "of the document": (Header(date="2024-02-20"), "2024-06-10"),
    "that the subject plans for": (Header(date="2023-12-28", subject="Công tác y tế năm 2024"), "2024-06-10"),
    "of the latest document cited, without a date": (Header(), "2022-06-10"),
    "every year in what a circular lays down": (
        Header(kind="thông tư", number="7/2023/TT-BYT", date="2023-12-28"), "--06-10"),
}  # fmt: skip


@pytest.mark.parametrize(("header", "date"), YEARS.values(), ids=YEARS.keys())
def test_year_of_a_day_without_one(header: Header, date: str) -> None:
    basis = Clause(path="preamble", text="Căn cứ Công văn số 1/SYT-NV ngày 2/3/2022;", start=0)
    task = Clause(path="1", text="Gửi báo cáo trước ngày 10/6.", start=basis.end + 1)
    assert [d.date for d in find_deadlines([basis, task], header)] == [date]


def test_without_a_year_anywhere_a_day_is_not_guessed() -> None:
    assert found("Gửi báo cáo trước ngày 10/6.", Header()) == ()


def test_a_long_sentence_is_quoted_by_its_part() -> None:
    text = "Các đơn vị " + "rà soát, " * 60 + "thống kê; gửi báo cáo trước ngày 10/6/2024; lưu hồ sơ."
    assert found(text)[0].quote == "gửi báo cáo trước ngày 10/6/2024"
