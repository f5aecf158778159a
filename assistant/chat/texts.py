"""Every word of the interface, in Vietnamese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """The interface in one language."""

    title: str
    tagline: str
    switch: str  # names the other language, on the button that switches to it
    greeting: str
    greeting_more: str
    examples: str
    placeholder: str
    new_chat: str
    you: str
    citations: str
    nearest: str
    notes: str
    refused: str
    follow_ups: str
    open_citation: str  # {marker} and {label} are filled in
    thinking: str
    failed: str
    panel: str
    panel_empty: str
    documents: str
    no_documents: str
    no_number: str
    copy: str
    copied: str
    download: str
    close: str
    loading: str
    not_loaded: str


TEXTS: Mapping[str, Texts] = {
    "vi": Texts(
        title="Dẫn Chiếu",
        tagline="Hỏi đáp văn bản chỉ đạo, mỗi ý dẫn đến đúng số văn bản và điều khoản",
        switch="English",
        greeting="Bạn cần tra cứu điều gì?",
        greeting_more="Câu trả lời trích nguyên văn từ văn bản trong kho. Bấm vào số trích dẫn "
        "để mở đúng đoạn ở khung bên cạnh.",
        examples="Câu hỏi ví dụ",
        placeholder="Hỏi về một văn bản, một đơn vị, một thời hạn…",
        new_chat="Hỏi mới",
        you="Bạn",
        citations="Trích dẫn",
        nearest="Gần nhất trong kho",
        notes="Lưu ý",
        refused="Chưa đủ căn cứ để trả lời",
        follow_ups="Hỏi tiếp",
        open_citation="Mở trích dẫn {marker}: {label}",
        thinking="Đang tìm trong văn bản…",
        failed="Chưa trả lời được",
        panel="Văn bản",
        panel_empty="Bấm vào một số trích dẫn, hoặc chọn văn bản dưới đây.",
        documents="Văn bản trong kho",
        no_documents="Kho chưa có văn bản nào. Nạp bằng lệnh: danchieu ingest THƯ_MỤC",
        no_number="(chưa ghi số)",
        copy="Sao chép trích dẫn",
        copied="Đã sao chép",
        download="Tải tệp gốc",
        close="Đóng văn bản",
        loading="Đang mở văn bản…",
        not_loaded="Không mở được văn bản. Hãy thử lại.",
    ),
    "en": Texts(
        title="Dẫn Chiếu",
        tagline="Answers about directives, every statement cited to its document number and clause",
        switch="Tiếng Việt",
        greeting="What do you want to look up?",
        greeting_more="Answers quote the documents in the store word for word. Click a citation "
        "number to open the very passage beside it.",
        examples="Example questions",
        placeholder="Ask about a document, a department, a deadline…",
        new_chat="New chat",
        you="You",
        citations="Citations",
        nearest="Nearest in the store",
        notes="Notes",
        refused="Not enough evidence to answer",
        follow_ups="Ask next",
        open_citation="Open citation {marker}: {label}",
        thinking="Looking through the documents…",
        failed="No answer this time",
        panel="Document",
        panel_empty="Click a citation number, or choose a document below.",
        documents="Documents in the store",
        no_documents="The store is empty. Add documents with: danchieu ingest FOLDER",
        no_number="(no number printed)",
        copy="Copy citation",
        copied="Copied",
        download="Download original file",
        close="Close document",
        loading="Opening the document…",
        not_loaded="The document could not be opened. Try again.",
    ),
}
