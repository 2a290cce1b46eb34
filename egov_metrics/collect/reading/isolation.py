"""Opening PDFs and workbooks in separate processes, which are stopped when they take too long.

At most `WORKERS` run; each serves one file at a time and waits for the next. They end with the program, since their
input is closed then.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading

from egov_metrics.collect.reading.limits import WORKER_SECONDS, WORKER_TASKS, WORKERS
from egov_metrics.collect.reading.model import ReadingRefused
from egov_metrics.paths import ROOT

_places = threading.BoundedSemaphore(WORKERS)
_idle: list[_Worker] = []
_lock = threading.Lock()


def open_apart(task: str, content: bytes, seconds: float = WORKER_SECONDS) -> dict:
    """What the worker finds in a file; `task` is pdf, xlsx, xls or ods; "grid xlsx" and so on for typed cells.

    Raises ReadingRefused: what the worker refuses, too_slow beyond `seconds`, damaged when the file brings it down.
    """
    with _places:
        with _lock:
            worker = _idle.pop() if _idle else None
        if worker is None or not worker.is_alive():
            worker = _Worker()
        try:
            found = worker.ask(task, content, seconds)
        except BaseException:
            worker.end()
            raise
        if worker.tasks >= WORKER_TASKS:
            worker.end()
        else:
            with _lock:
                _idle.append(worker)
    if "refused" in found:
        raise ReadingRefused(*found["refused"])
    return found


class _Worker:
    """A running process and how many tasks it has done."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        self.tasks = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "egov_metrics.collect.reading.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
        )

    def is_alive(self) -> bool:
        """Does the process still run?"""
        return self._process.poll() is None

    def ask(self, task: str, content: bytes, seconds: float) -> dict:
        """Hand over a file and wait for the answer."""
        self.tasks += 1
        late = threading.Event()

        def stop() -> None:
            late.set()
            self._process.kill()

        assert self._process.stdin and self._process.stdout
        watch = threading.Timer(seconds, stop)
        watch.daemon = True
        watch.start()
        line = b""
        try:
            with contextlib.suppress(OSError):  # it died while being written to; the empty answer tells
                self._process.stdin.write(json.dumps({"task": task, "size": len(content)}).encode("ascii") + b"\n")
                self._process.stdin.write(content)
                self._process.stdin.flush()
                line = self._process.stdout.readline()
        finally:
            watch.cancel()
        if line.endswith(b"\n"):
            return json.loads(line)
        if late.is_set():
            raise ReadingRefused("too_slow", f"a file that opens within {seconds:g} s", "one that does not")
        raise ReadingRefused("damaged", "a file that its reader survives", "one that needs too much or is forged")

    def end(self) -> None:
        """Stop the process, whatever it does."""
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.communicate()
