"""Runs one program and says what it printed, how long it took and how much memory it had."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

STAT = Path("/proc/stat")
PEAK_UNITS_PER_MEBIBYTE = 2**20 if sys.platform == "darwin" else 2**10


@dataclass(frozen=True)
class Finished:
    """``peak_mebibytes`` is the largest resident set the process had."""

    output: str
    wall_seconds: float
    peak_mebibytes: float


class ProgramFailed(Exception):
    """A program of the bench ended with an error."""


def run(command: list[str], environment: dict[str, str]) -> Finished:
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            env=os.environ | environment,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall_seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            lines = errors.read().strip().splitlines()
            raise ProgramFailed(
                f"exit status {process.returncode} from: {' '.join(command)}\n"
                + "\n".join(lines[-10:])
            )
        output.seek(0)
        return Finished(output.read(), wall_seconds, usage.ru_maxrss / PEAK_UNITS_PER_MEBIBYTE)


@contextmanager
def busy(count: int) -> Iterator[None]:
    """So many other processes that want a core each, and that end with this one, however it ends."""
    program = "import os\nparent = os.getppid()\nwhile os.getppid() == parent: pass"
    beside = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(count)]
    try:
        yield
    finally:
        for process in beside:
            process.kill()
            process.wait()


def idle_share() -> float | None:
    """Share of the cores' time that nothing used during one second; None where Linux is not."""
    if not STAT.exists():
        return None
    idle_before, total_before = _ticks()
    time.sleep(1)
    idle_after, total_after = _ticks()
    return (idle_after - idle_before) / (total_after - total_before)


def _ticks() -> tuple[int, int]:
    ticks = [int(field) for field in STAT.read_text().splitlines()[0].split()[1:9]]
    idle, waiting_for_disk = ticks[3], ticks[4]
    return idle + waiting_for_disk, sum(ticks)
