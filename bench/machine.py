"""Describes the machine and the versions, without names that tell whose it is."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import engines

POM_NAMES = {"m": "http://maven.apache.org/POM/4.0.0"}


def describe() -> dict[str, str]:
    return {
        "CPU": _cpu(),
        "cores": str(len(os.sched_getaffinity(0))),
        "memory": f"{_memory_gibibytes():.0f} GiB",
        "operating system": _operating_system(),
        "Java": _java(),
        "JVM flags of mnist4j": " ".join(engines.jvm_flags()),
        "mnist4j": _commit(),
        "DL4J, stock": _stock_version(),
        "Python": platform.python_version(),
        "Keras": version("keras"),
        "TensorFlow": version("tensorflow-cpu"),
        "PyTorch": version("torch"),
        "NumPy": version("numpy"),
    }


def _cpu() -> str:
    names = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return names[0] if names else platform.machine()


def _memory_gibibytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _operating_system() -> str:
    return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {platform.machine()}"


def _java() -> str:
    """Java's own line, such as ``OpenJDK Runtime Environment (build …)``."""
    done = subprocess.run([engines.java(), "-version"], capture_output=True, text=True, check=True)
    return done.stderr.splitlines()[1]


def _commit() -> str:
    done = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=engines.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return f"commit {done.stdout.strip()}" if done.returncode == 0 else "not a git checkout"


def _stock_version() -> str:
    pom = ElementTree.parse(engines.BENCH / "stock" / "pom.xml")
    return pom.findtext("m:properties/m:dl4j.version", namespaces=POM_NAMES)
