"""What stands around the chat: the bar above it, and the panel beside it while no document is open."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.chat.templating import render, speaker
from assistant.chat.views.request import ViewRequest
from assistant.citing import name_of
from assistant.facets import NAMES, Narrowing, options
from assistant.standing import newest_first
from vectorstore.conversations import KeptCard

_LATEST = 8  # documents in the panel
_CHOICES = 300  # documents in a list to choose from; of more, one is chosen on its own page

Facet = tuple[str, str, str, Sequence[tuple[str, str]]]  # name, label, what stands for any, values as shown


def facet_fields(request: ViewRequest) -> list[Facet]:
    """The form's fields that narrow by the headers of the corpus."""
    say = speaker(request.language)
    labels = {"place": say("Nơi ban hành", "Place"), "year": say("Năm", "Year"), "kind": say("Loại", "Kind")}
    cards = request.cards()
    found = {name: [(value, f"{value} ({count})") for value, count in options(cards, name)] for name in NAMES}
    return [(name, labels[name], say("Tất cả", "All"), found[name]) for name in NAMES]


def ask_bar(request: ViewRequest) -> str:
    """Buttons of the conversation, and the form that narrows what it may be answered from."""
    say = speaker(request.language)
    narrowing = Narrowing.of(request.query)
    fields = facet_fields(request)
    cards = request.cards()
    within = [
        (card.id, name_of(card.header)) for card in cards if len(cards) <= _CHOICES or card.id == narrowing.within
    ]
    fields.append(("within", say("Văn bản", "Document"), say("Tất cả", "All"), within))
    chosen = {name: getattr(narrowing, name) for name, *_ in fields}
    shown = [dict(values).get(chosen[name], chosen[name]) for name, _, _, values in fields if chosen[name]]
    clear = request.link(**dict.fromkeys((*NAMES, "within")))
    return render(
        "ask_bar", request.language, facets=fields, chosen=chosen, narrowed=" · ".join(shown), clear=clear
    )  # fmt: skip


def home_panel(request: ViewRequest) -> str:
    """The visitor's conversations, and the latest documents."""
    find = request.get("find")
    kept = request.services.library.conversations
    cards = sorted(request.cards(), key=lambda card: newest_first(card.header))

    def address(card: KeptCard) -> str:
        return request.to("ask", chat=card.id)

    return render(
        "home",
        request.language,
        conversations=kept.cards(request.visitor, find) if request.visitor else [],
        find=find,
        account=request.caller.account,
        address=address,
        documents=cards[:_LATEST],
        total=len(cards),
        all_documents=request.to("documents"),
    )
