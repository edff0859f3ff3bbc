"""Medians, spread and ratios over the rounds."""

from dataclasses import dataclass
from statistics import mean, median

import engines
from engines import OURS, Measurement
from options import Options, Recipe, StepRecipe


@dataclass(frozen=True)
class Spread:
    """Over the rounds."""

    median: float
    least: float
    most: float

    @staticmethod
    def of(values: list[float]) -> "Spread":
        return Spread(median(values), min(values), max(values))


@dataclass(frozen=True)
class Line:
    """One program on one recipe.

    ``ratio`` is mnist4j's time divided by this program's, taken round by round: below 1, mnist4j
    is the faster one. ``unit`` is that of ``time``. ``whole`` is the mean step with the warm-up.
    """

    recipe: str
    engine: str
    unit: str
    time: Spread
    ratio: Spread
    whole: float | None
    epoch_seconds: float | None
    warmup_seconds: float | None
    load_seconds: float | None
    rest_seconds: float
    peak_mebibytes: float
    test_accuracy: float | None


def lines(measurements: list[Measurement], options: Options) -> list[Line]:
    return [
        _line(recipe, engine, measurements, options)
        for recipe in options.recipes
        for engine in engines.names(recipe, options)
    ]


def least_idle_share(measurements: list[Measurement]) -> float | None:
    shares = [m.idle_share_before for m in measurements if m.idle_share_before is not None]
    return min(shares, default=None)


def _line(
    recipe: Recipe, engine: str, measurements: list[Measurement], options: Options
) -> Line:
    theirs = [m for m in measurements if (m.recipe, m.engine) == (recipe.name, engine)]
    ours = [m for m in measurements if (m.recipe, m.engine) == (recipe.name, OURS)]
    time = Spread.of([mean(m.values) for m in theirs])
    ratios = [
        mean(our.values) / mean(their.values) for our, their in zip(ours, theirs, strict=True)
    ]
    by_steps = isinstance(recipe, StepRecipe)
    return Line(
        recipe.name,
        engine,
        "ms per step" if by_steps else "s per run",
        time,
        Spread.of(ratios),
        median(_with_warmup(m, recipe, options) for m in theirs) if by_steps else None,
        time.median * recipe.epoch_images / recipe.batch / 1e3 if by_steps else None,
        _median_if_any([m.warmup_seconds for m in theirs]),
        _median_if_any([m.load_seconds for m in theirs]),
        median(m.rest_seconds for m in theirs),
        median(m.peak_mebibytes for m in theirs),
        _median_if_any([m.test_accuracy for m in theirs]),
    )


def _with_warmup(measurement: Measurement, recipe: StepRecipe, options: Options) -> float:
    """Milliseconds of a step, from the first step of the first epoch on."""
    warmup = measurement.warmup_seconds / options.steps_of(recipe) * 1e3
    return mean([warmup, *measurement.values])


def _median_if_any(values: list[float | None]) -> float | None:
    present = [value for value in values if value is not None]
    return median(present) if present else None
