"""Writes scikit-learn's digits as pictures, or counts those that were read: run."""

import csv
import sys
from pathlib import Path

from PIL import Image
from sklearn.datasets import load_digits

task, folder = sys.argv[1], Path(sys.argv[2])
if task == "write":
    digits = load_digits()
    for i, (image, label) in enumerate(zip(digits.images, digits.target)):
        # Ink is 0 to 16; on paper it is dark.
        Image.fromarray((255 - image * 255 / 16).round().astype("uint8")).save(folder / f"{label}-{i:04}.png")
else:
    with open(folder / "found.csv", newline="") as table:
        rows = list(csv.DictReader(table))
    right = sum(row["label"] == Path(row["path"]).name[0] for row in rows)
    refused = sum(row["error"] != "" for row in rows)
    warned = sum(row["warning"] != "" for row in rows)
    print(f"{right} of {len(rows)} right, {100 * right / len(rows):.1f} %; {refused} refused, {warned} with a warning")
