"""What the two NumPy programs have in common: options, the line they print, the table they write."""

import argparse
import csv
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import idx


@dataclass(frozen=True)
class Options:
    epochs: int
    threads: int
    data_dir: Path
    csv: Path | None


@dataclass(frozen=True)
class Result:
    """One whole run: ``runSeconds`` is all its epochs, with the test figures that it logs."""

    engine: str
    recipe: str
    epochs: int
    loadSeconds: float
    runSeconds: float
    testAccuracy: float
    threads: int


def parse(description: str, epochs: int) -> Options:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument(
        "--threads",
        type=int,
        required=True,
        help="repeated in the result; NumPy itself takes it from OPENBLAS_NUM_THREADS",
    )
    parser.add_argument("--data-dir", type=Path, default=idx.cache_directory())
    parser.add_argument("--csv", type=Path, help="write the document's table to this file")
    given = parser.parse_args()
    return Options(given.epochs, given.threads, given.data_dir, given.csv)


def print_result(result: Result) -> None:
    print(json.dumps(asdict(result)))


def write_csv(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
