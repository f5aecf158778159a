"""Questions answered in processes of their own, so that every core answers: Python computes on one at a time.

Each process opens the same store. One that dies is replaced, and what it was asked is answered here; so is what fails
there, so that the error is that of this process.

    python -m assistant.askers     answers what comes in on standard input, both ways pickled
"""

from __future__ import annotations

import logging
import pickle
import queue
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, TYPE_CHECKING, Any, Unpack, cast

from assistant.answer import Answer
from assistant.asks import Before, How

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings

log = logging.getLogger(__name__)

_Process = subprocess.Popen[bytes]


class Askers(Before):
    """An assistant whose answers come from processes of their own. Safe for threads."""

    def __init__(self, here: Assistant, settings: Settings, processes: int) -> None:
        """
        Args:
            here: answers what a process cannot, and remembers answers for all of them.
            settings: what each process opens its assistant with.
        """
        super().__init__(here)
        self._here = here
        self._settings = pickle.dumps(settings)
        self._idle: queue.SimpleQueue[_Process] = queue.SimpleQueue()
        self._all: set[_Process] = set()
        self._lock = threading.Lock()
        for _ in range(processes):
            self._idle.put(self._started())
        weakref.finalize(self, _end, self._all)

    def ask(self, question: str, **how: Unpack[How]) -> Answer:
        history, documents = list(how.get("history", ())), list(how.get("documents", ()))
        memory, directory = self._here.memory, self._here.directory
        asked = memory.asked(question, history, documents, how.get("as_of"))
        known = memory.answer(directory, asked)
        if known is not None:
            return known
        answer = cast("Answer | None", self._elsewhere(question, {**how, "history": history, "documents": documents}))
        if answer is None:
            return self._here.ask(question, **how)
        if answer.receipt.corpus == self._here.library.fingerprint_at(directory.generation):
            memory.keep(directory, asked, answer)
        return answer

    def stream(self, question: str, **how: Unpack[How]) -> Iterator[str | Answer]:
        """All of it at once: without a language model it is there when its first word is."""
        answer = self.ask(question, **how)
        yield answer.answer
        yield answer

    def close(self) -> None:
        """End the processes."""
        _end(self._all)

    def _elsewhere(self, question: str, how: dict[str, Any]) -> object | None:
        """What a process answers; None where it fails or dies."""
        process = self._idle.get()
        try:
            pickle.dump((question, how), _pipe(process.stdin))
            _pipe(process.stdin).flush()
            answer: object | None = pickle.load(_pipe(process.stdout))
        except (OSError, EOFError, pickle.UnpicklingError):
            log.warning("a process that answers has died; another takes its place")
            with self._lock:
                self._all.discard(process)
            _end({process})
            process = self._started()
            answer = None
        finally:
            self._idle.put(process)
        return answer

    def _started(self) -> _Process:
        command = [sys.executable, "-m", "assistant.askers"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        _pipe(process.stdin).write(self._settings)
        _pipe(process.stdin).flush()
        with self._lock:
            self._all.add(process)
        return process


def _pipe(end: IO[bytes] | None) -> IO[bytes]:
    assert end is not None
    return end


def _end(processes: set[_Process]) -> None:
    for process in processes:
        for end in (process.stdin, process.stdout):
            with suppress(OSError):
                _pipe(end).close()
        process.kill()
        process.wait()


def main(told: IO[bytes], say: IO[bytes]) -> None:
    """Answer until nobody asks any more."""
    from assistant.assistant import open_assistant
    from assistant.logs import write_logs

    settings: Settings = pickle.load(told)
    write_logs(settings)
    assistant = open_assistant(settings)
    while True:
        try:
            question, how = pickle.load(told)
        except EOFError:
            return
        answer: object | None = None
        try:
            answer = assistant.ask(question, **how)
        except Exception:
            log.warning("answered elsewhere", exc_info=True)
        pickle.dump(answer, say)
        say.flush()


if __name__ == "__main__":
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the service, which ends its processes itself
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing that is printed gets among the answers
    main(sys.stdin.buffer, answers)
