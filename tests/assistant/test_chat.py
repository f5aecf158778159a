"""What the page shows of a conversation, without a browser."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.api.services import Services
from assistant.chat.conversation import Asker, Conversation, Shown, Turns
from assistant.chat.messages import Turn, answer_with_citations, markdown_html, turn_html
from assistant.chat.texts import TEXTS
from assistant.facets import Narrowing
from assistant.request import MAX_TURNS
from vectorstore.errors import Busy

VI = TEXTS["vi"]
ASKER = Asker("vi", "a" * 32)


@pytest.fixture
def conversation(services: Services) -> Conversation:
    return Conversation(services.assistant, lambda language: ["Ai trực <canh> lửa?"], services.library)


@pytest.fixture
def answer(services: Services) -> Answer:
    return services.assistant.ask("Ai trực canh lửa?")


def last(conversation: Conversation, question: str, turns: Turns = ()) -> Shown:
    *_, shown = conversation.ask(question, turns, ASKER)
    return shown


# -- one turn


MARKDOWN: dict[str, tuple[str, str]] = {
    "bold and lists": ("**a**\n\n- b", "<p><strong>a</strong></p>\n<ul>\n<li>b</li>\n</ul>\n"),
    "raw HTML is text": ("<b>a</b> <script>x</script>", "<p>&lt;b&gt;a&lt;/b&gt; &lt;script&gt;x&lt;/script&gt;</p>\n"),
    "a block of raw HTML is text": ("<div onclick=x>", "<p>&lt;div onclick=x&gt;</p>\n"),
    "no links": ("[a](javascript:x)", "<p>[a](javascript:x)</p>\n"),
    "no images": ("![a](http://x/y.png)", "<p>![a](http://x/y.png)</p>\n"),
    "no bare addresses": ("<http://x.example>", "<p>&lt;http://x.example&gt;</p>\n"),
}


@pytest.mark.parametrize(("markdown", "html"), MARKDOWN.values(), ids=MARKDOWN.keys())
def test_markdown_brings_no_html_and_no_links(markdown: str, html: str) -> None:
    assert markdown_html(markdown, {}, VI) == html


def test_markers_become_buttons_that_name_their_clause(answer: Answer) -> None:
    shown = turn_html(Turn("Hỏi", answer=answer), "vi")
    citation = answer.citations[0]
    chips = re.findall(r'<button type="button" class="dc-cite" [^>]*>1</button>', shown)
    assert len(chips) == 2  # in the answer, and in the list under it
    for chip in chips:
        assert f'data-document="{citation.document_id}" data-clause="I.1-1"' in chip
        assert f'data-start="{citation.start}" data-end="{citation.end}"' in chip
        assert 'aria-label="Mở trích dẫn 1: gạch đầu dòng thứ 1, mục I.1 Kế hoạch' in chip


def test_a_marker_without_citation_stays_as_it_is(answer: Answer) -> None:
    shown = turn_html(Turn("Hỏi", answer=replace(answer, answer="Theo [9] và [1].")), "vi")
    assert "Theo [9] và <button" in shown


def test_a_turn_escapes_whatever_it_is_given(answer: Answer) -> None:
    evil = "<img src=x onerror=alert(1)>"
    quoted = replace(answer.citations[0], quote=evil, official=evil + '"', path=evil + '"')
    noted = replace(answer, citations=(quoted,), notes=(replace(answer.notes[0], text=evil),), follow_ups=(evil,))
    shown = turn_html(Turn(evil, answer=noted), "vi")
    assert "<img" not in shown
    assert 'data-clause="&lt;img src=x onerror=alert(1)&gt;&quot;"' in shown


def test_an_answer_shows_quotes_notes_and_follow_ups(answer: Answer) -> None:
    shown = turn_html(Turn("Hỏi", answer=answer), "vi")
    assert "<blockquote>Trực canh lửa 24/24 giờ &amp; báo cáo hằng tuần.</blockquote>" in shown
    assert "Kế hoạch của năm 2024." in shown
    assert 'data-ask="Ai gắn biển báo?"' in shown


@pytest.mark.parametrize(("count", "opened"), [(1, True), (4, True), (5, False)])
def test_a_long_list_of_citations_is_folded(answer: Answer, count: int, opened: bool) -> None:
    many = replace(answer, citations=tuple(replace(answer.citations[0], marker=i) for i in range(1, count + 1)))
    assert ('<details class="dc-citations" open>' in turn_html(Turn("Hỏi", answer=many), "vi")) is opened


def test_a_refusal_shows_its_message_and_what_is_nearest(services: Services) -> None:
    shown = turn_html(Turn("Hỏi", answer=services.assistant.ask("Ai trả tiền?!")), "vi")
    assert VI.refused in shown
    assert "Văn bản không nêu việc này." in shown
    assert 'data-clause="I.1-2"' in shown


@pytest.mark.parametrize(
    ("turn", "busy"), [(Turn("a"), "true"), (Turn("a", partial="b [1]"), "true"), (Turn("a", failure="c"), "false")]
)
def test_a_turn_says_whether_it_is_finished(turn: Turn, busy: str) -> None:
    assert f'aria-busy="{busy}"' in turn_html(turn, "vi")


# -- the conversation


def test_asking_streams_and_ends_with_the_answer(conversation: Conversation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.chat.conversation._REFRESH_S", 0)
    first, *between, final = conversation.ask("Ai trực canh lửa?", (), ASKER)
    assert VI.thinking in first.latest
    assert all((step.turns, step.earlier) == ((), None) for step in between)
    assert any("dc-pending" in step.latest for step in between)
    assert final.turns[0].answer is not None
    assert 'class="dc-cite" data-document' in final.latest


def test_what_was_said_is_the_history_of_the_next_question(conversation: Conversation, assistant: Any) -> None:
    turns = last(conversation, "Ai trực canh lửa?").turns
    first, *_, final = conversation.ask("Khi nào?", turns, ASKER)
    assert list(assistant.asked[-1]["history"]) == [("Ai trực canh lửa?", "**Hạt Kiểm lâm** trực canh lửa [1].")]
    assert "Ai trực canh lửa?" in (first.earlier or "")
    assert "Khi nào?" in final.latest


def test_the_history_is_not_without_end(conversation: Conversation, answer: Answer, assistant: Any) -> None:
    last(conversation, "Nữa?", (Turn("a", answer=answer),) * (MAX_TURNS + 9))
    assert len(assistant.asked[-1]["history"]) == MAX_TURNS


def test_two_visitors_do_not_meet(conversation: Conversation, assistant: Any) -> None:
    last(conversation, "Câu của người thứ nhất")
    shown = list(conversation.ask("Câu của người thứ hai", (), Asker("vi", "b" * 32)))
    assert [turn.question for turn in shown[-1].turns] == ["Câu của người thứ hai"]
    assert not any("thứ nhất" in (step.earlier or "") + step.latest for step in shown)
    assert list(assistant.asked[-1]["history"]) == []


def test_a_failure_is_told_and_the_conversation_goes_on(conversation: Conversation, assistant: Any) -> None:
    assistant.failure = Busy(Path("/x"))
    shown = last(conversation, "Ai trực?")
    assert "Hãy thử lại" in shown.latest
    assistant.failure = None
    assert len(last(conversation, "Ai trực?", shown.turns).turns) == 2


IGNORED = {"nothing": "", "white space": " \n ", "control characters": "\u0000\u200b"}


@pytest.mark.parametrize("question", IGNORED.values(), ids=IGNORED.keys())
def test_an_empty_question_asks_nothing(conversation: Conversation, assistant: Any, question: str) -> None:
    assert list(conversation.ask(question, (), ASKER)) == []
    assert assistant.asked == []


def test_a_question_too_long_is_told(conversation: Conversation, assistant: Any) -> None:
    assert "2000" in last(conversation, "a" * 2001).latest
    assert assistant.asked == []


def test_the_greeting_offers_the_examples(conversation: Conversation) -> None:
    shown = conversation.earlier((), "vi")
    assert "Bạn cần tra cứu điều gì?" in shown
    assert 'data-ask="Ai trực &lt;canh&gt; lửa?"' in shown
    assert "What do you want to look up?" in conversation.earlier((), "en")


def test_an_empty_store_asks_for_documents(conversation: Conversation, services: Services) -> None:
    for card in services.library.cards():
        services.library.remove(card.id)
    shown = conversation.earlier((), "vi")
    assert 'href="/?tab=documents"' in shown
    assert "data-ask" not in shown


def test_the_page_anew_has_every_turn_or_the_greeting(conversation: Conversation) -> None:
    turns = last(conversation, "Khi nào?", last(conversation, "Ai trực?").turns).turns
    shown = conversation.whole(turns, "en")
    assert "Ai trực?" in (shown.earlier or "")
    assert "Khi nào?" in shown.latest
    assert "Bạn cần" in (conversation.whole((), "vi").earlier or "")


# -- what is kept


def test_a_conversation_is_kept_and_opened_again_by_its_address(conversation: Conversation) -> None:
    turns = last(conversation, "Khi nào?", last(conversation, "Ai trực?").turns).turns
    assert [(turn.conversation != "", turn.ordinal) for turn in turns] == [(True, 0), (True, 1)]
    assert conversation.reopened(turns[0].conversation, ASKER.visitor) == turns
    assert f'data-conversation="{turns[0].conversation}" data-ordinal="1"' in turn_html(turns[1], "vi")


def test_what_is_asked_in_the_conversation_of_another_begins_a_new_one(conversation: Conversation) -> None:
    turns = last(conversation, "Ai trực?").turns
    other = Asker("vi", "b" * 32)
    shared = conversation.reopened(turns[0].conversation, other.visitor)
    assert [turn.conversation for turn in shared] == [""]
    *_, shown = conversation.ask("Khi nào?", shared, other)
    assert len({turn.conversation for turn in shown.turns} | {turns[0].conversation}) == 2
    assert len(conversation.reopened(turns[0].conversation, ASKER.visitor)) == 1


def test_without_a_cookie_nothing_is_kept(conversation: Conversation) -> None:
    *_, shown = conversation.ask("Ai trực?", (), Asker())
    assert shown.turns[0].conversation == ""
    assert "dc-verdict" not in shown.latest


def test_an_address_of_no_conversation_opens_an_empty_one(conversation: Conversation) -> None:
    assert conversation.reopened("x", ASKER.visitor) == ()


NARROWED: dict[str, tuple[Narrowing, bool]] = {
    "by place": (Narrowing(place="Hòa Bình"), True),
    "by year and kind": (Narrowing(year="2024", kind="kế hoạch"), True),
    "to nothing": (Narrowing(year="1999"), False),
}


@pytest.mark.parametrize(("narrowing", "asked"), NARROWED.values(), ids=NARROWED.keys())
def test_a_question_is_narrowed(
    conversation: Conversation, services: Services, assistant: Any, narrowing: Narrowing, asked: bool
) -> None:
    *_, shown = conversation.ask("Ai trực?", (), Asker("vi", narrowing=narrowing))
    known = [card.id for card in services.library.cards()]
    assert [call["documents"] for call in assistant.asked] == ([known] if asked else [])
    assert ("Hãy bớt điều kiện" in shown.latest) is not asked


def test_an_answer_is_copied_with_its_citations(answer: Answer) -> None:
    copied = answer_with_citations(answer)
    assert copied.startswith("Hạt Kiểm lâm trực canh lửa [1].\n")
    assert f"[1] {answer.citations[0].official}: “{answer.citations[0].quote}”" in copied
