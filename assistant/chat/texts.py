"""Every word of the interface, in Vietnamese and in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Texts:
    """The interface in one language."""

    title: str
    switch: str  # names the other language, on the button that switches to it
    placeholder: str
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
    no_number: str
    copy: str
    copied: str
    download: str
    close: str
    loading: str
    not_loaded: str
    copy_answer: str
    good: str
    bad: str
    reason: str
    reasons: tuple[str, ...]
    reason_more: str
    right_place: str
    right_document: str
    right_clause: str
    send: str
    cancel: str
    thanks: str
    new_title: str
    address_copied: str
    view_loading: str
    view_failed: str
    retry: str
    uploading: str
    reading: str  # {file}, {page} are filled in
    cancelled: str
    outcomes: dict[str, str]
    open_it: str
    inserted: str
    dark: str
    stop: str
    conversation: str
    page: str
    images: str
    whole_page: str


TEXTS: Mapping[str, Texts] = {
    "vi": Texts(
        title="Dẫn Chiếu",
        switch="English",
        placeholder="Hỏi về một văn bản, một đơn vị, một thời hạn…",
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
        no_number="(chưa ghi số)",
        copy="Sao chép trích dẫn",
        copied="Đã sao chép",
        download="Tải tệp gốc",
        close="Đóng văn bản",
        loading="Đang mở văn bản…",
        not_loaded="Không mở được văn bản. Hãy thử lại.",
        copy_answer="Sao chép câu trả lời",
        good="Câu trả lời tốt",
        bad="Câu trả lời chưa tốt",
        reason="Chưa tốt ở đâu? Câu hỏi, câu trả lời và ý kiến này sẽ vào danh sách xem lại.",
        reasons=("Sai điều khoản", "Thiếu ý", "Lẽ ra trả lời được", "Lẽ ra phải từ chối", "Khác"),
        reason_more="Nói thêm (không bắt buộc)",
        right_place="Chỉ ra nơi trả lời đúng (không bắt buộc)",
        right_document="Tìm văn bản",
        right_clause="Tìm điều, khoản",
        send="Gửi",
        cancel="Thôi",
        thanks="Đã ghi nhận, cảm ơn bạn.",
        new_title="Tên mới của hội thoại",
        address_copied="Đã sao chép địa chỉ",
        view_loading="Đang tải…",
        view_failed="Không tải được. Hãy kiểm tra máy chủ còn chạy rồi thử lại.",
        retry="Thử lại",
        uploading="Đang gửi tệp",
        reading="Đang đọc {file}, trang {page}",
        cancelled="Đã dừng. Tệp đã đọc xong thì ở trong kho; tệp đang đọc dở thì không.",
        outcomes={
            "added": "đã thêm",
            "replaced": "đã thay",
            "unchanged": "không đổi",
            "failed": "không đọc được",
            "removed": "đã gỡ",
        },
        open_it="Mở",
        inserted="Đã chèn vào bản thảo",
        dark="Nền tối",
        stop="Dừng",
        conversation="Hội thoại",
        page="Trang",
        images="Ảnh trang",
        whole_page="Mục lục và liên kết",
    ),
    "en": Texts(
        title="Dẫn Chiếu",
        switch="Tiếng Việt",
        placeholder="Ask about a document, a department, a deadline…",
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
        no_number="(no number printed)",
        copy="Copy citation",
        copied="Copied",
        download="Download original file",
        close="Close document",
        loading="Opening the document…",
        not_loaded="The document could not be opened. Try again.",
        copy_answer="Copy answer",
        good="Good answer",
        bad="Bad answer",
        reason="What is wrong with it? The question, the answer and this go to the review list.",
        reasons=("Wrong clause", "Incomplete", "Should have been answered", "Should have been refused", "Other"),
        reason_more="More (optional)",
        right_place="Name the right place (optional)",
        right_document="Find the document",
        right_clause="Find the clause",
        send="Send",
        cancel="Cancel",
        thanks="Noted, thank you.",
        new_title="New title of the conversation",
        address_copied="Address copied",
        view_loading="Loading…",
        view_failed="It could not be loaded. See whether the server runs, and try again.",
        retry="Try again",
        uploading="Sending the files",
        reading="Reading {file}, page {page}",
        cancelled="Stopped. What was read is in the store; the file being read is not.",
        outcomes={
            "added": "added",
            "replaced": "replaced",
            "unchanged": "unchanged",
            "failed": "not readable",
            "removed": "removed",
        },
        open_it="Open",
        inserted="Inserted into the draft",
        dark="Dark background",
        stop="Stop",
        conversation="Conversation",
        page="Page",
        images="Page images",
        whole_page="Contents and links",
    ),
}
