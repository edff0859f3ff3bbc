"""Trains mlp-64, mlp-512 or cnn with JAX alone: one compiled function a step, whose buffers are donated."""

import time
from functools import partial

import idx
import step_bench
from step_bench import Options

WEIGHTS = {
    "mlp-64": [(784, 64), (64, 10)],
    "mlp-512": [(784, 512), (512, 10)],
    "cnn": [(3, 3, 1, 32), (3, 3, 32, 64), (3, 3, 64, 64), (576, 128), (128, 10)],
}
options = step_bench.parse(__doc__, WEIGHTS)
step_bench.keep_to_cores(options.threads)

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
from jax import Array, lax, nn  # noqa: E402

RATE = 1e-3
EPSILON = 1e-7

Parameters = list[tuple[Array, Array]]


def fresh(recipe: str) -> Parameters:
    """As Keras starts them: Glorot uniform, zero bias."""
    shapes = WEIGHTS[recipe]
    keys = jax.random.split(jax.random.key(1), len(shapes))
    start = nn.initializers.glorot_uniform()
    return [
        (start(key, shape), jnp.zeros(shape[-1])) for key, shape in zip(keys, shapes, strict=True)
    ]


def logits(parameters: Parameters, pixels: Array) -> Array:
    *hidden, (weights, bias) = parameters
    last_convolution = sum(layer[0].ndim == 4 for layer in hidden) - 1
    x = pixels
    for number, (layer, layer_bias) in enumerate(hidden):
        if layer.ndim == 2:
            x = nn.relu(x.reshape(len(x), -1) @ layer + layer_bias)
            continue
        x = lax.conv_general_dilated(
            x, layer, (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC")
        )
        x = nn.relu(x + layer_bias)
        if number < last_convolution:
            x = lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")
    return x @ weights + bias


def loss_of(parameters: Parameters, pixels: Array, labels: Array) -> Array:
    log_probabilities = nn.log_softmax(logits(parameters, pixels))
    return -jnp.take_along_axis(log_probabilities, labels[:, None], axis=1).mean()


def adam(step: Array, gradient: Array, first: Array, second: Array) -> tuple[Array, Array, Array]:
    first = 0.9 * first + 0.1 * gradient
    second = 0.999 * second + 0.001 * gradient**2
    rate = RATE * jnp.sqrt(1 - 0.999**step) / (1 - 0.9**step)
    return rate * first / (jnp.sqrt(second) + EPSILON), first, second


def rms_prop(
    step: Array, gradient: Array, first: Array, second: Array
) -> tuple[Array, Array, Array]:
    second = 0.9 * second + 0.1 * gradient**2
    return RATE * gradient / jnp.sqrt(second + EPSILON), first, second


@partial(jax.jit, static_argnums=0, donate_argnums=(1, 2))
def train_step(
    recipe: str, parameters: Parameters, state: tuple, pixels: Array, labels: Array, rows: Array
) -> tuple[Parameters, tuple, Array]:
    loss, gradients = jax.value_and_grad(loss_of)(parameters, pixels[rows], labels[rows])
    step, first, second = state
    step = step + 1
    update = rms_prop if recipe == "mlp-512" else adam
    leaves, structure = jax.tree.flatten(parameters)
    columns = [jax.tree.leaves(tree) for tree in (gradients, first, second)]
    updates = [update(step, *values) for values in zip(*columns, strict=True)]
    parameters, first, second = (
        jax.tree.unflatten(structure, column)
        for column in (
            [leaf - change[0] for leaf, change in zip(leaves, updates, strict=True)],
            [change[1] for change in updates],
            [change[2] for change in updates],
        )
    )
    return parameters, (step, first, second), loss


def load(options: Options) -> tuple[Array, Array]:
    images = idx.train_images(options.data_dir).first(options.steps * options.batch)
    shape = (-1, 28, 28, 1) if options.recipe == "cnn" else (-1, 784)
    return jnp.asarray(images.pixels).reshape(shape) / jnp.float32(255), jnp.asarray(images.labels)


def main() -> None:
    start = time.perf_counter()
    pixels, labels = jax.block_until_ready(load(options))
    load_seconds = time.perf_counter() - start
    parameters = fresh(options.recipe)
    state = (
        jnp.zeros(()),
        jax.tree.map(jnp.zeros_like, parameters),
        jax.tree.map(jnp.zeros_like, parameters),
    )
    seconds, losses = [], []
    for epoch in range(options.epochs):
        start = time.perf_counter()
        order = jax.random.permutation(jax.random.key(epoch), len(labels))
        total = jnp.zeros(())
        for rows in order.reshape(options.steps, options.batch):
            parameters, state, loss = train_step(
                options.recipe, parameters, state, pixels, labels, rows
            )
            total += loss
        losses.append(float(total) / options.steps)
        seconds.append(time.perf_counter() - start)
    step_bench.print_result("jax", options, load_seconds, seconds, losses, options.threads)


if __name__ == "__main__":
    main()
