"""Trains mlp-64, mlp-512, cnn or cnn-best with PyTorch in a plain loop.

With --best the network is compiled, its images lie channels last, and the optimiser is the fused one, or for RMSprop,
which has none, the one that takes all parameters at once.
"""

import math
import os
import sys
import time

# Python resolves every function of a library when it loads it; CUDA's are there only for --gpu
# (README.md).
sys.setdlopenflags(os.RTLD_LAZY)

import torch  # noqa: E402
from torch import Tensor, nn  # noqa: E402

import idx  # noqa: E402
import step_bench  # noqa: E402
from step_bench import Options  # noqa: E402


def dense_network(hidden: int) -> nn.Module:
    return nn.Sequential(nn.Linear(784, hidden), nn.ReLU(), nn.Linear(hidden, 10))


def convolutional_network() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(64, 64, 3),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(3 * 3 * 64, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )


def normalised_network() -> nn.Module:
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.BatchNorm2d(32, momentum=0.01),
        nn.Conv2d(32, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.BatchNorm2d(32, momentum=0.01),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.BatchNorm2d(64, momentum=0.01),
        nn.Conv2d(64, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.BatchNorm2d(64, momentum=0.01),
        nn.Flatten(),
        nn.Dropout(0.4),
        nn.Linear(4 * 4 * 64, 256),
        nn.ReLU(),
        nn.BatchNorm1d(256, momentum=0.01),
        nn.Linear(256, 10),
    )


def moved(pixels: Tensor) -> Tensor:
    """Each image turned, scaled and shifted at random, with linear interpolation."""
    turn, scale, right, down = (torch.rand(4, len(pixels), device=pixels.device) * 2 - 1).unbind()
    turn = turn * math.radians(step_bench.ROTATION_DEGREES)
    scale = 1 + scale * step_bench.SCALE_SHARE
    # In halves of a side, as affine_grid has it.
    shift = step_bench.SHIFT_PIXELS / 14
    cosine, sine = turn.cos() * scale, turn.sin() * scale
    maps = torch.stack([cosine, -sine, right * shift, sine, cosine, down * shift], dim=1)
    grid = nn.functional.affine_grid(maps.reshape(-1, 2, 3), pixels.shape, align_corners=False)
    return nn.functional.grid_sample(pixels, grid, align_corners=False)


def start_as_keras(layer: nn.Module) -> None:
    if isinstance(layer, (nn.Linear, nn.Conv2d)):
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)


def network(recipe: str) -> nn.Module:
    if recipe == "cnn":
        model = convolutional_network()
    elif recipe.startswith("cnn-best"):
        model = normalised_network()
    else:
        model = dense_network(64 if recipe == "mlp-64" else 512)
    return model.apply(start_as_keras)


def optimizer(options: Options, model: nn.Module) -> torch.optim.Optimizer:
    best = True if options.best else None
    if options.recipe == "mlp-512":
        return torch.optim.RMSprop(model.parameters(), lr=1e-3, alpha=0.9, eps=1e-7, foreach=best)
    rate = 2e-3 if options.recipe.startswith("cnn-best") else 1e-3
    return torch.optim.Adam(model.parameters(), lr=rate, eps=1e-7, fused=best)


def load(options: Options) -> tuple[Tensor, Tensor]:
    images = idx.train_images(options.data_dir).first(options.steps * options.batch)
    shape = (-1, 1, 28, 28) if options.recipe.startswith("cnn") else (-1, 784)
    pixels = torch.tensor(images.pixels).reshape(shape).float() / 255
    if options.best and options.recipe.startswith("cnn"):
        pixels = pixels.contiguous(memory_format=torch.channels_last)
    return pixels.to(device(options)), torch.tensor(images.labels).long().to(device(options))


def device(options: Options) -> torch.device:
    return torch.device("cuda", 0) if options.gpu else torch.device("cpu")


def train_epoch(
    model: nn.Module,
    optimiser: torch.optim.Optimizer,
    pixels: Tensor,
    labels: Tensor,
    options: Options,
) -> float:
    """One pass in a new order; no DataLoader, which would cost more than the small networks do.

    Returns the mean loss, kept as a tensor until the end of the pass; reading it waits for a GPU.
    """
    model.train()
    total = torch.zeros((), device=pixels.device)
    rows = torch.randperm(len(labels), device=pixels.device).split(options.batch)
    for row in rows:
        optimiser.zero_grad()
        images = moved(pixels[row]) if options.recipe == "cnn-best" else pixels[row]
        loss = nn.functional.cross_entropy(model(images), labels[row])
        loss.backward()
        optimiser.step()
        total += loss.detach()
    return total.item() / len(rows)


def main() -> None:
    options = step_bench.parse(__doc__)
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    start = time.perf_counter()
    pixels, labels = load(options)
    load_seconds = time.perf_counter() - start
    model = network(options.recipe).to(device(options))
    if options.best:
        model = torch.compile(model.to(memory_format=torch.channels_last))
    optimiser = optimizer(options, model)
    seconds, losses = [], []
    for _ in range(options.epochs):
        start = time.perf_counter()
        loss = train_epoch(model, optimiser, pixels, labels, options)
        seconds.append(time.perf_counter() - start)
        losses.append(loss)
    threads = None if options.gpu else torch.get_num_threads()
    step_bench.print_result("pytorch", options, load_seconds, seconds, losses, threads)


if __name__ == "__main__":
    main()
