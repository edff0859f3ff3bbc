"""Compares the test accuracy of mnist4j and of Keras over seeds. Runs that are recorded are not repeated."""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

import idx

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
RECORD = BENCH / "results" / "accuracy.json"

MNIST4J = "mnist4j"
KERAS = "Keras"

EPOCHS = {"mlp-64": 20, "mlp-512": 5, "cnn": 5}
BATCH_SIZES = {"mlp-64": 32, "mlp-512": 128, "cnn": 64}

# A process of this program that trains one network with Keras and prints its test accuracy.
ONE_RUN = "--keras-run"


def keras_accuracy(recipe: str, seed: int, threads: int) -> float:
    """Trains as the document does, in this process."""
    import keras

    import keras_bench

    keras_bench.set_threads(threads)
    keras.utils.set_random_seed(seed)
    train, test = (
        _arrays(recipe, read(idx.cache_directory())) for read in (idx.train_images, idx.test_images)
    )
    if recipe == "cnn":
        train = tuple(values[:48_000] for values in train)
    model = keras_bench.network(recipe)
    model.compile(
        keras_bench.optimizer(recipe), "categorical_crossentropy", metrics=["accuracy"]
    )
    model.fit(*train, batch_size=BATCH_SIZES[recipe], epochs=EPOCHS[recipe], verbose=0)
    outputs = model.predict(test[0], batch_size=1_000, verbose=0)
    return float(np.mean(outputs.argmax(1) == test[1].argmax(1)))


def _arrays(recipe: str, images: idx.Images) -> tuple[np.ndarray, np.ndarray]:
    shape = (-1, 28, 28, 1) if recipe == "cnn" else (-1, 784)
    pixels = images.pixels.reshape(shape).astype(np.float32) / 255
    return pixels, np.eye(10, dtype=np.float32)[images.labels]


def run_keras(recipe: str, seed: int, threads: int) -> float:
    command = [sys.executable, __file__, ONE_RUN, recipe, str(seed), "--threads", str(threads)]
    environment = os.environ | {"TF_CPP_MIN_LOG_LEVEL": "3"}
    return float(subprocess.check_output(command, env=environment, text=True).split()[-1])


def run_mnist4j(recipe: str, seed: int, threads: int) -> float:
    with tempfile.TemporaryDirectory() as out:
        subprocess.run(
            ["java", f"@{ROOT}/.mvn/jvm.config", "-jar", f"{ROOT}/target/mnist4j.jar"]
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
    x = np.linspace(-t, t, 100_001)
    scale = math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)
    density = math.exp(scale) / math.sqrt(degrees * math.pi) * (1 + x**2 / degrees) ** (
        -(degrees + 1) / 2
    )
    return 1 - float(np.trapezoid(density, x))


def table(record: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    lines = [
        "| recipe | program | seeds | test accuracy | mean | standard deviation | p (Welch) |",
        "|---|---|---:|---|---:|---:|---:|",
    ]
    for recipe, programs in record.items():
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench/accuracy", description=__doc__)
    parser.add_argument("recipes", nargs="*", metavar="RECIPE", help="all three by default")
    parser.add_argument("--seeds", type=int, default=10, help="seeds 1 to N (default: 10)")
    parser.add_argument("--threads", type=int, default=1, help="of each run (default: 1)")
    parser.add_argument(ONE_RUN, nargs=2, dest="one_run", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one_run:
        recipe, seed = given.one_run
        print(keras_accuracy(recipe, int(seed), given.threads))
        return
    unknown = set(given.recipes) - set(EPOCHS)
    if unknown:
        parser.error(f"found {', '.join(sorted(unknown))}, expected {', '.join(EPOCHS)}")
    record = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    for recipe in given.recipes or EPOCHS:
        for seed in range(1, given.seeds + 1):
            for name, run in ((MNIST4J, run_mnist4j), (KERAS, run_keras)):
                seeds = record.setdefault(recipe, {}).setdefault(name, {})
                if str(seed) not in seeds:
                    seeds[str(seed)] = run(recipe, seed, given.threads)
                    RECORD.write_text(json.dumps(record, indent=2) + "\n")
                    print(f"{recipe} {name} seed {seed}: {seeds[str(seed)]:.4f}", file=sys.stderr)
    print("\n".join(table(record)))


if __name__ == "__main__":
    main()
