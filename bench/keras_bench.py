"""Trains mlp-64, mlp-512, cnn or cnn-best with Keras, as the documents do.

KERAS_BACKEND chooses TensorFlow or JAX. Keras compiles with XLA on JAX in any case, on TensorFlow with --best.
"""

import time

import keras
import numpy as np

import idx
import step_bench
from step_bench import Options


class EpochClock(keras.callbacks.Callback):
    """Seconds of each epoch."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds: list[float] = []
        self._start = 0.0

    def on_epoch_begin(self, epoch: int, logs: dict | None = None) -> None:
        self._start = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: dict | None = None) -> None:
        self.seconds.append(time.perf_counter() - self._start)


def dense_network(hidden: int) -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(hidden, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def convolutional_network() -> keras.Model:
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(64, 3, activation="relu"),
            keras.layers.MaxPooling2D(2),
            keras.layers.Conv2D(64, 3, activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )


def normalised_network(moved: bool) -> keras.Model:
    layers = keras.layers
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            *(moving() if moved else []),
            layers.Conv2D(32, 3, activation="relu"),
            layers.BatchNormalization(),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.BatchNormalization(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.BatchNormalization(),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dropout(0.4),
            layers.Dense(256, activation="relu"),
            layers.BatchNormalization(),
            layers.Dense(10, activation="softmax"),
        ]
    )


def moving() -> list[keras.Layer]:
    shift = step_bench.SHIFT_PIXELS / 28
    return [
        keras.layers.RandomRotation(step_bench.ROTATION_DEGREES / 360, fill_mode="constant"),
        keras.layers.RandomTranslation(shift, shift, fill_mode="constant"),
        keras.layers.RandomZoom(step_bench.SCALE_SHARE, fill_mode="constant"),
    ]


def network(recipe: str) -> keras.Model:
    if recipe == "cnn":
        return convolutional_network()
    if recipe.startswith("cnn-best"):
        return normalised_network(moved=recipe == "cnn-best")
    return dense_network(64 if recipe == "mlp-64" else 512)


def optimizer(recipe: str) -> keras.Optimizer:
    if recipe == "mlp-512":
        return keras.optimizers.RMSprop(1e-3, rho=0.9, epsilon=1e-7)
    return keras.optimizers.Adam(2e-3 if recipe.startswith("cnn-best") else 1e-3)


def load(options: Options) -> tuple[np.ndarray, np.ndarray]:
    images = idx.train_images(options.data_dir).first(options.steps * options.batch)
    shape = (-1, 28, 28, 1) if options.recipe.startswith("cnn") else (-1, 784)
    pixels = images.pixels.reshape(shape).astype(np.float32) / 255
    return pixels, keras.utils.to_categorical(images.labels, 10)


def set_threads(threads: int) -> int:
    """One step of these networks is one chain of operations, so there is nothing to run beside it."""
    step_bench.keep_to_cores(threads)
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        tf.config.threading.set_intra_op_parallelism_threads(threads)
        tf.config.threading.set_inter_op_parallelism_threads(1)
    return threads


def main() -> None:
    options = step_bench.parse(__doc__)
    threads = set_threads(options.threads)
    keras.utils.set_random_seed(1)
    start = time.perf_counter()
    pixels, targets = load(options)
    load_seconds = time.perf_counter() - start
    model = network(options.recipe)
    model.compile(
        optimizer(options.recipe),
        "categorical_crossentropy",
        metrics=["accuracy"],
        jit_compile=True if options.best else "auto",
    )
    clock = EpochClock()
    history = model.fit(
        pixels,
        targets,
        batch_size=options.batch,
        epochs=options.epochs,
        callbacks=[clock],
        verbose=0,
    )
    step_bench.print_result(
        "keras", options, load_seconds, clock.seconds, history.history["loss"], threads
    )


if __name__ == "__main__":
    main()
