"""Trains one network with Keras, as the document does, and prints its test accuracy. Started by accuracy.py."""

import argparse

import keras
import numpy as np

import idx
import keras_bench

EPOCHS = {"mlp-64": 20, "mlp-512": 5, "cnn": 5}
BATCH_SIZES = {"mlp-64": 32, "mlp-512": 128, "cnn": 64}


def accuracy(recipe: str, seed: int, threads: int) -> float:
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


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recipe", choices=EPOCHS)
    parser.add_argument("seed", type=int)
    parser.add_argument("--threads", type=int, required=True)
    given = parser.parse_args()
    print(accuracy(given.recipe, given.seed, given.threads))
