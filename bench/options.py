"""The command line of bench/run. Run by itself it only checks it."""

import argparse
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class StepRecipe:
    """A recipe of which a few epochs of a fixed number of steps are timed.

    ``epoch_images`` is the size of the recipe's own epoch, ``held_out`` the share of the images
    given to mnist4j that it keeps for validation. ``program`` is what mnist4j is asked to train.
    ``products`` are each layer's multiplications for one image in the forward pass.
    """

    name: str
    batch: int
    steps: int
    epoch_images: int
    products: tuple[int, ...]
    held_out: float = 0.0
    program: tuple[str, ...] = ()

    @property
    def arguments(self) -> tuple[str, ...]:
        return self.program or (self.name,)

    @property
    def most_steps(self) -> int:
        return self.epoch_images // self.batch

    @property
    def operations(self) -> int:
        """Floating-point operations of a step's matrix products, an addition to each multiplication.

        Each layer has three, of the same size: forward, the gradient of its weights and that of its inputs, which the first
        layer does not need.
        """
        return 2 * self.batch * (3 * sum(self.products) - self.products[0])


@dataclass(frozen=True)
class WholeRecipe:
    """A recipe that is timed from its first epoch to its last."""

    name: str
    epochs: int

    @property
    def arguments(self) -> tuple[str, ...]:
        return (self.name,)


Recipe = StepRecipe | WholeRecipe

# A convolution's: output pixels that the pooling after it needs, kernel, channels, filters.
CNN = (26**2 * 9 * 32, 10**2 * 9 * 32 * 64, 3**2 * 9 * 64 * 64, 576 * 128, 1_280)
CNN_BEST = (
    26**2 * 9 * 32,
    24**2 * 9 * 32 * 32,
    10**2 * 9 * 32 * 64,
    8**2 * 9 * 64 * 64,
    1_024 * 256,
    2_560,
)

RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        StepRecipe("mlp-64", 32, 1_000, 60_000, (784 * 64, 640)),
        StepRecipe("mlp-512", 128, 400, 60_000, (784 * 512, 5_120)),
        StepRecipe("cnn", 64, 150, 48_000, CNN, held_out=0.2),
        # The others move their images too, but have no other pens.
        StepRecipe(
            "cnn-best",
            64,
            60,
            54_000,
            CNN_BEST,
            held_out=0.1,
            program=("cnn-best", "--augment-pen", "0"),
        ),
        StepRecipe(
            "cnn-best-still",
            64,
            60,
            54_000,
            CNN_BEST,
            held_out=0.1,
            program=("cnn-best", "--no-augment"),
        ),
        WholeRecipe("numpy-mlp", 20),
        WholeRecipe("perceptron", 3_000),
    )
}


@dataclass(frozen=True)
class Options:
    """``steps`` and ``threads`` are None where the defaults hold."""

    recipes: list[Recipe]
    rounds: int
    steps: int | None
    epochs: int
    threads: int | None
    data_dir: Path | None
    out: Path | None
    gpu: bool
    plain: bool
    loaded: bool

    def steps_of(self, recipe: StepRecipe) -> int:
        return self.steps or recipe.steps

    @property
    def thread_count(self) -> int:
        return self.threads or len(os.sched_getaffinity(0))


def parse() -> Options:
    parser = _parser()
    given = parser.parse_args()
    recipes = [RECIPES[name] for name in given.recipes or RECIPES]
    if given.gpu and not given.recipes:
        recipes = [recipe for recipe in recipes if isinstance(recipe, StepRecipe)]
    options = Options(
        recipes,
        given.rounds,
        given.steps,
        given.epochs,
        given.threads,
        given.data_dir.resolve() if given.data_dir else None,
        given.out.resolve() if given.out else None,
        given.gpu,
        given.plain,
        given.loaded,
    )
    _check(parser, options)
    return options


def _check(parser: argparse.ArgumentParser, options: Options) -> None:
    if options.epochs < 2:
        parser.error("--epochs: expected at least 2, since the first is the warm-up")
    if options.gpu and options.threads:
        parser.error("--threads: on a GPU there are none to set")
    for recipe in options.recipes:
        if options.gpu and isinstance(recipe, WholeRecipe):
            parser.error(f"--gpu: {recipe.name} is compared with NumPy, which has no GPU")
        if isinstance(recipe, StepRecipe) and options.steps_of(recipe) > recipe.most_steps:
            parser.error(f"--steps: {recipe.name} has {recipe.most_steps} in a whole epoch")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bench/run",
        # bench/run itself looks for --gpu, written out.
        allow_abbrev=False,
        description="Times mnist4j against stock DL4J, DJL, Keras, PyTorch, JAX and NumPy, in alternation.",
        epilog="Steps by default: "
        + ", ".join(
            f"{recipe.name} {recipe.steps}"
            for recipe in RECIPES.values()
            if isinstance(recipe, StepRecipe)
        )
        + ". numpy-mlp and perceptron are whole runs.",
    )
    # argparse checks the choices of an empty list too, hence the check by type.
    parser.add_argument(
        "recipes",
        nargs="*",
        type=_recipe_name,
        metavar="RECIPE",
        help=f"default: all of {', '.join(RECIPES)}",
    )
    parser.add_argument("--rounds", type=positive, default=5, help="default: %(default)s")
    parser.add_argument("--steps", type=positive, help="steps in an epoch, for every recipe")
    parser.add_argument(
        "--epochs",
        type=positive,
        default=3,
        help="epochs of that many steps; the first is the warm-up (default: %(default)s)",
    )
    parser.add_argument("--threads", type=positive, help="default: as many as cores")
    parser.add_argument(
        "--data-dir", type=Path, help="the four IDX files (default: mnist4j's cache)"
    )
    parser.add_argument(
        "--gpu",
        action="store_true",
        help="mnist4j built with -Pcuda and PyTorch, both on the first NVIDIA GPU",
    )
    parser.add_argument(
        "--plain", action="store_true", help="the others as they come only, not at their best"
    )
    parser.add_argument(
        "--loaded", action="store_true", help="with one other busy process per core beside"
    )
    parser.add_argument(
        "--out",
        type=Path,
        help="default: bench/results/DATE; rounds already there, under the same conditions, are not repeated",
    )
    return parser


def _recipe_name(text: str) -> str:
    if text not in RECIPES:
        raise argparse.ArgumentTypeError(f"found {text}, expected one of {', '.join(RECIPES)}")
    return text


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"found {text}, expected a number from 1 up")
    return int(text)


if __name__ == "__main__":
    parse()
