"""The dashboard as a user starts it: `streamlit run dashboard.py` in a process of its own, with its log kept."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


class ServerDidNotStart(Exception):
    """The server ended or stayed silent; the message holds the end of its log."""


@dataclass
class Server:
    """A started server. `url` has no trailing slash; `log` is the file that holds all it printed."""

    url: str
    log: Path
    process: subprocess.Popen[bytes]

    def said(self, last: int = 4000) -> str:
        """The end of what the server printed."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-last:]

    def stop(self) -> None:
        """End the process and wait for it; harmless when it has ended."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(workspace: Path, folder: Path, script: Path = ROOT / "dashboard.py", **environment: str) -> Server:
    """Start `script` on a free port of this machine with its editions in `workspace`, and wait until it answers.

    `folder` takes the log and serves as the server's home folder, so that no setting of the user is read.
    Raises ServerDidNotStart with the log.
    """
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    url = f"http://127.0.0.1:{_free_port()}"
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.address", "127.0.0.1", "--server.port", url.rpartition(":")[2]]
    surroundings = {**os.environ, "HOME": str(folder), "EGOV_WORKSPACE": str(workspace), **environment}
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command, cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT
        )
    server = Server(url, log, process)
    try:
        _wait_until_healthy(server)
    except BaseException:
        server.stop()
        raise
    return server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(server: Server) -> None:
    patience = time.monotonic() + START_SECONDS
    while time.monotonic() < patience:
        if server.process.poll() is not None:
            raise ServerDidNotStart(f"the server ended with {server.process.returncode}:\n{server.said()}")
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise ServerDidNotStart(f"the server did not answer within {START_SECONDS} s:\n{server.said()}")
