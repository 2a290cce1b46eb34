"""The separate process that opens PDFs and workbooks: `python -m egov_metrics.collect.reading.worker`.

The libraries that read them are written in C++ and Rust: a forged file may bring them down, or make them ask for all
memory. Here that ends this process and not the server. Reads tasks from its input until that is closed: a line of JSON
{"task", "size"}, then the bytes; answers with a line of JSON.
"""

from __future__ import annotations

import json
import os
import sys

from egov_metrics.collect.reading.limits import WORKER_MEMORY_BYTES


def answer(task: str, content: bytes) -> dict:
    """What a task gives. Libraries are loaded with the first task that needs them."""
    if task == "pdf":
        from egov_metrics.collect.reading.pdf_pages import read_pages

        return read_pages(content)
    if task.startswith("grid "):
        from egov_metrics.collect.reading.grids import read_grid

        return read_grid(content, task.removeprefix("grid "))
    from egov_metrics.collect.reading.sheets import read_sheets

    return read_sheets(content, task)


def main() -> None:
    """Serve until the input is closed."""
    _limit_memory()
    tasks = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the answers
    while line := tasks.readline():
        order = json.loads(line)
        content = tasks.read(order["size"])
        try:
            found = answer(order["task"], content)
        except MemoryError:
            found = {"refused": ["too_large", "a file that opens in bounded memory", "one that needs more"]}
        except Exception as error:  # noqa: BLE001 - whatever a library meets in a damaged file, it is damaged
            found = {"refused": ["damaged", "a file that opens", f"{type(error).__name__}: {str(error)[:100]}"]}
        except BaseException as panic:
            if type(panic).__name__ != "PanicException":
                raise
            found = {"refused": ["damaged", "a file that its reader understands", "one that is damaged"]}
        answers.write(json.dumps(found).encode("ascii") + b"\n")
        answers.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; time is limited there too
        return
    resource.setrlimit(resource.RLIMIT_AS, (WORKER_MEMORY_BYTES, WORKER_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
