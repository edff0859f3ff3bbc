"""What the Keras, the PyTorch and the JAX program have in common: options and the line they print."""

import argparse
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import idx

BATCH_SIZES = {"mlp-64": 32, "mlp-512": 128, "cnn": 64, "cnn-best": 64, "cnn-best-still": 64}
# cnn-best moves every image of a batch at random, at most so far either way.
ROTATION_DEGREES = 10
SHIFT_PIXELS = 2
SCALE_SHARE = 0.1


@dataclass(frozen=True)
class Options:
    recipe: str
    batch: int
    steps: int
    epochs: int
    threads: int
    data_dir: Path
    gpu: bool
    best: bool


@dataclass(frozen=True)
class Result:
    """Times of one process. ``stepMillis`` has one mean per measured epoch."""

    engine: str
    recipe: str
    batch: int
    steps: int
    loadSeconds: float
    warmupSeconds: float
    stepMillis: list[float]
    threads: int | None


def parse(description: str, recipes: Iterable[str] = BATCH_SIZES) -> Options:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("recipe", choices=recipes)
    parser.add_argument("--steps", type=int, required=True, help="batches in an epoch")
    parser.add_argument("--epochs", type=int, default=3, help="the first one is the warm-up")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--data-dir", type=Path, default=idx.cache_directory())
    parser.add_argument("--gpu", action="store_true", help="PyTorch only")
    parser.add_argument("--best", action="store_true", help="compiled, not as it comes")
    given = parser.parse_args()
    return Options(
        given.recipe,
        BATCH_SIZES[given.recipe],
        given.steps,
        given.epochs,
        given.threads,
        given.data_dir,
        given.gpu,
        given.best,
    )


def keep_to_cores(threads: int) -> None:
    """For XLA, whose threads are as many as the cores that it may use; call it before XLA starts."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def print_result(
    engine: str,
    options: Options,
    load_seconds: float,
    epoch_seconds: list[float],
    epoch_losses: list[float],
    threads: int | None,
) -> None:
    """Ends the program with status 1 if the mean loss of the epochs has not fallen."""
    if not epoch_losses[-1] < epoch_losses[0]:
        sys.exit(f"{engine} does not learn {options.recipe}: mean losses {epoch_losses}")
    warmup, *measured = epoch_seconds
    step_millis = [seconds / options.steps * 1e3 for seconds in measured]
    result = Result(
        engine,
        options.recipe,
        options.batch,
        options.steps,
        load_seconds,
        warmup,
        step_millis,
        threads,
    )
    print(json.dumps(asdict(result)))
