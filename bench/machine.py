"""Describes the machine and the versions, without names that tell whose it is."""

import os
import platform
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree

import engines
import ours
import process
from options import Options

SGEMM = "product of two 1,024 × 1,024 matrices in NumPy, GFLOPS"
POM_NAMES = {"m": "http://maven.apache.org/POM/4.0.0"}


def describe(options: Options) -> dict[str, str]:
    return {
        **({"GPU": _gpu()} if options.gpu else {}),
        "CPU": _cpu(),
        "cores": str(len(os.sched_getaffinity(0))),
        **({} if options.gpu else {SGEMM: f"{_sgemm_rate(options) / 1e9:.0f}"}),
        "memory": f"{_memory_gibibytes():.0f} GiB",
        "operating system": _operating_system(),
        "Java": _java(),
        "JVM flags of mnist4j": " ".join(ours.jvm_flags()),
        "mnist4j": ours.commit(),
        "Python": platform.python_version(),
        **({} if options.gpu else _others_on_the_cpu()),
        "PyTorch": version("torch"),
        "NumPy": version("numpy"),
    }


def _sgemm_rate(options: Options) -> float:
    """Floating-point operations a second of a large product, with the threads that the programs get."""
    threads = {"OPENBLAS_NUM_THREADS": str(options.thread_count)}
    script = str(engines.BENCH / "sgemm.py")
    return float(process.run([sys.executable, script], threads).output)


def _others_on_the_cpu() -> dict[str, str]:
    return {
        "DL4J, stock": _stock_version(),
        "Keras": version("keras"),
        "TensorFlow": version("tensorflow-cpu"),
        "JAX": version("jax"),
    }


def _gpu() -> str:
    """The first one's name, compute capability, driver and memory, by NVIDIA's own tool."""
    fields = "name,compute_cap,driver_version,memory.total"
    done = subprocess.run(
        ["nvidia-smi", "--id=0", f"--query-gpu={fields}", "--format=csv,noheader"],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def _cpu() -> str:
    names = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return names[0] if names else platform.machine()


def _memory_gibibytes() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _operating_system() -> str:
    return f"{platform.freedesktop_os_release()['PRETTY_NAME']}, {platform.machine()}"


def _java() -> str:
    """Java's own line, such as ``OpenJDK Runtime Environment (build …)``."""
    done = subprocess.run([ours.java(), "-version"], capture_output=True, text=True, check=True)
    return done.stderr.splitlines()[1]


def _stock_version() -> str:
    pom = ElementTree.parse(engines.BENCH / "stock" / "pom.xml")
    return pom.findtext("m:properties/m:dl4j.version", namespaces=POM_NAMES)
