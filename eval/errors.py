"""What can be wrong with what an evaluation is given.

EvalError
    QuestionsInvalid   a line of a question file that is no question
    BenchmarkInvalid   a folder that is not in the BEIR layout
    GoldInvalid        a gold file of documents that is none
    ReportInvalid      an earlier report that is none
    FloorInvalid       a file of floors that is none

    StageFailed        a stage of a benchmark that ended with an error
"""

from __future__ import annotations

from pathlib import Path


class EvalError(Exception):
    def __init__(self, source: Path, detail: str) -> None:
        super().__init__(f"{source}: {detail}")
        self.source = source
        self.detail = detail


class QuestionsInvalid(EvalError):
    def __init__(self, source: Path, line: int, detail: str) -> None:
        super().__init__(source, f"line {line}: {detail}")
        self.line = line  # from 1


class BenchmarkInvalid(EvalError): ...


class GoldInvalid(EvalError): ...


class ReportInvalid(EvalError): ...


class FloorInvalid(EvalError): ...


class StageFailed(EvalError):
    def __init__(self, source: Path, stage: str, last_words: list[str]) -> None:
        super().__init__(source, f"{stage}: {' '.join(last_words)}")
        self.stage = stage
