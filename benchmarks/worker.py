"""Runs the scripts of one Streamlit program in this process, as its server would, and says how long each run took.

Started by `Worker` in `running.py`. Each line of stdin is a JSON object {page, params, pick, span, fragment, figure};
the answer is one line of stdout. What is timed is Streamlit's own `_run_script`: callbacks, the script, and the
messages it makes; neither the sending of them nor what the test harness reads out of them afterwards.
"""

from __future__ import annotations

import json
import os
import sys
import time
from itertools import chain
from pathlib import Path
from typing import Any

os.environ.setdefault("STREAMLIT_LOGGER_LEVEL", "error")

import streamlit.testing.v1.local_script_runner as local_script_runner
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest

PATIENCE = 900
OURS = "ours"


class Watched:
    """Notes what the runs of one step took, and lets a step run one fragment alone, as a browser asks for it."""

    def __init__(self) -> None:
        self.runs: list[float] = []
        self.cpu: list[float] = []
        self.asked: list[str] = []
        self.queries: list[tuple[str, float]] = []
        self.messages: list[Any] = []
        self.fragment: str | None = None

    def clear(self) -> None:
        """Forget the step before."""
        for seen in (self.runs, self.cpu, self.asked, self.queries):
            seen.clear()

    def watch_runs(self) -> None:
        """Note how long each run of a script takes, and hand over the fragment that is to run."""
        runner = local_script_runner.LocalScriptRunner
        run = runner._run_script

        def timed(this: Any, rerun: RerunData) -> None:
            began, cpu = time.perf_counter(), time.process_time()
            try:
                run(this, rerun)
            finally:
                self.runs.append(time.perf_counter() - began)
                self.cpu.append(time.process_time() - cpu)
                self.messages = this.forward_msgs()

        def asked_for(**given: Any) -> RerunData:
            return RerunData(**given, fragment_id=self.fragment)

        setattr(runner, "_run_script", timed)  # noqa: B010
        setattr(local_script_runner, "RerunData", asked_for)  # noqa: B010

    def watch_queries(self) -> None:
        """Note every question to the store: those that pages ask, and those of them that no cache answered.

        To be called after the first run, which is the one that imports the program.
        """
        from egov_metrics.store.connection import Edition
        from egov_metrics.ui.session import Served

        query, ask = Edition.query, Served.query

        def timed(this: Edition, name: str, **parameters: object) -> Any:
            began = time.perf_counter()
            rows = query(this, name, **parameters)
            self.queries.append((name, time.perf_counter() - began))
            return rows

        def counted(this: Served, name: str, **parameters: object) -> Any:
            self.asked.append(name)
            return ask(this, name, **parameters)

        setattr(Edition, "query", timed)  # noqa: B010
        setattr(Served, "query", counted)  # noqa: B010

    def fragment_of(self, key: str) -> str:
        """The fragment in which the widget with that key stands, as the messages of the last run tell the browser."""
        for message in self.messages:
            element = message.delta.new_element if message.WhichOneof("type") == "delta" else None
            kind = element.WhichOneof("type") if element is not None else None
            is_meant = kind in ("selectbox", "slider") and getattr(element, kind).id.endswith(f"-{key}")
            if is_meant and message.delta.fragment_id:
                return message.delta.fragment_id
        raise LookupError(f"no widget {key} in a fragment in the last run")


def peak_mb() -> float | None:
    """The most memory that this process has had, in MB; None where the system does not say."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return None
    return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if line.startswith("VmHWM"))


def answer(at: AppTest, step: dict[str, Any], watched: Watched, ours: bool) -> dict[str, Any]:
    """Do one step and say what it took.

    page, params: the address; pick: {key of a select box: place of an option, or its label}; span: {key of a slider:
    [from, to]}; fragment: run only the fragment of the changed widget; figure: answer with the JSON of the first
    figure and the options of the select boxes too.
    """
    watched.clear()
    if step.get("page"):
        at.switch_page(f"pages/{step['page']}.py")
    if "params" in step:
        at.query_params = dict(step["params"])
    for key, option in step.get("pick", {}).items():
        box = at.selectbox(key=key)
        place = option % len(box.options) if isinstance(option, int) else box.options.index(option)
        box.set_value(place if ours else box.options[place])  # our select boxes hold places themselves
    for key, (low, high) in step.get("span", {}).items():
        at.select_slider(key=key).set_value((low, high))
    changed = [*step.get("pick", {}), *step.get("span", {})]
    watched.fragment = watched.fragment_of(changed[0]) if step.get("fragment") else None
    at.run()
    said: dict[str, Any] = {
        "seconds": sum(watched.runs),
        "cpu": sum(watched.cpu),
        "runs": len(watched.runs),
        "asked": len(watched.asked),
        "queries": watched.queries,
        "charts": len(at.get("plotly_chart")),
        "problem": at.exception[0].message if at.exception else None,
        "peak_mb": peak_mb(),
    }
    if step.get("figure"):
        said["figure"] = at.get("plotly_chart")[0].proto.spec
        said["options"] = {box.key: box.options for box in at.selectbox}
    return said


def main(script: str, whose: str, page: str) -> None:
    """Answer steps until stdin ends. The first answer is of a first run, of `page`, in a fresh process."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the program prints must not get among the answers
    ours, watched = whose == OURS, Watched()
    watched.watch_runs()
    at = AppTest.from_file(script, default_timeout=PATIENCE)
    at.query_params = {"lang": "vi"} if ours else {}
    first = answer(at, {"page": page}, watched, ours)
    if ours:
        watched.watch_queries()
    for reply in chain([first], (answer(at, json.loads(line), watched, ours) for line in sys.stdin)):
        answers.write(json.dumps(reply) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
