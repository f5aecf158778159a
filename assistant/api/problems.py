"""The one table from what went wrong to what the user is told: HTTP status and two sentences.

The command line and the chat take their sentences from here too, so this module imports no
web framework.
"""

from __future__ import annotations

from assistant.api import errors as api
from assistant.api.access_problems import ACCESS_PROBLEMS
from assistant.api.problem import Problem
from assistant.request import MAX_QUESTION, QuestionEmpty, QuestionTooLong
from ingest import errors as ingest
from vectorstore import errors as vectorstore

PROBLEMS: dict[type[Exception], Problem] = {
    **ACCESS_PROBLEMS,
    # -- files
    ingest.UnreadableFile: Problem(
        422,
        "unreadable-file",
        "Không đọc được tệp {subject}: nội dung hỏng hoặc không đúng định dạng của đuôi tệp. "
        "Hãy mở tệp bằng chương trình đã tạo ra nó, lưu lại rồi nạp lần nữa.",
        "{subject} cannot be read: it is damaged or not what its suffix says. "
        "Open it in the program that made it, save it again and retry.",
    ),
    ingest.UnsupportedFormat: Problem(
        415,
        "unsupported-format",
        "Chưa đọc được định dạng của tệp {subject}. Hãy lưu văn bản thành định dạng đọc được, như .txt, rồi nạp lại.",
        "The format of {subject} is not supported. Save it in one that is, such as .txt, and retry.",
    ),
    ingest.EmptyFile: Problem(
        422,
        "empty-file",
        "Tệp {subject} không có nội dung. Hãy kiểm tra lại tệp gốc.",
        "{subject} has nothing to read in it. Check the original file.",
    ),
    ingest.TooLarge: Problem(
        413,
        "file-too-large",
        "Tệp {subject} vượt giới hạn dung lượng. Hãy tách tệp, hoặc tăng DANCHIEU_MAX_FILE_MB.",
        "{subject} is over the size limit. Split it, or raise DANCHIEU_MAX_FILE_MB.",
    ),
    ingest.NoPermission: Problem(
        403,
        "no-permission",
        "Không có quyền mở {subject}. Hãy cấp quyền đọc cho tài khoản chạy Dẫn Chiếu.",
        "No permission to open {subject}. Let the account that runs Dẫn Chiếu read it.",
    ),
    ingest.NotFound: Problem(
        404,
        "file-not-found",
        "Không có tệp hay thư mục {subject}. Hãy kiểm tra lại đường dẫn.",
        "There is no file or folder {subject}. Check the path.",
    ),
    ingest.Encrypted: Problem(
        422,
        "encrypted",
        "Tệp {subject} có mật khẩu. Hãy mở tệp, bỏ mật khẩu, lưu lại rồi nạp lần nữa.",
        "{subject} is protected by a password. Open it, remove the password, save it and retry.",
    ),
    ingest.MissingProgram: Problem(
        501,
        "missing-program",
        "Máy này thiếu chương trình để đọc định dạng của {subject}. Hãy cài gói được nêu trong lý do rồi nạp lại.",
        "This machine lacks the program that reads the format of {subject}. "
        "Install the package that the reason names and retry.",
    ),
    ingest.TooDemanding: Problem(
        422,
        "too-demanding",
        "Đọc tệp {subject} tốn quá nhiều thời gian hoặc bộ nhớ. Hãy chia nhỏ tệp, hoặc nâng giới hạn trong cài đặt.",
        "Reading {subject} took too much time or memory. Split it, or raise the limits in the settings.",
    ),
    # -- the store
    vectorstore.DiskFull: Problem(
        507,
        "disk-full",
        "Ổ đĩa đã đầy. Hãy giải phóng dung lượng rồi làm lại; chưa có gì bị ghi dở.",
        "The disk is full. Free some space and retry; nothing was half written.",
    ),
    vectorstore.Busy: Problem(
        503,
        "store-busy",
        "Kho đang được một tiến trình khác ghi. Hãy thử lại sau ít phút.",
        "Another process is writing to the store. Try again in a few minutes.",
    ),
    vectorstore.InUse: Problem(
        503,
        "store-in-use",
        "Kho do bản cũ ghi, phải nâng cấp, mà một chương trình khác đang mở nó. Hãy dừng “danchieu serve” rồi chạy lại.",
        "An earlier version wrote the store; to upgrade it, stop the other program that has it open, and retry.",
    ),
    vectorstore.ReadOnly: Problem(
        500,
        "store-read-only",
        "Không ghi được vào kho. Hãy kiểm tra quyền ghi của thư mục DANCHIEU_HOME.",
        "The store cannot be written. Check the permissions of the folder DANCHIEU_HOME.",
    ),
    vectorstore.Damaged: Problem(
        500,
        "store-damaged",
        "Kho bị hỏng. Hãy chạy “danchieu doctor --repair” để cứu những gì còn đọc được, hoặc “danchieu restore” từ bản sao lưu.",
        "The store is damaged. Run “danchieu doctor --repair” to mend what can be read, or “danchieu restore” a backup.",
    ),
    vectorstore.NewerVersion: Problem(
        500,
        "store-newer",
        "Kho do một phiên bản Dẫn Chiếu mới hơn tạo ra. Hãy cập nhật chương trình.",
        "The store was written by a later version of Dẫn Chiếu. Update the program.",
    ),
    vectorstore.NoStore: Problem(
        404,
        "no-store",
        "Ở đây chưa có kho văn bản. Hãy kiểm tra DANCHIEU_HOME hoặc --home.",
        "There is no store here. Check DANCHIEU_HOME or --home.",
    ),
    vectorstore.StoreNotEmpty: Problem(
        409,
        "store-not-empty",
        "Kho đang có văn bản. Thêm --replace nếu muốn thay tất cả bằng bản sao lưu.",
        "The store holds documents. Say --replace to replace them all with the backup.",
    ),
    vectorstore.BackupInvalid: Problem(
        422,
        "backup-invalid",
        "Tệp này không phải bản sao lưu còn nguyên vẹn. Hãy chọn bản sao lưu khác.",
        "This file is no intact backup. Choose another one.",
    ),
    vectorstore.DatabaseUnknown: Problem(
        500,
        "database-unknown",
        "Địa chỉ cơ sở dữ liệu không hiểu được. DANCHIEU_DATABASE_URL có dạng postgresql://người-dùng:mật-khẩu@máy/tên.",
        "The address of the database is not understood. DANCHIEU_DATABASE_URL reads postgresql://user:password@host/name.",
    ),
    vectorstore.DatabaseUnreachable: Problem(
        503,
        "database-unreachable",
        "Không nối được cơ sở dữ liệu. Hãy kiểm tra DANCHIEU_DATABASE_URL và máy chủ PostgreSQL, rồi thử lại.",
        "The database cannot be reached. Check DANCHIEU_DATABASE_URL and the PostgreSQL server, then retry.",
    ),
    vectorstore.IndexFailed: Problem(
        500,
        "index-failed",
        "Chỉ mục tìm kiếm gặp lỗi. Hãy dừng chương trình rồi chạy “danchieu doctor --repair” để dựng lại.",
        "A search index failed. Stop the program and run “danchieu doctor --repair” to build it anew.",
    ),
    vectorstore.EmbedderNotFound: Problem(
        500,
        "embedder-not-found",
        "Không nạp được mô hình nhúng. Hãy kiểm tra DANCHIEU_EMBEDDER và tải mô hình về máy trước.",
        "The embedding model cannot be loaded. Check DANCHIEU_EMBEDDER and put the model on this machine first.",
    ),
    vectorstore.VectorstoreError: Problem(
        500,
        "store-failed",
        "Kho gặp lỗi; chi tiết đã ghi vào nhật ký. Hãy thử lại; nếu vẫn lỗi, hãy khởi động lại chương trình.",
        "The store failed; the log has the details. Try again, and restart the program if it goes on.",
    ),
    # -- questions
    QuestionEmpty: Problem(
        422,
        "question-empty",
        "Câu hỏi đang để trống. Hãy nhập câu hỏi.",
        "The question is empty. Type a question.",
    ),
    QuestionTooLong: Problem(
        422,
        "question-too-long",
        f"Câu hỏi dài quá {MAX_QUESTION} ký tự. Hãy rút gọn, hoặc hỏi từng ý một.",
        f"The question is longer than {MAX_QUESTION} characters. Shorten it, or ask one thing at a time.",
    ),
    # -- requests
    api.NoSuchDocument: Problem(
        404,
        "no-such-document",
        "Không có văn bản “{subject}” trong kho; có thể văn bản đã bị gỡ. Hãy chọn lại trong danh sách.",
        "There is no document “{subject}” in the store; it may have been removed. Choose one from the list.",
    ),
    api.NoSuchClause: Problem(
        404,
        "no-such-clause",
        "Văn bản không có mục “{subject}”; có thể văn bản đã được thay bằng bản mới. Hãy mở lại văn bản.",
        "The document has no clause “{subject}”; it may have been replaced. Open the document again.",
    ),
    api.NoSuchModel: Problem(
        404,
        "no-such-model",
        "Không có mô hình “{subject}” ở đây; hãy đặt tên mô hình là “danchieu”.",
        "There is no model “{subject}” here; call it “danchieu”.",
    ),
    api.NoSuchConversation: Problem(
        404,
        "no-such-conversation",
        "Không có hội thoại này, hoặc nó là của trình duyệt khác nên không sửa được. Hãy chọn lại trong danh sách.",
        "There is no such conversation, or it is another browser's and cannot be changed. Choose one from the list.",
    ),
    api.NoSuchReview: Problem(
        404,
        "no-such-review",
        "Ý kiến này không còn trong danh sách. Hãy tải lại trang.",
        "This review is no longer on the list. Load the page again.",
    ),
    api.NoEvaluation: Problem(
        404,
        "no-evaluation",
        "Kho này chưa có báo cáo đánh giá. Hãy chạy lệnh danchieu eval --report với thư mục evaluation của kho.",
        "This store has no evaluation report. Run danchieu eval --report with the folder evaluation of the store.",
    ),
    api.FileGone: Problem(
        410,
        "file-gone",
        "Tệp gốc {subject} không còn ở chỗ cũ. Nội dung đã nạp vẫn xem được; muốn tải tệp, hãy nạp lại.",
        "The original file {subject} is not where it was. Its text can still be read; "
        "to download it, hand it in again.",
    ),
    api.FileChanged: Problem(
        409,
        "file-changed",
        "Tệp gốc {subject} đã bị sửa sau khi nạp. Hãy nạp lại để nội dung và tệp khớp nhau.",
        "The original file {subject} was changed after it was read. Hand it in again so that both agree.",
    ),
    api.UploadTooLarge: Problem(
        413,
        "upload-too-large",
        "Dữ liệu gửi lên vượt giới hạn. Hãy gửi ít tệp hơn mỗi lần, hoặc tệp nhỏ hơn.",
        "The upload is over the limit. Send fewer files at a time, or smaller ones.",
    ),
    api.ForeignOrigin: Problem(
        403,
        "foreign-origin",
        "Yêu cầu đến từ một trang khác nên bị từ chối. Hãy thao tác trên trang của Dẫn Chiếu.",
        "The request comes from another site and is refused. Use the page of Dẫn Chiếu itself.",
    ),
    api.Closed: Problem(
        404,
        "closed",
        "Chức năng này không được mở. Danh mục địa chỉ ở /openapi.json.",
        "This function is not open. See /openapi.json.",
    ),
    api.NotReady: Problem(
        503,
        "not-ready",
        "Dịch vụ chưa sẵn sàng. Hãy thử lại sau ít giây.",
        "The service is not ready. Try again in a few seconds.",
    ),
    api.Overloaded: Problem(
        429,
        "overloaded",
        "Đang có quá nhiều câu hỏi cùng lúc. Hãy thử lại sau {subject} giây.",
        "Too many questions are being asked at once. Try again in {subject} seconds.",
    ),
    api.Stopping: Problem(
        503,
        "stopping",
        "Dịch vụ đang dừng để bảo trì. Hãy thử lại sau {subject} giây.",
        "The service is stopping for maintenance. Try again in {subject} seconds.",
    ),
}

INVALID_REQUEST = Problem(
    422,
    "invalid-request",
    "Yêu cầu chưa đúng mẫu; mục “errors” nêu chỗ cần sửa.",
    "The request is not as it should be; “errors” names what to correct.",
)
NO_SUCH_PAGE = Problem(
    404,
    "no-such-page",
    "Không có địa chỉ này. Danh mục địa chỉ ở /openapi.json.",
    "No such address. See /openapi.json.",
)
WRONG_METHOD = Problem(
    405,
    "method-not-allowed",
    "Địa chỉ này không nhận phương thức vừa gọi. Xem /openapi.json.",
    "This address does not take that method. See /openapi.json.",
)
BAD_REQUEST = Problem(
    400, "bad-request", "Không đọc được yêu cầu. Xem /openapi.json.", "The request cannot be read. See /openapi.json."
)
UNEXPECTED = Problem(
    500,
    "unexpected",
    "Có lỗi ngoài dự kiến và đã được ghi vào nhật ký. Hãy thử lại; nếu vẫn lỗi, hãy báo người quản trị.",
    "Something unexpected went wrong and was logged. Try again; if it stays, tell the administrator.",
)


def problem_of(error: Exception) -> Problem:
    """The table's row for `error`, looked up along its classes; `UNEXPECTED` for any other."""
    rows = (PROBLEMS[kind] for kind in type(error).__mro__ if kind in PROBLEMS)
    return next(rows, UNEXPECTED)


def subject_of(error: Exception) -> str:
    """What the error is about, as a user may see it: a file's name without its folders."""
    if isinstance(error, ingest.IngestError):
        return error.source.name
    return error.subject if isinstance(error, api.ApiError) else ""


def sentence_for(error: Exception, language: str = "vi") -> str:
    return problem_of(error).sentence(language, subject_of(error))
