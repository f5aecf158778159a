"""Who has to do what: read from headings and from sentences."""

from __future__ import annotations

import pytest

from ingest.clauses import split_clauses
from ingest.facts.duties import find_duties, heading_units
from ingest.facts.objectives import find_objectives
from ingest.model import ObjectiveShare

# text → (actor, role, path) of every duty
CASES = {
    "a heading gives its bullets": (
        "1. Sở Y tế:\n\n- Chủ trì, phối hợp với Công an tỉnh kiểm tra bếp ăn.\n\n- Báo cáo UBND tỉnh kết quả hằng quý.",
        [("Sở Y tế", "chủ trì", "1-1"), ("Sở Y tế", "báo cáo", "1-2")],
    ),
    "a heading gives its paragraph": (
        "3. Trường Tiểu học Kim Sơn\n\nTổ chức diễn tập chữa cháy mỗi học kỳ.",
        [("Trường Tiểu học Kim Sơn", "thực hiện", "3")],
    ),
    "two units in one heading": (
        "2. Phòng Nông nghiệp và Môi trường; Trạm Thú y huyện\n\n- Tham mưu kế hoạch tiêm phòng đàn trâu, bò.",
        [("Phòng Nông nghiệp và Môi trường", "tham mưu", "2-1"), ("Trạm Thú y huyện", "tham mưu", "2-1")],
    ),
    "a heading that asks": (
        "4. Đề nghị Hội Nông dân huyện:\n\nVận động hội viên thu gom bao bì thuốc.",
        [("Hội Nông dân huyện", "thực hiện", "4")],
    ),
    "another unit behind the semicolon of an order": (
        "1. Đề nghị Hội Nông dân huyện vận động hội viên; Huyện đoàn phát động phong trào thu gom.",
        [("Hội Nông dân huyện", "thực hiện", "1"), ("Huyện đoàn", "thực hiện", "1")],
    ),
    "the places of one head": (
        "1. Trưởng thôn Thượng, thôn Trung và thôn Hạ tổ chức vệ sinh đường làng.",
        [
            ("Trưởng thôn Thượng", "thực hiện", "1"),
            ("Trưởng thôn Trung", "thực hiện", "1"),
            ("Trưởng thôn Hạ", "thực hiện", "1"),
        ],
    ),
    "a company of one member": (
        "1. Công ty TNHH một thành viên Khai thác thủy lợi Sông Lam trực ban 24/24 giờ.",
        [("Công ty TNHH một thành viên Khai thác thủy lợi Sông Lam", "thực hiện", "1")],
    ),
    "a report to a body that its head names": (
        "1. Phòng Nghiệp vụ theo dõi, đôn đốc việc thực hiện Kế hoạch này tại các thư viện; tổng hợp, báo cáo Lãnh đạo Vụ.",
        [("Phòng Nghiệp vụ", "thực hiện", "1"), ("Phòng Nghiệp vụ", "báo cáo", "1")],
    ),
    "a pair of words within a name": (
        "1. Các cơ quan thông tấn, báo chí tăng cường tuyên truyền.",
        [("Các cơ quan thông tấn, báo chí", "thực hiện", "1")],
    ),
    "behind a topic": (
        "1. Kiểm soát vận chuyển: Công an huyện, Đội Quản lý thị trường số 3 tăng cường tuần tra.",
        [("Công an huyện", "thực hiện", "1"), ("Đội Quản lý thị trường số 3", "thực hiện", "1")],
    ),
    "towards somebody": (
        "1. Với UBND huyện: bố trí kinh phí nâng cấp trang thiết bị.",
        [("UBND huyện", "thực hiện", "1")],
    ),
    "what a subject is, behind a colon, is no duty": ("1. Ông Lò Văn Pâng, Chủ tịch UBND huyện: Trưởng ban.", []),
    "behind the formula that closes a plan": (
        "1. Trên đây là Kế hoạch phòng, chống dịch; trong quá trình thực hiện nếu có vướng mắc, các cơ quan phản ánh về Sở.",
        [("các cơ quan", "thực hiện", "1")],
    ),
    "another unit behind a comma": (
        "1. Đề nghị Sở Thông tin và Truyền thông hỗ trợ kỹ thuật, Bảo hiểm xã hội tỉnh tháo gỡ vướng mắc.",
        [("Sở Thông tin và Truyền thông", "thực hiện", "1"), ("Bảo hiểm xã hội tỉnh", "thực hiện", "1")],
    ),
    "receivers in a row are no subjects": (
        "1. Phòng Nội vụ gửi kế hoạch cho Phòng Tư pháp, Công an huyện theo dõi.",
        [("Phòng Nội vụ", "thực hiện", "1")],
    ),
    "another's sentence below a heading": (
        "1. Tổ công tác\n\n- Hướng dẫn người dân cài đặt phần mềm.\n\n- Tổ trưởng được sử dụng con dấu của xã.",
        [("Tổ công tác", "thực hiện", "1-1")],
    ),
    "what somebody may do, below a heading": (
        "1. Hội Nông dân xã\n\n- Vận động hội viên.\n\n- Được hỗ trợ kinh phí theo quy định.",
        [("Hội Nông dân xã", "thực hiện", "1-1")],
    ),
    "labels with a dash": (
        "1- Văn phòng Đảng ủy phối hợp Ban Tuyên giáo chuẩn bị hội trường.",
        [("Văn phòng Đảng ủy", "phối hợp", "1")],
    ),
    "offices written small": (
        "1. Đề nghị các phòng giáo dục và đào tạo, các trường rà soát phòng học.",
        [("các phòng giáo dục và đào tạo", "thực hiện", "1"), ("các trường", "thực hiện", "1")],
    ),
    "a name that ends with a word of doing": (
        "1. Phòng Kinh doanh thông báo cho khách hàng.",
        [("Phòng Kinh doanh", "thực hiện", "1")],
    ),
    "who leads and who joins in one line": (
        "1. Đơn vị chủ trì: Phòng Nghiệp vụ 1; đơn vị phối hợp: Phòng Nghiệp vụ 4.",
        [("Phòng Nghiệp vụ 1", "chủ trì", "1"), ("Phòng Nghiệp vụ 4", "phối hợp", "1")],
    ),
    "giao in a sentence": (
        "1. Giao Văn phòng HĐND và UBND thành phố theo dõi, đôn đốc việc thực hiện.",
        [("Văn phòng HĐND và UBND thành phố", "thực hiện", "1")],
    ),
    "yêu cầu of several": (
        "1. Yêu cầu Thủ trưởng các cơ quan, UBND các xã báo cáo kết quả về Sở Nội vụ.",
        [("Thủ trưởng các cơ quan", "báo cáo", "1"), ("UBND các xã", "báo cáo", "1")],
    ),
    "a sentence with its own subject": (
        "Điều 2. Sở Tài chính chủ trì, phối hợp với Kho bạc Nhà nước cấp kinh phí.",
        [("Sở Tài chính", "chủ trì", "Đ2")],
    ),
    "a verb that looks like a unit": ("1. Tổ chức thực hiện\n\n- Tổ chức tập huấn cho cán bộ xã.", []),
    "a unit before a colon": (
        "6. Công an tỉnh: Chỉ đạo công an các xã tuần tra ban đêm.",
        [("Công an tỉnh", "thực hiện", "6")],
    ),
    "all who have to carry a decision out": (
        (
            "Điều 5. Chánh Văn phòng Sở, Trưởng phòng Quản lý công nghiệp, cá nhân có liên quan và các ông, bà có tên tại Điều 2 "
            "chịu trách nhiệm thi hành Quyết định này."
        ),
        [
            ("Chánh Văn phòng Sở", "thực hiện", "Đ5"),
            ("Trưởng phòng Quản lý công nghiệp", "thực hiện", "Đ5"),
            ("cá nhân có liên quan", "thực hiện", "Đ5"),
            ("các ông, bà", "thực hiện", "Đ5"),
        ],
    ),
    "offices that share a head": (
        "1. Giám đốc các Sở: Y tế, Tài chính và Chủ tịch UBND các huyện tổ chức thực hiện nghiêm chỉ đạo này.",
        [
            ("Giám đốc Sở Y tế", "thực hiện", "1"),
            ("Giám đốc Sở Tài chính", "thực hiện", "1"),
            ("Chủ tịch UBND các huyện", "thực hiện", "1"),
        ],
    ),
    "words between a unit and its duty": (
        "9. Các tổ chức, cá nhân được cấp giấy phép thăm dò có trách nhiệm bảo vệ mốc giới.",
        [("Các tổ chức, cá nhân", "thực hiện", "9")],
    ),
    "a time and a condition before the unit": (
        (
            "1. Định kỳ trước ngày 15/12 hằng năm, UBND các xã báo cáo kết quả về Sở Nội vụ.\n\n"
            "2. Nếu có vướng mắc, các cơ quan, đơn vị kịp thời phản ánh về Sở Nội vụ."
        ),
        [("UBND các xã", "báo cáo", "1"), ("các cơ quan, đơn vị", "thực hiện", "2")],
    ),
    "a lead-in gives its bullets": (
        "2. Kiến nghị\n\nSở Công Thương yêu cầu đơn vị nêu trên thực hiện một số nội dung sau:\n\n- Rà soát biển báo tại kho.",
        [("đơn vị nêu trên", "thực hiện", "2"), ("đơn vị nêu trên", "thực hiện", "2-1")],
    ),
    "a lead-in gives the clauses below": (
        "Điều 6. Trách nhiệm\n\n1. Bộ trưởng Bộ Y tế có trách nhiệm:\n\na) Ban hành quy trình chuyên môn;\n\nb) Kiểm tra việc thực hiện.",
        [("Bộ trưởng Bộ Y tế", "thực hiện", "Đ6.1.a"), ("Bộ trưởng Bộ Y tế", "thực hiện", "Đ6.1.b")],
    ),
    "what the headed unit orders is its own": (
        "2. Sở Xây dựng\n\n- Kiểm tra bến bãi; đồng thời yêu cầu các đơn vị dừng hoạt động trái phép.",
        [("Sở Xây dựng", "thực hiện", "2-1")],
    ),
    "in brackets behind the task": (
        "1. Xây dựng kế hoạch kiểm tra năm (Phòng Nội vụ chủ trì).",
        [("Phòng Nội vụ", "chủ trì", "1")],
    ),
    "the next sentence goes on with the same units": (
        "1. Yêu cầu UBND các xã triển khai nghiêm túc. Báo cáo kết quả về Phòng Nội vụ trước ngày 5/6.",
        [("UBND các xã", "thực hiện", "1"), ("UBND các xã", "báo cáo", "1")],
    ),
    "whose report is to be sent": (
        "5. Báo cáo kết quả năm của các trường mầm non, UBND các xã gửi về Phòng Nội vụ trước ngày 1/12.",
        [("các trường mầm non", "báo cáo", "5"), ("UBND các xã", "báo cáo", "5")],
    ),
    "those addressed by đối với": (
        "1. Đặc biệt, đối với các ngành được giao nhiệm vụ cần rà soát kết quả.",
        [("các ngành", "thực hiện", "1")],
    ),
    "a role that others play": (
        "1. Sở Y tế hướng dẫn các trạm y tế phối hợp với nhà trường khám sức khỏe.",
        [("Sở Y tế", "thực hiện", "1")],
    ),
    "those whose part is strengthened": (
        "4. Tiếp tục đẩy mạnh vai trò của các ngành, các cấp trong quá trình phối hợp.",
        [],
    ),
    "the next paragraph begins anew": (
        "3. Yêu cầu UBND các xã triển khai ngay.\n\nKiểm tra, đánh giá thường xuyên.",
        [("UBND các xã", "thực hiện", "3")],
    ),
    "what was done": ("1. Sở Y tế đã chỉ đạo các bệnh viện rà soát.", []),
    "what someone may do": ("1. Chủ đầu tư được hưởng ưu đãi về đất.", []),
    "rights below a lead-in": ("2. Tổ chức có các quyền sau đây:\n\na) Khiếu nại;\n\nb) Được hỗ trợ kinh phí.", []),
    "a measure that nobody is given": ("1. Tuyên truyền\n\n- Đẩy mạnh tuyên truyền trên mạng xã hội.", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_find_duties(text: str, expected: list[tuple[str, str, str]]) -> None:
    duties = find_duties(split_clauses(text))
    assert [(duty.actor, duty.role, duty.path) for duty in duties] == expected
    assert all(text[duty.start : duty.start + len(duty.quote)] == duty.quote for duty in duties)


def test_partners_and_receiver() -> None:
    text = (
        "1. Sở Y tế phối hợp với Công an tỉnh, Sở Công Thương kiểm tra và báo cáo kết quả về UBND tỉnh trước ngày 5/6."
    )
    duty = find_duties(split_clauses(text))[0]
    assert duty.partners == ("Công an tỉnh", "Sở Công Thương")
    assert duty.report_to == "UBND tỉnh"


OBJECTIVES = {
    "one": ("kết quả mục tiêu 5 của Chiến lược", [(5, ())]),
    "with indicators": ("mục tiêu 5 (chỉ tiêu 1) và mục tiêu 6 (chỉ tiêu 1 và 2)", [(5, (1,)), (6, (1, 2))]),
    "indicators first": ("chỉ tiêu 2 và 3 của mục tiêu 1", [(1, (2, 3))]),
    "several": ("các mục tiêu 1, 2 và 4", [(1, ()), (2, ()), (4, ())]),
    "a span": ("mục tiêu 1-3", [(1, ()), (2, ()), (3, ())]),
    "numbered with số": ("mục tiêu số 7", [(7, ())]),
    "a percentage is no objective": ("mục tiêu 95% hộ dân", []),
    "a year is no objective": ("mục tiêu 2030", []),
}


@pytest.mark.parametrize(("text", "expected"), OBJECTIVES.values(), ids=OBJECTIVES.keys())
def test_find_objectives(text: str, expected: list[tuple[int, tuple[int, ...]]]) -> None:
    assert find_objectives(text) == tuple(ObjectiveShare(*share) for share in expected)


HEADINGS = {
    "unit": ("Phòng Văn hoá và Thông tin thành phố:", ("Phòng Văn hoá và Thông tin thành phố",)),
    "unit with a remark": ("Phòng Y tế huyện (cơ quan thường trực)", ("Phòng Y tế huyện",)),
    "unit that leads": ("Sở Xây dựng chủ trì, phối hợp các đơn vị:", ("Sở Xây dựng",)),
    "trách nhiệm của": ("Trách nhiệm của Chi cục Kiểm lâm", ("Chi cục Kiểm lâm",)),
    "two units": ("Đề nghị Hội Cựu chiến binh và Hội Nông dân", ("Hội Cựu chiến binh", "Hội Nông dân")),
    "no unit": ("Tổ chức thực hiện", ()),
    "prevention is no office": ("Phòng, chống dịch bệnh", ()),
    "a matter": ("Bố trí kinh phí triển khai", ()),
}


@pytest.mark.parametrize(("heading", "expected"), HEADINGS.values(), ids=HEADINGS.keys())
def test_heading_units(heading: str, expected: tuple[str, ...]) -> None:
    assert heading_units(heading) == expected
