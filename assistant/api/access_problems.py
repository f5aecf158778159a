"""The rows of `assistant.api.problems` for who may come in and what they may do."""

from __future__ import annotations

from assistant.api import errors as api
from assistant.api.problem import Problem

ACCESS_PROBLEMS: dict[type[Exception], Problem] = {
    api.NotSignedIn: Problem(
        401,
        "not-signed-in",
        "Cần đăng nhập. Hãy mở trang /login, hoặc gửi khóa API còn hiệu lực: Authorization: Bearer KHÓA.",
        "Sign in first. Open /login, or send a valid API key: Authorization: Bearer KEY.",
    ),
    api.NotAllowed: Problem(
        403,
        "not-allowed",
        "Tài khoản này không có quyền làm việc đó. Hãy nhờ người quản trị.",
        "This account may not do that. Ask the administrator.",
    ),
    api.RateExceeded: Problem(
        429,
        "rate-exceeded",
        "Có quá nhiều yêu cầu trong thời gian ngắn. Hãy thử lại sau {subject} giây.",
        "Too many requests in a short time. Try again in {subject} seconds.",
    ),
    api.NoSuchAccount: Problem(
        404,
        "no-such-account",
        "Không có tài khoản hay khóa “{subject}”. Hãy xem lại danh sách.",
        "There is no account or key “{subject}”. See the list.",
    ),
    api.NoSuchPlace: Problem(
        404,
        "no-such-place",
        "“{subject}” không phải mã văn bản trong kho, cũng không phải đường dẫn đầy đủ của một thư mục.",
        "“{subject}” is neither the identifier of a document in the store nor the full path of a folder.",
    ),
    api.AccountRefused: Problem(
        422,
        "account-refused",
        "Không lưu được tài khoản: {subject}.",
        "The account cannot be saved: {subject}.",
    ),
}
