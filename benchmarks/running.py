"""Programs in processes of their own: scripts that are run step by step, and servers."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from egov_metrics.paths import ROOT

HERE = Path(__file__).resolve().parent
DASHBOARD = ROOT / "dashboard.py"
PLAIN = HERE / "plain" / "app.py"
START_SECONDS = 300


class DidNotWork(Exception):
    """A program ended, stayed silent or showed an error; the message says which and what."""


def surroundings(**more: str) -> dict[str, str]:
    """The environment for a measured program: this one, without settings of this machine, with `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EGOV_", "STREAMLIT_"))}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]), **more}


class Worker:
    """A program whose script runs step by step in a process of its own (see `worker.py`).

    `first` is the answer of its first run; for the dashboard that is a visit of `page`.
    """

    def __init__(self, script: Path, page: str = "", **environment: str) -> None:
        self._name = script.parent.name if script != DASHBOARD else "dashboard"
        whose = "ours" if script == DASHBOARD else "other"
        command = [sys.executable, "-m", "benchmarks.worker", str(script), whose, page]
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115 - it lives as long as the process
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=surroundings(**environment), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=self._log, text=True,
        )  # fmt: skip
        self.first = self._answer()

    def step(self, **step: Any) -> dict[str, Any]:
        """Run the script once; `step` and the answer are described at `worker.answer`.

        Raises `DidNotWork`, with the end of what the program logged, when the page shows an exception.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(step) + "\n")
        self._process.stdin.flush()
        return self._answer(step)

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()

    def _answer(self, step: dict[str, Any] | None = None) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        said = json.loads(line) if line else {"problem": True}
        if said["problem"]:
            self._log.seek(0)
            what = f"shows an exception at {step or 'its first run'}" if line else "ended"
            raise DidNotWork(f"{self._name} {what}:\n{self._log.read()[-2000:]}")
        return said


@contextmanager
def working(script: Path, page: str = "", **environment: str) -> Iterator[Worker]:
    """A `Worker`, ended at the end."""
    worker = Worker(script, page, **environment)
    try:
        yield worker
    finally:
        worker.stop()


@contextmanager
def serving(command: list[str], **environment: str) -> Iterator[str]:
    """A server in a process of its own; gives its address. `{port}` in the command is a free port.

    Raises `DidNotWork` with the end of its log when it does not answer.
    """
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=ROOT, env=surroundings(HOME=home, **environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            patience = time.monotonic() + START_SECONDS
            while not _answers(url):
                if process.poll() is not None or time.monotonic() > patience:
                    log.seek(0)
                    raise DidNotWork(f"{' '.join(command)} does not answer:\n{log.read()[-3000:]}")
                time.sleep(0.1)
            yield url
        finally:
            process.kill()
            process.wait()


def streamlit(script: Path) -> list[str]:
    """The command that serves a Streamlit program, with the settings of this checkout."""
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    return [*command, "--server.address", "127.0.0.1", "--server.port", "{port}"]


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:
            return answer.status == 200
    except (urllib.error.URLError, TimeoutError, ConnectionError):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
