"""The kinds of questions, the words by which they are asked, and those that carry no topic.

All are matched on lower-case text without diacritics, so that one table serves every
way of typing.
"""

from __future__ import annotations

import re
from enum import StrEnum

from assistant.asking.classifier import load_classifier
from ingest.spelling import bare, strip_diacritics


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
    CONDITION = "condition"  # when something may or must be done, what is forbidden, how it goes
    LIST = "list"  # everything of a kind
    COMPARE = "compare"  # places, documents or years side by side
    PRECEDENT = "precedent"  # how others have worded something
    SUMMARY = "summary"  # what a document says, in short
    YES_NO = "yes-no"  # whether something is so
    CHATTER = "chatter"  # nothing that directives are about


HEADER_KINDS = frozenset(
    {Kind.SIGNER, Kind.NUMBER, Kind.DATE, Kind.ADDRESSEES, Kind.RECIPIENTS, Kind.SUBJECT, Kind.ISSUER}
)

FORMS = frozenset({Kind.LIST, Kind.COMPARE, Kind.YES_NO})  # how something is asked for, beside what


def kinds_of(spelt: str) -> frozenset[Kind]:
    """What a question asks for, by its words alone; learnt, see `assistant.asking`.

    Args:
        spelt: lower case, words apart by one space, diacritics as typed; see `spelt_words`.
    """
    folded = bare(spelt)
    forms = {form: pattern for form, pattern in _FORMS.items() if pattern.search(folded)}
    formal = [match.span() for pattern in forms.values() for match in pattern.finditer(folded)]
    rest = "".join(" " if any(start <= at < end for start, end in formal) else c for at, c in enumerate(spelt))
    classifier, alone = load_classifier(), " ".join(rest.split())
    asked = classifier.kinds(spelt) if alone == spelt else classifier.kinds(alone) | classifier.kinds(spelt)
    return frozenset(map(Kind, asked)) | forms.keys()


# A form of asking goes with any matter; what is asked for in that form is read without these words.
_FORMS = {
    Kind.LIST: re.compile(
        r"\b(?:liet ke(?: ra)?|ke (?:ra|het|ten)(?: giup)?|cho (?:xin |toi |em )?(?:danh sach|list)|trong kho(?: co)?|nhung ai|list (?:all|every|each|cac|nhung|ra|giup)|"
        r"(?:please|you) list|(?:give|show|name|tell)(?: me)? (?:all|each|every|a list|the list))\b|^(?:lap danh sach|thong ke|list)\b"
    ),
    Kind.YES_NO: re.compile(
        r"\b(?:(?:co )?phai (?:khong|ko|k|hong)|dung (?:khong|ko|k|hong)|co phai|co dung|right|correct)\b"
    ),
    Kind.COMPARE: re.compile(
        r"\b(?:(?:lap bang )?so sanh(?: giup)?|doi chieu|so voi|khac nhau (?:the nao|ra sao|o cho nao|cho nao|gi)?|giong nhau (?:khong|ko)?|khop nhau (?:khong|ko)?|co khop (?:khong|ko)?|chenh (?:nhau )?(?:sao|the nao|bao nhieu)?|compare[ds]?|differ(?:s|ent|ence)?|versus)\b"
    ),
}


# Words of time that say which of several deadlines is meant; of a deadline they are no topic.
_TIME = re.compile(
    r"6 thang(?: dau nam)?|nua dau(?: nam)?|nua cuoi(?: nam)?|ca nam|dau nam|cuoi nam|hang (?:nam|quy|thang|tuan)|moi (?:nam|quy|thang|tuan)|so ket|tong ket|han (?:cuoi|chot)|"
    r"so lieu|dau moi"
)


def time_is_named(folded: str) -> bool:
    """Whether a question says which of several deadlines it means: "cả 6 tháng lẫn cả năm"."""
    return bool(_TIME.search(folded))


def cue_spans(spelt: str, kinds: frozenset[Kind]) -> list[tuple[int, int]]:
    """Where the words stand by which a question asks for some kinds, and those that say which deadline it means."""
    folded = bare(spelt)
    spans = list(load_classifier().words_of_asking(spelt, kinds))
    forms = [_DOCUMENTS, *(pattern for form, pattern in _FORMS.items() if form in kinds)]
    spans += [match.span() for pattern in forms for match in pattern.finditer(folded)]
    return [*spans, *(match.span() for match in _TIME.finditer(folded))] if Kind.DEADLINE in kinds else spans


_DOCUMENTS = re.compile(r"\b(?:(?:cac|nhung) )?van ban(?: nao)?\b")  # what every question is about


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
    "duty duties task tasks work job thing things supposed expected required happen happens long locality localities place places area areas unit units half quarter through via whom "
    "ask asks asked led lead leads call called calls still another both between change changed want wants back made makes make put puts set sets lost lose loses around "
    "under over before after during without since until upon off against per above below behind except besides regarding concerning not yet ever never always only even also "
    "january february march april june july august september october november december monday tuesday wednesday thursday friday "
    "right true correct really actually exactly now today next last first second new own".split()
)
