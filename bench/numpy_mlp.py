"""The recipe numpy-mlp in NumPy: the arithmetic of "Deep learning on MNIST", quirks included."""

import time
from dataclasses import dataclass

import numpy as np

import idx
import whole_run
from whole_run import Options, Result

IMAGES = 1_000
HIDDEN = 100
LEARNING_RATE = 0.005
SEED = 884_736_743


@dataclass(frozen=True)
class Part:
    """Pixels ``[n, 784]`` in 0 to 1 and one-hot labels ``[n, 10]``, both float64."""

    pixels: np.ndarray
    targets: np.ndarray


@dataclass(frozen=True)
class Score:
    """Mean sum of squared errors, and share of images that are right."""

    error: float
    accuracy: float


def part(images: idx.Images) -> Part:
    first = images.first(IMAGES)
    return Part(first.pixels.reshape(IMAGES, 784) / 255, np.eye(10)[first.labels])


def train_epoch(
    train: Part, hidden: np.ndarray, output: np.ndarray, random: np.random.Generator
) -> Score:
    """One pass, one image at a time; the figures are those of training, dropout included.

    Quirks of the document: dropout doubles forwards only, and the ReLU's derivative is always 1.
    """
    error = 0.0
    correct = 0
    for pixels, target in zip(train.pixels, train.targets, strict=True):
        mask = random.integers(0, 2, HIDDEN)
        activation = np.maximum(pixels @ hidden, 0) * (mask * 2)
        prediction = activation @ output
        output_step = target - prediction
        error += np.sum(output_step**2)
        correct += int(np.argmax(prediction) == np.argmax(target))
        hidden_step = (output @ output_step) * mask
        hidden += LEARNING_RATE * np.outer(pixels, hidden_step)
        output += LEARNING_RATE * np.outer(activation, output_step)
    return Score(error / IMAGES, correct / IMAGES)


def score(test: Part, hidden: np.ndarray, output: np.ndarray) -> Score:
    prediction = np.maximum(test.pixels @ hidden, 0) @ output
    right = np.argmax(prediction, axis=1) == np.argmax(test.targets, axis=1)
    return Score(float(np.sum((test.targets - prediction) ** 2)) / IMAGES, float(np.mean(right)))


def run(train: Part, test: Part, epochs: int) -> list[tuple[Score, Score]]:
    random = np.random.default_rng(SEED)
    hidden = 0.2 * random.random((784, HIDDEN)) - 0.1
    output = 0.2 * random.random((HIDDEN, 10)) - 0.1
    history = []
    for _ in range(epochs):
        trained = train_epoch(train, hidden, output, random)
        history.append((trained, score(test, hidden, output)))
    return history


def write_table(options: Options, history: list[tuple[Score, Score]]) -> None:
    rows = [
        (epoch, f"{train.error:.3f}", train.accuracy, f"{test.error:.3f}", test.accuracy)
        for epoch, (train, test) in enumerate(history)
    ]
    header = ("epoch", "train_error", "train_accuracy", "test_error", "test_accuracy")
    whole_run.write_csv(options.csv, header, rows)


def main() -> None:
    options = whole_run.parse(__doc__, epochs=20)
    start = time.perf_counter()
    train = part(idx.train_images(options.data_dir))
    test = part(idx.test_images(options.data_dir))
    loaded = time.perf_counter()
    history = run(train, test, options.epochs)
    seconds = time.perf_counter() - loaded
    if options.csv:
        write_table(options, history)
    accuracy = history[-1][1].accuracy
    whole_run.print_result(
        Result(
            "numpy",
            "numpy-mlp",
            options.epochs,
            loaded - start,
            seconds,
            accuracy,
            options.threads,
        )
    )


if __name__ == "__main__":
    main()
