"""Writes scikit-learn's digits as pictures, or counts those that were read."""

import csv
import sys
from pathlib import Path

from PIL import Image
from sklearn.datasets import load_digits

folder = Path(sys.argv[2])
if sys.argv[1] == "write":
    digits = load_digits()
    for i, (ink, label) in enumerate(zip(digits.images, digits.target)):
        # Ink of 0 to 16, dark on light.
        Image.fromarray((255 - ink * 255 / 16).round().astype("uint8")).save(folder / f"{label}-{i:04}.png")
else:
    rows = list(csv.DictReader((folder / "found.csv").open(newline="")))
    right = sum(row["label"] == Path(row["path"]).name[0] for row in rows)
    print(f"{right} of {len(rows)} right, {right / len(rows):.1%}; {sum(row['error'] != '' for row in rows)} refused")
