"""Trains with mnist4j and with Keras, with several seeds each, and compares their test accuracy."""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import ours
import whole_file
from options import positive

BENCH = Path(__file__).resolve().parent

MNIST4J = "mnist4j"
KERAS = "Keras"

RECIPES = ("mlp-64", "mlp-512", "cnn")

# {recipe: {program: {seed: test accuracy}}}
Accuracies = dict[str, dict[str, dict[str, float]]]


def run_keras(recipe: str, seed: int, threads: int) -> float:
    script = str(BENCH / "keras_accuracy.py")
    command = [sys.executable, script, recipe, str(seed), "--threads", str(threads)]
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    return float(subprocess.check_output(command, env=environment, text=True).split()[-1])


def run_mnist4j(recipe: str, seed: int, threads: int) -> float:
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(
            ours.program()
            + ["train", recipe, "--seed", str(seed), "--threads", str(threads), "--out", out],
            stdout=subprocess.DEVNULL,
            check=True,
        )
        metrics = json.loads((Path(out) / recipe / "metrics.json").read_text())
        return metrics["testAccuracy"]


def welch(one: list[float], other: list[float]) -> float:
    """The probability of a difference of means at least as large by chance."""
    squares = [statistics.variance(values) / len(values) for values in (one, other)]
    t = abs(statistics.mean(one) - statistics.mean(other)) / math.sqrt(sum(squares))
    degrees = sum(squares) ** 2 / sum(
        square**2 / (len(values) - 1) for square, values in zip(squares, (one, other))
    )
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2))
    # Student's density over -t to t, by the midpoints of as many strips.
    strips = 100_000
    width = 2 * t / strips
    heights = (
        (1 + (-t + (i + 0.5) * width) ** 2 / degrees) ** (-(degrees + 1) / 2)
        for i in range(strips)
    )
    return 1 - scale / math.sqrt(degrees * math.pi) * width * math.fsum(heights)


def table(accuracies_of: Accuracies) -> list[str]:
    lines = [
        "| recipe | program | seeds | test accuracy | mean | standard deviation | p (Welch) |",
        "|---|---|---:|---|---:|---:|---:|",
    ]
    for recipe, programs in accuracies_of.items():
        values = {name: list(seeds.values()) for name, seeds in programs.items()}
        both = len(values) == 2 and all(len(seeds) > 1 for seeds in values.values())
        p = f"{welch(*values.values()):.2f}" if both else ""
        for name, accuracies in values.items():
            deviation = f"{statistics.stdev(accuracies):.4f}" if len(accuracies) > 1 else ""
            shown = " ".join(f"{accuracy:.4f}"[1:] for accuracy in accuracies)
            cells = [f"`{recipe}`", name, str(len(accuracies)), shown]
            cells += [f"{statistics.mean(accuracies):.4f}"[1:], deviation[1:], p]
            lines.append(f"| {' | '.join(cells)} |")
            p = ""
    return lines


def read(file: Path, conditions: dict[str, object]) -> Accuracies:
    """The runs of an earlier start, none if there was none."""
    if not file.exists():
        return {}
    earlier = json.loads(file.read_text())
    for name, expected in conditions.items():
        if earlier.get(name) != expected:
            sys.exit(
                f"bench/accuracy: --out: found runs with another {name} ({earlier.get(name)}) in {file}, expected {expected}; name another file"
            )
    return earlier["accuracies"]


def write(file: Path, conditions: dict[str, object], accuracies: Accuracies) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    whole_file.write(file, json.dumps({**conditions, "accuracies": accuracies}, indent=2) + "\n")


def new_file() -> Path:
    """``accuracy-DATE.json``, or with a number behind it where an earlier start of the day has it."""
    name = f"accuracy-{date.today().isoformat()}"
    file = BENCH / "results" / f"{name}.json"
    number = 2
    while file.exists():
        file = file.with_name(f"{name}-{number}.json")
        number += 1
    return file


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="bench/accuracy", description=__doc__, allow_abbrev=False
    )
    parser.add_argument(
        "recipes", nargs="*", metavar="RECIPE", help=f"default: all of {', '.join(RECIPES)}"
    )
    parser.add_argument(
        "--seeds", type=positive, default=10, help="seeds 1 to N (default: %(default)s)"
    )
    parser.add_argument(
        "--threads", type=positive, default=1, help="of each run (default: %(default)s)"
    )
    parser.add_argument(
        "--out",
        type=Path,
        help="default: bench/results/accuracy-DATE.json; runs already there, of the same mnist4j, are not repeated",
    )
    given = parser.parse_args()
    unknown = set(given.recipes) - set(RECIPES)
    if unknown:
        parser.error(f"found {', '.join(sorted(unknown))}, expected {', '.join(RECIPES)}")
    if not ours.JAR.exists() or sys.prefix == sys.base_prefix:
        sys.exit(f"bench/accuracy: found no {ours.JAR} or no bench/.venv; run bench/run first")
    file = given.out or new_file()
    conditions = {"mnist4j": ours.commit(), "threads": given.threads}
    accuracies = read(file, conditions)
    for recipe in given.recipes or RECIPES:
        for seed in range(1, given.seeds + 1):
            for name, run in ((MNIST4J, run_mnist4j), (KERAS, run_keras)):
                seeds = accuracies.setdefault(recipe, {}).setdefault(name, {})
                if str(seed) not in seeds:
                    seeds[str(seed)] = run(recipe, seed, given.threads)
                    write(file, conditions, accuracies)
                    print(f"{recipe} {name} seed {seed}: {seeds[str(seed)]:.4f}", file=sys.stderr)
    print("\n".join(table(accuracies)))
    print(f"written to {file}")


if __name__ == "__main__":
    main()
