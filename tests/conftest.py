"""What all tests share: the folders, and one store built from the shipped data for the whole run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Examples are never too slow because the machine is busy with other tests.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")

ROOT = Path(__file__).resolve().parent.parent
BUILD_SECONDS = 300


@pytest.fixture(scope="session", autouse=True)
def _own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the user's workspace, nor follows settings of the machine it runs on."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("EGOV_", "STREAMLIT_"))]:
            if name not in ("EGOV_SHARED", "EGOV_CHROMIUM", "EGOV_FUZZ", "EGOV_DECKS", "EGOV_DUCKDB_NEXT"):
                patch.delenv(name)
        patch.setenv("EGOV_WORKSPACE", str(tmp_path_factory.mktemp("own_workspace")))
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """Source material that does not ship: the folder named by EGOV_SHARED, or ../shared; the test skips without it."""
    folder = Path(os.environ.get("EGOV_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"source material is not here: {folder} (EGOV_SHARED names the folder)")
    return folder


def run_command(*arguments: str, data: Path | None = None, workspace: Path | None = None, python_path: str = "") -> str:
    """Run `python -m egov_metrics` as a user would; its output, or a failed test with both streams."""
    environment = dict(os.environ, PYTHONUTF8="1")
    for name, value in (("EGOV_DATA", data), ("EGOV_WORKSPACE", workspace), ("PYTHONPATH", python_path)):
        if value:
            environment[name] = str(value)
    done = subprocess.run(
        [sys.executable, "-m", "egov_metrics", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=BUILD_SECONDS,
    )
    if done.returncode:
        said = f"{done.stdout}\n{done.stderr}"
        pytest.fail(f"`egov_metrics {' '.join(arguments)}` exited {done.returncode}\n{said}", pytrace=False)
    return done.stdout


def once_per_run(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first of the parallel test workers fills with `make(folder)`; the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        base = base.parent
    folder, done, failed = base / name, base / f"{name}.done", base / f"{name}.failed"
    try:
        folder.mkdir()
    except FileExistsError:
        patience = time.monotonic() + BUILD_SECONDS
        while not done.exists():
            if failed.exists():
                pytest.fail(f"another test worker could not make {name}; its error is reported there", pytrace=False)
            if time.monotonic() > patience:
                pytest.fail(f"another test worker did not finish {name} in {BUILD_SECONDS} s", pytrace=False)
            time.sleep(0.1)
        return folder
    try:
        make(folder)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return folder


@pytest.fixture(scope="session")
def shipped_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one edition of the shipped data. Do not publish into it: all tests read it."""
    return once_per_run(tmp_path_factory, "shipped", lambda folder: run_command("build", workspace=folder))
