from __future__ import annotations

import re
import unicodedata

import pytest

from ingest.glossary import CATEGORIES, Term, fold, load_glossary

GLOSSARY = load_glossary()

EXPANDED = {
    "the field, every way of writing it": (
        "LĐTBXH; LĐ-TB&XH; LĐTB&XH; LĐ – TB & XH; Lao động - TB&XH; LĐ TBXH; lđtbxh; ldtbxh",
        "; ".join(["Lao động - Thương binh và Xã hội"] * 8),
    ),
    "an office by its initial": ("P.GD&ĐT, P. Tư pháp, PGDĐT, SYT", "Phòng Giáo dục và Đào tạo, Phòng Tư pháp, Phòng Giáo dục và Đào tạo, Sở Y tế"),
    "an office and its field": ("Sở TN&MT, phòng TNMT", "Sở Tài nguyên và Môi trường, Phòng Tài nguyên và Môi trường"),
    "councils and fronts": (
        "HĐND, UBND, UBMTTQ, MTTQ",
        "Hội đồng nhân dân, Ủy ban nhân dân, Ủy ban Mặt trận Tổ quốc Việt Nam, Mặt trận Tổ quốc Việt Nam",
    ),
    "Việt Nam is not doubled": ("UBMTTQ VN huyện; MTTQ Việt Nam", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện; Mặt trận Tổ quốc Việt Nam"),
    "committees": ("BVSTBPN, Ban VSTBPN, BCĐ", "Ban Vì sự tiến bộ của phụ nữ, Ban Vì sự tiến bộ của phụ nữ, Ban Chỉ đạo"),
    "other fields": ("VH&TT, VHTT, TC-KH, TTHC", "Văn hóa và Thông tin, Văn hóa và Thông tin, Tài chính - Kế hoạch, Thủ tục hành chính"),
    "two councils in one": ("VP HĐND&UBND", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"),
    "two in a list stay two": ("HĐND, UBND xã", "Hội đồng nhân dân, Ủy ban nhân dân xã"),
    "recipients": ("CT, PCT UBTP", "Chủ tịch, các Phó Chủ tịch Ủy ban nhân dân thành phố"),
    "without diacritics": ("hdnd va ubnd xa", "Hội đồng nhân dân và Ủy ban nhân dân xa"),
    "a chat": ("sđt của cq là j, đc ko", "số điện thoại của cơ quan là gì, được không"),
    "kh is a plan": ("kh này của ai", "kế hoạch này của ai"),
    "kh at the end asks": ("có phải nộp kh?", "có phải nộp không?"),
    "a short name is completed": ("Còn Phòng Giáo dục?", "Còn Phòng Giáo dục và Đào tạo?"),
    "one that goes on is not": ("Phòng Giáo dục nghề nghiệp", "Phòng Giáo dục nghề nghiệp"),
    "a full name stays": ("Phòng Giáo dục và Đào tạo", "Phòng Giáo dục và Đào tạo"),
    "two offices": ("Phòng Giáo dục và Phòng Y tế", "Phòng Giáo dục và Đào tạo và Phòng Y tế"),
    "kinds before a number": ("TB 196, nd 30, QĐ số 953", "Thông báo 196, Nghị định 30, Quyết định số 953"),
    "no kind without one": ("TB và TT", "TB và TT"),
    "levels before names": ("H. Hòa An, Q.1, P. An Bình, TP.Hòa An, TX. An Hòa", "huyện Hòa An, quận 1, phường An Bình, thành phố Hòa An, thị xã An Hòa"),
    "initials of a person": ("Nguyễn T. Hà", "Nguyễn T. Hà"),
    "document numbers stay": (
        "5947/KH-UBND, 953/QĐ-LĐTBXH, 146.../UBND-LĐTBXH, 11-NQ/TW, 08 – NQ/TU, …/KH-UBND",
        "5947/KH-UBND, 953/QĐ-LĐTBXH, 146.../UBND-LĐTBXH, 11-NQ/TW, 08 – NQ/TU, …/KH-UBND",
    ),
    "mail and pages stay": ("ubnd@hoaan.gov.vn www.ubnd.vn", "ubnd@hoaan.gov.vn www.ubnd.vn"),
    "codes and standards stay": ("mẫu 01-SHTT, VN-2000, TCVN 6909:2001", "mẫu 01-SHTT, VN-2000, TCVN 6909:2001"),
    "words, not initials": ("ĐẦU TƯ, tối đa 08", "ĐẦU TƯ, tối đa 08"),
    "a name that holds its short name": ("người có công với cách mạng", "người có công với cách mạng"),
    "words that look like short forms": ("te, ca, tu, ban, ko-ko", "te, ca, tu, ban, không-không"),
    "points of a clause": ("điểm k khoản 1, mục j", "điểm k khoản 1, mục j"),
    "decomposed letters": (unicodedata.normalize("NFD", "HĐND phường"), "Hội đồng nhân dân phường"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), EXPANDED.values(), ids=EXPANDED.keys())
def test_expand(text: str, expected: str) -> None:
    assert GLOSSARY.expand(text) == expected


ENGLISH = {
    "culture office": {"Phòng Văn hóa và Thông tin"},
    "Division of Culture and Information": {"Phòng Văn hóa và Thông tin"},
    "labour department": {"Phòng Lao động - Thương binh và Xã hội", "Sở Lao động - Thương binh và Xã hội"},
    "provincial labor department": {"Sở Lao động - Thương binh và Xã hội"},
    "district labour department": {"Phòng Lao động - Thương binh và Xã hội"},
    "radio station": {"Đài Truyền thanh", "Đài Phát thanh và Truyền hình"},
    "health office": {"Phòng Y tế"},
    "finance office": {"Phòng Tài chính - Kế hoạch"},
    "home affairs offices": {"Phòng Nội vụ"},
    "women's unions": {"Hội Liên hiệp Phụ nữ"},
    "Fatherland Front": {"Ủy ban Mặt trận Tổ quốc Việt Nam"},
    "committee for advancement of women": {"Ban Vì sự tiến bộ của phụ nữ"},
    "ward and commune committees": {"Ủy ban nhân dân các phường, xã"},
    "Annual Reports": {"báo cáo năm"},
    "half-year report": {"báo cáo 6 tháng"},
    "lead": {"chủ trì"},
    "recipients": {"Nơi nhận"},
    "indicators": {"Chỉ tiêu"},
    "organizational structure": {"Cơ cấu tổ chức"},
}


@pytest.mark.parametrize(("phrase", "expected"), ENGLISH.items(), ids=ENGLISH.keys())
def test_english_to_vietnamese(phrase: str, expected: set[str]) -> None:
    question = f"What about the {phrase}?"
    assert expected <= {term.vietnamese for _, term in GLOSSARY.english_to_vietnamese(question)}


def test_phrases_stand_in_the_question() -> None:
    question = "Must the City's Culture Office report on gender-based violence in the annual report?"
    found = GLOSSARY.english_to_vietnamese(question)
    assert list(dict(found)) == ["City", "Culture Office", "report", "gender-based violence", "annual report"]
    assert all(phrase in question for phrase, _ in found)


RENDERED = {
    "Phòng Văn hoá và Thông tin thành phố": "City Office of Culture and Information",
    "Phòng Y tế huyện Hòa An": "Office of Health of Hòa An District",
    "Sở LĐ-TB&XH tỉnh Hòa An": "Department of Labour, War Invalids and Social Affairs of Hòa An Province",
    "UBND các phường, xã": "People's Committees of wards and communes",
    "UBND thành phố Hòa An": "Hòa An City People's Committee",
    "UBND phường 5": "People's Committee of Ward 5",
    "Đài Truyền thanh Hòa An": "Hòa An Radio Station",
    "Chủ tịch UBND huyện": "Chairperson of the District People's Committee",
    "các cơ quan, đơn vị liên quan": "relevant agencies and units",
    "các cơ quan, đơn vị, địa phương": "agencies, units and localities",
    "Thủ trưởng các cơ quan, đơn vị": "heads of agencies and units",
    "các phòng, ban, ngành, đoàn thể thành phố": "City offices, boards, sectors and mass organisations",
    "Các cơ quan, đơn vị trực thuộc UBND huyện": "agencies and units under the District People's Committee",
    "Trung tâm Văn hóa - Du lịch và Truyền thông huyện": "District Culture, Tourism and Communication Centre",
    "Văn phòng HĐND và UBND thành phố": "Office of the City People's Council and People's Committee",
    "Tỉnh ủy, HĐND, UBND tỉnh": "Provincial Party Committee, People's Council and People's Committee",
    "Phòng Tư pháp; Phòng Nội vụ huyện": "Office of Justice; District Office of Home Affairs",
    "Hội LHPN huyện": "District Women's Union",
    "Giám đốc các sở": "Directors of provincial departments",
    "Người đứng đầu đơn vị": "head of the unit",
    "Chủ tịch UBND các phường": "Chairpersons of the People's Committees of wards",
    "UBND thành phố và Sở Văn hóa và Thể thao": "City People's Committee and Department of Culture and Sports",
    "UBND huyện (qua Phòng Y tế)": "District People's Committee (through the Office of Health)",
    "mục tiêu 5": "objective 5",
    "Phòng Phép thuật": None,
    "Phòng A và " * 13: None,
    "Phòng Y tế và " * 30: None,
    "": None,
}


@pytest.mark.parametrize(("phrase", "expected"), RENDERED.items(), ids=[key[:60] or "nothing" for key in RENDERED])
def test_render_english(phrase: str, expected: str | None) -> None:
    assert GLOSSARY.render_english(phrase) == expected


def test_terms_are_well_formed() -> None:
    assert len(GLOSSARY.terms) >= 500
    assert {term.category for term in GLOSSARY.terms} == CATEGORIES - {"word"}  # that of the lexicon
    assert len({(fold(term.vietnamese), term.category) for term in GLOSSARY.terms}) == len(GLOSSARY.terms)
    for term in GLOSSARY.terms:
        cells = [term.vietnamese, *term.english, *term.abbreviations]
        assert all(cell == " ".join(cell.split()) and unicodedata.is_normalized("NFC", cell) for cell in cells), term
        assert all(cells), term
        assert len(set(term.english)) == len(term.english), term


def test_a_short_form_has_one_meaning() -> None:
    meanings: dict[tuple[str, str], set[str]] = {}
    for term in GLOSSARY.terms:
        for short in term.abbreviations:
            letters = re.sub(r"[\W_]", "", short)
            meanings.setdefault((letters, _context(short, term)), set()).add(fold(term.vietnamese))
    assert {short: full for short, full in meanings.items() if len(full) > 1} == {}


def _context(short: str, term: Term) -> str:
    """What must stand around a short form for it to count."""
    if short[-1] in ".?" or "/" in short:
        return short[-1] if short[-1] in ".?" else "/"
    return "number" if term.category in ("kind", "part") and len(re.sub(r"[\W_]", "", short)) <= 4 else ""


def test_every_name_renders_as_its_first_english_form() -> None:
    for term in GLOSSARY.terms:
        if term.category == "unit":
            assert GLOSSARY.render_english(term.vietnamese) == term.english[0]


def test_every_short_form_is_read_as_its_term() -> None:
    after = {".": " Hòa An", "number": " 12"}
    read = {
        (short, term.vietnamese): GLOSSARY.expand(short + after.get(_context(short, term), ""))
        for term in GLOSSARY.terms
        for short in term.abbreviations
        if not short.endswith("?")
    }
    assert {key: text for key, text in read.items() if not fold(text).startswith(fold(key[1]))} == {}
