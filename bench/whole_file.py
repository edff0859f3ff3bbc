"""Results that later starts read, whole at any moment."""

import os
from pathlib import Path


def write(path: Path, text: str) -> None:
    """In place of the file, if there is one."""
    partial = path.with_name(f"{path.name}.part")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, path)
