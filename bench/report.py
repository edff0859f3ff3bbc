"""Writes results.json, results.md and the chart."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import chart
import engines
import summary
import whole_file
from engines import OURS, TITLES, Measurement
from machine import SGEMM
from options import Options, StepRecipe
from process import ProgramFailed
from summary import Line, Spread

QUIET = 0.9
FLOOR = (
    "The floating-point operations of a step's matrix products at the rate of one large product on this machine: "
    "a step that did nothing else would take so long."
)
HEADER = (
    "recipe",
    "program",
    "median",
    "min to max",
    "unit",
    "mnist4j ÷ this",
    "min to max",
    "with warm-up",
    "s per epoch",
    "warm-up s",
    "rest s",
    "peak MiB",
    "test accuracy",
)


def read(directory: Path, machine: dict[str, str], options: Options) -> list[Measurement]:
    """The measurements of an earlier start, none if there was none."""
    file = directory / "results.json"
    if not file.exists():
        return []
    earlier = json.loads(file.read_text(encoding="utf-8"))
    theirs = earlier["machine"] | earlier
    for name, ours in (machine | _conditions(options)).items():
        # The rate of the machine is measured anew each time.
        if name != SGEMM and theirs.get(name) != ours:
            raise ProgramFailed(
                f"--out: found results with another {name} ({theirs.get(name)}) in {directory}, expected {ours}; name another directory"
            )
    return [Measurement(**measurement) for measurement in earlier["measurements"]]


def write(
    directory: Path, machine: dict[str, str], options: Options, measurements: list[Measurement]
) -> None:
    lines = summary.lines(measurements, options)
    directory.mkdir(parents=True, exist_ok=True)
    document = {
        "machine": machine,
        **_conditions(options),
        "summary": [asdict(line) for line in lines],
        "measurements": [asdict(measurement) for measurement in measurements],
    }
    text = json.dumps(document, indent=2, ensure_ascii=False)
    whole_file.write(directory / "results.json", text + "\n")
    chart.write(directory / "results.png", lines)
    whole_file.write(directory / "results.md", _markdown(machine, options, measurements, lines))


def table(measurements: list[Measurement], options: Options) -> str:
    """For the terminal."""
    rows = [HEADER, *(_cells(line) for line in summary.lines(measurements, options))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADER))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _conditions(options: Options) -> dict[str, object]:
    """What measurements have in common beside the machine. What is busy beside or left out changes a round, too."""
    return {
        "schedule": schedule(options),
        "threads": None if options.gpu else options.thread_count,
        "gpu": options.gpu,
        "plain": options.plain,
        "loaded": options.loaded,
        "data": engines.data_digest(options),
    }


def schedule(options: Options) -> dict[str, str]:
    return {
        recipe.name: (
            f"{options.epochs} epochs of {options.steps_of(recipe)} steps of {recipe.batch} images"
            if isinstance(recipe, StepRecipe)
            else f"whole run, {recipe.epochs} epochs"
        )
        for recipe in options.recipes
    }


def _cells(line: Line) -> tuple[str, ...]:
    is_ours = line.engine == OURS
    return (
        line.recipe,
        TITLES[line.engine],
        _significant(line.time.median),
        _range(line.time),
        line.unit,
        "" if is_ours else f"{line.ratio.median:.2f}",
        "" if is_ours else f"{line.ratio.least:.2f} to {line.ratio.most:.2f}",
        "" if line.whole is None else _significant(line.whole),
        _optional(line.epoch_seconds, ".1f"),
        _optional(line.warmup_seconds, ".1f"),
        f"{line.rest_seconds:.1f}",
        f"{line.peak_mebibytes:.0f}",
        _optional(line.test_accuracy, ".4f"),
    )


def _range(spread: Spread) -> str:
    return f"{_significant(spread.least)} to {_significant(spread.most)}"


def _significant(value: float) -> str:
    """Three digits, and no fewer where there are more before the point."""
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _optional(value: float | None, form: str) -> str:
    return "" if value is None else format(value, form)


def _markdown(
    machine: dict[str, str],
    options: Options,
    measurements: list[Measurement],
    lines: list[Line],
) -> str:
    parts = [
        "# Bench results",
        _intro(options, measurements),
        "![Time of each program on each recipe](results.png)",
        _markdown_table(HEADER, [_cells(line) for line in lines]),
        _notes(measurements),
        *([] if options.gpu else ["## Floor", FLOOR, _floor(machine, options, lines)]),
        "## Schedule",
        _markdown_table(("recipe", "timed"), schedule(options).items()),
        "## Machine",
        _markdown_table(("", ""), machine.items()),
    ]
    return "\n\n".join(parts) + "\n"


def _floor(machine: dict[str, str], options: Options, lines: list[Line]) -> str:
    header = ("recipe", "GFLOP a step", "floor, ms", "mnist4j ÷ floor", "fastest other", "÷ floor")
    rows = []
    for recipe in options.recipes:
        if not isinstance(recipe, StepRecipe):
            continue
        times = {line.engine: line.time.median for line in lines if line.recipe == recipe.name}
        ours = times.pop(OURS)
        fastest = min(times, key=times.get)
        floor = recipe.operations / float(machine[SGEMM]) / 1e6
        cells = (f"{recipe.operations / 1e9:.3g}", _significant(floor), f"{ours / floor:.1f}")
        rows.append((recipe.name, *cells, TITLES[fastest], f"{times[fastest] / floor:.1f}"))
    return _markdown_table(header, rows)


def _intro(options: Options, measurements: list[Measurement]) -> str:
    done = max(measurement.round for measurement in measurements)
    device = "On the GPU" if options.gpu else f"Threads: {options.thread_count}"
    load = " One other busy process per core was running." if options.loaded else ""
    return (
        f"Rounds: {done}, programs in alternation. {device}.{load} "
        "A ratio below 1 means that mnist4j is the faster one."
    )


def _notes(measurements: list[Measurement]) -> str:
    notes = [
        "*with warm-up*: the mean step from the first one on, where the median leaves the first epoch out.",
        "*s per epoch*: the median step times the steps of the document's own epoch, which has "
        "60,000 images, 48,000 for cnn and 54,000 for cnn-best, whose others are held out.",
        "*warm-up s*: the first epoch, left out of the median.",
        "*rest s*: everything a process did apart from training: start, imports, loading; for "
        "mnist4j also scoring, saving the model and drawing the charts.",
    ]
    least = summary.least_idle_share(measurements)
    if least is not None:
        notes.append(f"*Idle cores* in the second before each process: {least:.0%} at the least.")
        if least < QUIET:
            notes.append(
                "**The machine was not quiet. Do not trust these times, nor the ratios: programs "
                "whose threads wait for each other lose far more than others do.**"
            )
    return "\n".join(f"- {note}" for note in notes)


def _markdown_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
