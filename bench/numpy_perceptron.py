"""The recipe perceptron in NumPy: 0 against 1 by full-batch gradient descent, in matrix form."""

import time
from dataclasses import dataclass

import numpy as np

import idx
import whole_run
from whole_run import Options, Result

LEARNING_RATE = 0.01
SEED = 0
LOGGED = 200


@dataclass(frozen=True)
class Part:
    """Pixels ``[n, 784]`` in 0 to 1 and labels 0 or 1 ``[n]``, both float64."""

    pixels: np.ndarray
    labels: np.ndarray


@dataclass(frozen=True)
class Epoch:
    """Mean squared errors and accuracies: training before the update, test after it."""

    number: int
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float


def zeros_then_ones(images: idx.Images) -> Part:
    pixels = images.pixels.reshape(-1, 784) / 255
    zeros, ones = (pixels[images.labels == digit] for digit in (0, 1))
    labels = np.concatenate((np.zeros(len(zeros)), np.ones(len(ones))))
    return Part(np.concatenate((zeros, ones)), labels)


def shuffled(part: Part) -> Part:
    order = np.arange(len(part.labels))
    np.random.seed(SEED)
    np.random.shuffle(order)
    return Part(part.pixels[order], part.labels[order])


def predict(pixels: np.ndarray, weights: np.ndarray, bias: float) -> np.ndarray:
    return 1 / (1 + np.exp(-(pixels @ weights + bias)))


def loss_and_accuracy(prediction: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    loss = np.mean((prediction - labels) ** 2)
    return float(loss), float(np.mean((prediction > 0.5) == labels))


def run(train: Part, test: Part, epochs: int) -> list[Epoch]:
    """The epochs that the document prints; like mnist4j's, only these look at the test set."""
    np.random.seed(SEED)
    weights = np.random.randn(784)
    bias = 0.0
    history = []
    for number in range(1, epochs + 1):
        prediction = predict(train.pixels, weights, bias)
        train_loss, train_accuracy = loss_and_accuracy(prediction, train.labels)
        step = (prediction - train.labels) * prediction * (1 - prediction) / len(train.labels)
        weights -= LEARNING_RATE * (step @ train.pixels)
        bias -= LEARNING_RATE * np.sum(step)
        if number == 1 or number % LOGGED == 0 or number == epochs:
            test_prediction = predict(test.pixels, weights, bias)
            test_loss, test_accuracy = loss_and_accuracy(test_prediction, test.labels)
            history.append(Epoch(number, train_loss, test_loss, train_accuracy, test_accuracy))
    return history


def write_table(options: Options, history: list[Epoch]) -> None:
    rows = [
        (
            epoch.number,
            f"{epoch.train_loss:.4f}",
            f"{epoch.test_loss:.4f}",
            f"{epoch.train_accuracy:.4f}",
            f"{epoch.test_accuracy:.4f}",
        )
        for epoch in history
    ]
    header = ("epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy")
    whole_run.write_csv(options.csv, header, rows)


def main() -> None:
    options = whole_run.parse(__doc__, epochs=3_000)
    start = time.perf_counter()
    train = shuffled(zeros_then_ones(idx.train_images(options.data_dir)))
    test = zeros_then_ones(idx.test_images(options.data_dir))
    loaded = time.perf_counter()
    history = run(train, test, options.epochs)
    seconds = time.perf_counter() - loaded
    if options.csv:
        write_table(options, history)
    accuracy = history[-1].test_accuracy
    whole_run.print_result(
        Result(
            "numpy",
            "perceptron",
            options.epochs,
            loaded - start,
            seconds,
            accuracy,
            options.threads,
        )
    )


if __name__ == "__main__":
    main()
