"""What can go wrong between a request and the library.

ApiError
    NoSuchDocument   no document has this identifier
    NoSuchClause     the document has no such address
    NoSuchModel      a program asks for a model that is not ours
    NoSuchConversation  no conversation has this address, or it is another visitor's
    NoSuchReview     this review is not on the list
    NoEvaluation     no evaluation has been run for this store
    FileGone         the file that a document was read from is not there any more
    FileChanged      that file has other bytes by now
    UploadTooLarge   the body is over the limit
    ForeignOrigin    a page of another site asks this service to change something
    Closed           a part of the page's framework that is not used here
    NotReady         the service is starting, or its library cannot be read
    ComeAgain        not now
        Overloaded   more questions are waiting than can be answered in reasonable time
        Stopping     the service is about to end
        RateExceeded one account or one address asks for more than its share
    NotSignedIn      an account is needed, and the caller gave none, or one that is not valid
    NotAllowed       the caller's role does not let them do this
    NoSuchAccount    no account has this name
    NoSuchPlace      what is to be restricted is no document and no folder
    AccountRefused   an account cannot be made or changed so
"""

from __future__ import annotations


class ApiError(Exception):
    """A request that cannot be done; `subject` is what it was about."""

    def __init__(self, subject: str = "") -> None:
        super().__init__(subject)
        self.subject = subject


class NoSuchDocument(ApiError): ...


class NoSuchClause(ApiError): ...


class NoSuchModel(ApiError): ...


class NoSuchConversation(ApiError): ...


class NoSuchReview(ApiError): ...


class NoEvaluation(ApiError): ...


class FileGone(ApiError): ...


class FileChanged(ApiError): ...


class UploadTooLarge(ApiError): ...


class ForeignOrigin(ApiError): ...


class Closed(ApiError): ...


class NotReady(ApiError): ...


class ComeAgain(ApiError):
    """What can be done again after a while."""

    def __init__(self, retry_after_s: int = 5) -> None:
        super().__init__(str(retry_after_s))
        self.retry_after_s = retry_after_s


class Overloaded(ComeAgain): ...


class Stopping(ComeAgain): ...


class NotSignedIn(ApiError): ...


class NotAllowed(ApiError): ...


class RateExceeded(ComeAgain): ...


class NoSuchAccount(ApiError): ...


class NoSuchPlace(ApiError): ...


class AccountRefused(ApiError): ...
