"""The words by which a question shows what it asks for, in Vietnamese and English.

All are matched on lower-case text without diacritics, so that one table serves every
way of typing.
"""

from __future__ import annotations

import re
from enum import StrEnum

from ingest.spelling import strip_diacritics


class Kind(StrEnum):
    """What a question asks for. One question may ask for several."""

    DUTIES = "duties"  # what a unit has to do
    ACTOR = "actor"  # who does something
    OBJECTIVE = "objective"  # who reports objective N, which objectives a unit reports
    DEADLINE = "deadline"  # by when, how often
    RECEIVER = "receiver"  # to whom
    TARGET = "target"  # how much
    BASIS = "basis"  # what a document stands on
    CITED_BY = "cited-by"  # what stands on a document
    VALIDITY = "validity"  # whether it still holds, what replaces it
    PERSON = "person"  # somebody's name
    MONEY = "money"  # an amount of it
    CONTACT = "contact"  # a telephone number, an address
    DEFINITION = "definition"  # what a term or abbreviation means
    SIGNER = "signer"
    NUMBER = "number"
    DATE = "date"
    ADDRESSEES = "addressees"
    RECIPIENTS = "recipients"
    SUBJECT = "subject"
    ISSUER = "issuer"
    CONDITION = "condition"  # when something may or must be done, what is forbidden, how it is punished
    LIST = "list"  # everything of a kind, over the corpus
    COMPARE = "compare"  # places, documents or years side by side
    PRECEDENT = "precedent"  # how others have worded something
    SUMMARY = "summary"  # what a document says, in short
    YES_NO = "yes-no"  # whether something is so


HEADER_KINDS = frozenset(
    {Kind.SIGNER, Kind.NUMBER, Kind.DATE, Kind.ADDRESSEES, Kind.RECIPIENTS, Kind.SUBJECT, Kind.ISSUER}
)
FORMS = frozenset({Kind.LIST, Kind.COMPARE, Kind.YES_NO})  # how something is asked for, beside what

_DOCUMENT = r"(?:cong van|ke hoach|van ban|quyet dinh|thong bao|chi thi|bao cao|to trinh|huong dan|nghi quyet|nghi dinh|thong tu|luat|cv|kh|qd|letter|plan|document|decision|notice|directive|decree|report|it|this)"
_CUES: dict[Kind, str] = {
    Kind.DEADLINE: r"khi nao|bao gio|muon nhat|tre nhat|may gio|gio nao|how (?:fast|soon|quickly)|ngay nao|hom nao|luc nao|ngay may|thoi han|thoi diem|thoi gian|\bhan (?:nop|bao cao|cuoi|chot|gui|la|nao|den|cua|hoan|nhan|bc|\d)|(?:den|co|qua|het|dung) han\b|\bhan$|deadline|\bwhen\b|\bdue\b|may lan|bao nhieu lan|"
    r"may dot|how often|how many times|how frequently|cham nhat|truoc ngay|thang nao|thang may|dien ra|dinh ky|bao lau|(?:what|which) (?:date|day|month)|by what|how long|bao cao (?:6 thang|quy|dinh ky|hang)|"
    r"\bdates?\b|(?:bat dau|ket thuc) (?:ngay|tu|khi)|what time|keo dai|(?:trung|cung) ngay|same (?:day|date)",
    Kind.RECEIVER: r"cho ai|ve dau|qua dau|den dau|toi dau|nop dau|gui dau|(?:nop|gui|bao cao)(?: \w+){0,3} o dau|cho (?:co quan|don vi|phong|so) nao|(?:ve|qua|den) (?:co quan|don vi|phong|so|ban) nao|to whom|to who\b|"
    r"who (?:do|does|should|must|to)\b.*\b(?:to|send|submit|report)|where .*(?:send|submit|go|report)|(?:send|submit|report).* where|nhan bao cao|vuong mac|gap kho khan|phan anh (?:ve|cho|voi|toi|den)|lien he (?:voi )?(?:ai|dau|don vi|phong)|\bcontact\b|turn to\b|run into (?:problems|trouble|difficult)|receives?\b.*report|who receives|"
    r"(?:gui|nop|bao cao)(?: \w+){0,3} ai\b|which office receives|through which|via which",
    Kind.OBJECTIVE: r"(?:muc tieu|chi tieu)(?: \w+){0,2} (?:nao|may)\b|(?:which|what) (?:objective|indicator|goal)s?|(?:moi|tung|cac|kem|bang) (?:mot )?muc tieu|muc tieu (?:phai |duoc )?(?:bao cao|giao|phu trach)|(?:every|each|all|their|its) objectives?",
    Kind.ACTOR: r"\bai\b|(?:co quan|don vi|phong|ban|so|nganh|to chuc|phong ban|bo phan|cho|noi|nguoi|unit|uy ban|doan the|hoi|truong|luc luong) nao|\bwho\b|\bwhose\b|"
    r"(?:which|what) (?:\w+ )?(?:department|office|unit|agency|agencies|body|bodies|division|organi[sz]ation|institution|authorit|committee|section|side|force)\w*|dau moi|don vi nao|chu tri",
    Kind.DUTIES: r"(?:lam|thuc hien|trien khai|chuan bi|lo|chiu) (?:nhung )?(?:gi|viec gi|j|nhung viec|ji)\b|viec gi|nhung viec|nhiem vu|trach nhiem|phu trach|dut(?:y|ies)|responsib|"
    r"(?:have|has|had|need|needs|asked|required|expected|supposed|told|obliged) to do|(?:must|should|does|do|will) .*\bdo\b|\btasks?\b|role of|phai lam|can lam|\bjobs?\b|giao (?:lam )?(?:gi|nhung gi|viec)|"
    r"asked (?:of|to)|required (?:of|to)|lam j|lam (?:gi|j|ji)\b|\blm (?:gi|j)\b|(?:may|nhieu|nhung) (?:viec|chuyen)|vai tro|tham gia (?:the nao|gi|nhung gi|ra sao)|take care of|look after|deal with|in charge of what|assigned|cong viec",
    Kind.TARGET: r"bao nhieu|ty le|ti le|phan tram|how many|how much|percent|proportion|\btargets?\b|what (?:share|part|portion|fraction)|so luong|con so|\bmay\b|muc (?:chi|ho tro|phat|dong|thu)|dat muc|figure",
    Kind.BASIS: r"can cu|co so phap ly|dua (?:tren|vao|theo)|theo (?:van ban|cong van|ke hoach|chi dao|quyet dinh|huong dan)(?: \w+)? nao|legal basis|rel(?:y|ies|ied) on|draws? on|stands? on|\bbasis\b|based (?:up)?on|pursuant|"
    r"under which|in accordance|\bimplement(?:s|ing)?\b|thuc hien (?:theo )?(?:van ban|cong van|ke hoach|chi dao|quyet dinh) nao|vien dan|trich dan|\bcit(?:e|es|ed|ing)\b|refer(?:s|red|ring|ence)?\b|\bnhac\b|(?:nghi quyet|quyet dinh|luat|nghi dinh|thong tu|chi thi|ke hoach|huong dan) nao|dan chieu|dan ra|mentions?\b|carr(?:y|ies|ying) out|following which|theo (?:\w+ ){1,2}nao cua|trien khai (?:van ban|cong van|ke hoach) nao",
    Kind.DEFINITION: r"la (?:\w+ )?gi\b|nghia la|viet tat|stands? for|abbreviat|\bmeans?\b|dinh nghia|duoc hieu|ten day du|full name|viet day du|acronym",
    Kind.SIGNER: r"ai (?:la nguoi )?(?:da )?k[yi]\b|nguoi ky|ky ten|who signed|signed by|signator|signer|ky thay|ky boi|chu ky|do ai ky|who (?:is|was) .*sign|signs?\b|ky (?:van ban|cong van|ke hoach)|thay mat ai|on (?:whose )?behalf",
    Kind.VALIDITY: r"hieu luc|thay the|bai bo|con (?:dung|ap dung|gia tri|hieu)|still (?:valid|in force|appl|used)|\breplac|\brepeal|supersed|do(?:es)? away|do away|in force|takes? effect|effective|abolish",
    Kind.PERSON: r"ten (?:la )?gi\b|ten (?:cua )?ai|ho ten|\b(?:ong|ba|dong chi) nao|(?:who is|who s) the (?:\w+ )?(?:chairman|chairwoman|chair|director|head|president|mayor|minister|secretary|chief|vice)|ai (?:dang )?(?:la|lam) (?:pho )?(?:chu tich|giam doc|truong|bo truong|bi thu|chanh)|what(?: is| s)? the name of|name of the (?:director|head|chair|leader|officer)",
    Kind.MONEY: r"bao nhieu tien|may tien|bao nhieu (?:dong|trieu|ty)\b|(?:kinh phi|ngan sach|so tien|muc chi|muc phat|tien phat)(?: \w+){0,5} (?:la )?bao nhieu|how much (?:money|funding|budget|does it cost)|what (?:is|was) the (?:budget|amount|fine)\b|phat bao nhieu",
    Kind.CONTACT: r"dien thoai|so dt\b|\bsdt\b|e ?mail|hop thu|website|trang web|dia chi (?:o|lien|nha|co quan|tru so)|phone|hotline number|postal address|office address",
    Kind.NUMBER: r"so (?:hieu |ky hieu )?(?:bao nhieu|may|gi)\b|so (?:cong van|van ban|ke hoach|hieu|ky hieu)|(?:document|reference|official|letter|plan|decision) number|what number|full number|number cua|so day du|which number|mang so|number and|and (?:the )?number|number (?:of|on|does) (?:the|this|that|it)|\bso (?:va )?ngay (?:cua|ban hanh|van ban|cv|cong van|ke hoach)",
    Kind.DATE: rf"(?:ban hanh|ky|ra doi|phat hanh|co tu|de) (?:vao |tu |hoi )?(?:ngay|khi|hom|bao|nam|thang|luc) ?(?:nao|gio|may)?|ngay (?:ban hanh|ky|ra)|when (?:was|were|is|did) .*(?:issue|sign|date|release|publish|promulgat)|date of (?:issue|the {_DOCUMENT}|this)|"
    rf"{_DOCUMENT}(?: \S+){{0,6}} (?:dated|issued|signed)\b|issued on|(?:issue|signing|signature) date|ra ngay nao|ngay bao nhieu|(?:ra|ban hanh|ky)(?: \w+)? nam \d{{4}}|number and date|(?:number|so) (?:and|va) (?:date|ngay)|date of .*{_DOCUMENT}|{_DOCUMENT}\S* date\b|how old is",
    Kind.ADDRESSEES: rf"kinh gui|(?:van ban|cong van|ke hoach|thu|cv)(?: \S+){{0,5}} gui (?:den |toi |cho )?(?:nhung )?(?:ai|dau|don vi|co quan|noi)|addressed|addressee|(?:who|whom) (?:is|was|are|were) .*{_DOCUMENT}.* (?:to|for)$|sent to (?:whom|who)|gui (?:den |toi |cho )?nhung ai|ai nhan (?:duoc )?(?:van ban|cong van)|gui len|gui xuong|huong (?:den|toi) (?:nhung |cac )?(?:co quan|doi tuong|don vi|ai)|(?:who|which bodies|whom) .*(?:receives?|gets?|got) .*\b(?!reports?\b){_DOCUMENT}\b",
    Kind.RECIPIENTS: r"noi nhan|recipient|\bcopied\b|\bcc\b|copies|distribution list|luu (?:o|tai)|duoc gui (?:den|toi) (?:nhung )?(?:dau|noi)|phat hanh(?: \w+){0,5} cho|gui (?:cho |den )?nhung noi|de biet|gui len|gui xuong|for information",
    Kind.SUBJECT: rf"ve (?:viec|van de|noi dung|chu de) gi|noi dung (?:gi|chinh|cua)|noi ve|ban ve|trich yeu|what .*{_DOCUMENT}.* about|\babout\?*$|subject of|tom tat|summar|muc dich (?:gi|cua)|de lam gi|purpose of|in short|noi gi",
    Kind.ISSUER: r"(?:co quan|don vi|ai|noi|uy ban|bo|so) (?:nao )?(?:da )?(?:ban hanh|phat hanh|ra van ban)|who issued|issued by|issuing|issuer|(?:van ban|cong van|ke hoach|quyet dinh)(?: \S+){0,4} cua (?:co quan|don vi|ai|noi)|author(?:ed)?\b",
    Kind.CONDITION: r"dieu kien|truong hop nao|khi nao (?:duoc|thi duoc|phai)|phai dap ung|under what (?:conditions?|circumstances)|conditions? (?:for|of|to)|requirements? (?:for|of|to)|(?:bi )?(?:phat|xu phat|xu ly) (?:the nao|ra sao|bao nhieu)|bi cam|nghiem cam|forbidden|prohibited|not allowed",
    Kind.LIST: r"liet ke|ke (?:ra|het|ten)|danh sach|(?:tat ca|moi|toan bo) (?:cac |nhung )?\w+|nhung (?:\w+ ){1,3}nao|cac (?:\w+ ){1,3}nao|gom (?:nhung |co )?(?:gi|ai|nhung)|\b(?:list|every|all|each)\b|which (?:\w+ )?(?:documents|units|departments|offices|reports|deadlines|objectives)\b|(?:gom|co|chia) may\b",
    Kind.COMPARE: r"so sanh|so (?:voi|giua)|khac (?:nhau|biet|gi|voi)|giong (?:nhau|khac)|khop (?:nhau|khong)?|(?:ben|noi|cho) nao (?:nhieu|it|som|muon|cao|thap) hon|chenh|\bcompar|\bdiffer|versus|\bvs\b|than (?:the|that)|thay doi (?:the nao|ra sao|gi)|how did .* change|(?:more|less|earlier|later|higher|lower) (?:than|in)",
    Kind.PRECEDENT: r"cau mau|mau cau|(?:viet|ghi|dien dat|dung tu|soan|noi) (?:cau |doan |y )?(?:nay |do )?(?:the nao|ntn|ra sao|nhu nao)|(?:da |tung )(?:viet|ghi|soan|dien dat)|tham khao (?:cach|cau)|van mau|how (?:have|did|do) (?:others?|other \w+) (?:word|phras|put|write|express|formulat)|phras(?:ed|ing)|word(?:ed|ing)\b|precedent|tien le",
    Kind.SUMMARY: r"tom (?:tat|luoc|lai|gon)|\bsummar|in short|in brief|noi ngan gon|y chinh|noi dung chinh|noi dung co ban|main points|gist|overview",
    Kind.YES_NO: r"(?:khong|ko|chua|k|hong)(?: a| vay| nhi| the)?$|co phai|phai khong|dung khong|co dung|^(?:is|are|was|were|do|does|did|has|have|can|may|must|should|will)\b",
}
_PATTERNS = {kind: re.compile(cue) for kind, cue in _CUES.items()}

_CITED_BY = re.compile(
    r"(?:van ban|cong van|ke hoach|tai lieu|noi|cho|don vi) nao .*(?:can cu|dan chieu|vien dan|nhac|trich dan|dua tren|thuc hien theo)(?: \w+)*? (?:vao |den |toi |theo )?(?:cong van|ke hoach|quyet dinh|van ban|luat|nghi quyet|chi thi|so|cv|qd|kh|\d)|"
    r"(?:which|what) .*(?:cites?|refers? to|mentions?|(?:is|are) based on|implements?|relies|stands? on|quotes?)\b|(?:who|where) .*(?:cites?|refers? to|mentions?)|"
    r"(?:duoc|bi) (?:vien dan|dan|nhac|trich dan|can cu)|cited by|ai (?:vien dan|dan chieu|nhac)"
)


def kinds_of(folded: str) -> frozenset[Kind]:
    """What a question asks for, by its words alone.

    Args:
        folded: lower case, without diacritics.
    """
    kinds = {kind for kind, pattern in _PATTERNS.items() if pattern.search(folded)}
    if Kind.BASIS in kinds and _CITED_BY.search(folded):
        kinds = (kinds - {Kind.BASIS, Kind.ACTOR}) | {Kind.CITED_BY}
    if kinds & HEADER_KINDS:
        kinds -= {Kind.ACTOR, Kind.DUTIES} if Kind.SIGNER in kinds or Kind.ISSUER in kinds else set()
        kinds -= {Kind.DEADLINE} if Kind.DATE in kinds else set()
        kinds -= {Kind.RECEIVER} if Kind.ADDRESSEES in kinds else set()
        kinds -= {Kind.DUTIES, Kind.DEFINITION} if Kind.SUBJECT in kinds else set()
        kinds -= {Kind.TARGET} if Kind.NUMBER in kinds or Kind.DATE in kinds else set()
    for attribute in (Kind.CONTACT, Kind.MONEY, Kind.PERSON):
        if attribute in kinds:
            kinds -= {Kind.ACTOR, Kind.TARGET, Kind.DUTIES, Kind.NUMBER, Kind.DEFINITION, Kind.SUBJECT}
    if Kind.VALIDITY in kinds:
        kinds -= {Kind.DEADLINE, Kind.DUTIES, Kind.ACTOR, Kind.BASIS, Kind.CITED_BY}
    if Kind.RECEIVER in kinds or Kind.DEADLINE in kinds or (Kind.DUTIES in kinds and not _FIGURE.search(folded)):
        kinds -= {Kind.TARGET}
    return frozenset(kinds)


# Words of time that say which of several deadlines is meant; of a deadline they are no topic.
_TIME = re.compile(
    r"6 thang(?: dau nam)?|nua dau(?: nam)?|nua cuoi(?: nam)?|ca nam|dau nam|cuoi nam|hang (?:nam|quy|thang|tuan)|moi (?:nam|quy|thang|tuan)|so ket|tong ket|han (?:cuoi|chot)|"
    r"so lieu|dau moi"
)


def time_is_named(folded: str) -> bool:
    """Whether a question says which of several deadlines it means: "cả 6 tháng lẫn cả năm"."""
    return bool(_TIME.search(folded))


def cue_spans(folded: str, kinds: frozenset[Kind]) -> list[tuple[int, int]]:
    """Where the cues of some kinds stand; long matches, which hold more than words of asking, are left out."""
    patterns = [_CITED_BY if kind is Kind.CITED_BY else _PATTERNS[kind] for kind in kinds]
    if Kind.DEADLINE in kinds:
        patterns.append(_TIME)
    spans = [match.span() for pattern in patterns for match in pattern.finditer(folded)]
    return [(start, end) for start, end in spans if len(folded[start:end].split()) <= _LONGEST_CUE]


_LONGEST_CUE = 4  # words

_FIGURE = re.compile(r"bao nhieu|ty le|phan tram|how many|how much|percent")

# Words that carry no topic: function words and words of asking. A question's content
# words are what is left; on them an answer is measured.
NO_TOPIC_VI = frozenset(
    "ai anh à ạ ba bao bây bằng bị bởi các cái cần chi cho chứ chưa chúng chị chỉ con có còn của cũng cùng cứ do dùng dạ đang đã đây đâu đấy để đến đều đi đó "
    "đối được đưa em gì gồm giờ giúp hay hãy hỏi hơn họ hoặc hôm không khi ko kia kể khác là lại làm lên lúc lần mà mấy mình mong một mỗi muốn này nào nên nếu "
    "ngày ngoài nhau nhé nhỉ nhiêu nhiều như nhưng những nữa nó nộp gửi nơi ở ông phải qua quy ra rằng rồi sao sau sẽ tất cả tại tao theo thế thì thôi thuộc "
    "tôi tới trên trong trước từ tuy từng ừ và vào vậy vẫn về vì việc với vụ vừa xem xin xong y yêu cầu biết năm tháng quý hằng hàng kỳ chốt giao nhận "
    "cụ thể nội dung quy định kho hiện nêu nói đơn vị cơ quan bên phía chỗ liên j dc đc vs".split()
)
NO_TOPIC_FOLDED = frozenset(strip_diacritics(word) for word in NO_TOPIC_VI)
NO_TOPIC_EN = frozenset(
    "a about all am an and any are as asked at be been by can could did do does done each every for from get give given gives had has have how i if in into is it its "
    "just let list many may me more most much must my need needs no not of on one or our out over own please said say says shall should show so some such take tell than "
    "that the their them then there these they this those to told up us use was we were what when where which who whom whose why will with within would you your according "
    "document documents letter plan directive text clause corpus date dates day deadline due often times time year month department office unit agency body responsible "
    "duty duties task tasks work job thing things supposed expected required happen happens long locality localities place places area areas unit units half quarter through via whom".split()
)
