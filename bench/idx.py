"""Reads the four IDX files of MNIST."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

IMAGES_MAGIC = 2051
LABELS_MAGIC = 2049


@dataclass(frozen=True)
class Images:
    """Pixels, uint8 ``[n, 28, 28]``, and labels, uint8 ``[n]``."""

    pixels: np.ndarray
    labels: np.ndarray

    def first(self, count: int) -> "Images":
        if count > len(self.labels):
            raise ValueError(f"{count} images asked for, the data set has {len(self.labels)}")
        return Images(self.pixels[:count], self.labels[:count])


def cache_directory() -> Path:
    """Where mnist4j keeps the files."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "mnist4j"
    xdg = Path(os.environ.get("XDG_CACHE_HOME", ""))
    # The XDG specification has a relative path ignored.
    return (xdg if xdg.is_absolute() else Path.home() / ".cache") / "mnist4j"


def train_images(directory: Path) -> Images:
    return _read(directory, "train")


def test_images(directory: Path) -> Images:
    return _read(directory, "t10k")


def _read(directory: Path, prefix: str) -> Images:
    pixels = _payload(directory / f"{prefix}-images-idx3-ubyte", IMAGES_MAGIC, 16)
    labels = _payload(directory / f"{prefix}-labels-idx1-ubyte", LABELS_MAGIC, 8)
    return Images(pixels.reshape(len(labels), 28, 28), labels)


def _payload(path: Path, magic: int, header: int) -> np.ndarray:
    content = path.read_bytes()
    found = int.from_bytes(content[:4], "big")
    if found != magic:
        raise ValueError(
            f"{path}: starts with {found}, expected {magic}; run mnist4j's `data verify`"
        )
    return np.frombuffer(content, np.uint8, offset=header)
