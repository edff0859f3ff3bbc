"""How mnist4j is started, and which mnist4j it is."""

import hashlib
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JAR = ROOT / "target" / "mnist4j.jar"


def java() -> str:
    """The one that the launcher takes."""
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else "java"


def jvm_flags() -> list[str]:
    """The flags mnist4j is run with, from the one place that has them."""
    return (ROOT / ".mvn" / "jvm.config").read_text().split()


def program() -> list[str]:
    return [java(), *jvm_flags(), "-jar", str(JAR)]


def commit() -> str:
    """Tells two trees with changes apart, too. Results are no change of the program."""
    name = _git("describe", "--always", "--dirty")
    if name is None:
        return "not a git checkout"
    if not name.endswith("-dirty"):
        return f"commit {name}"
    changes = _git("diff", "HEAD", "--binary", "--", ".", ":(exclude)bench/results")
    return f"commit {name}, changes {hashlib.sha256((changes or '').encode()).hexdigest()[:7]}"


def _git(*arguments: str) -> str | None:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, errors="replace", check=False
    )
    return done.stdout.strip() if done.returncode == 0 else None
