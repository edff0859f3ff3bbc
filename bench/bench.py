"""Runs the rounds and writes the results after each. Started by bench/run."""

import os
import sys
from datetime import date
from pathlib import Path
from statistics import mean

import engines
import machine
import options
import process
import report
from engines import BENCH, TITLES, Measurement
from options import Options


def main() -> int:
    given = options.parse()
    directory = given.out or _new_directory(BENCH / "results", date.today().isoformat())
    try:
        engines.fetch_data(given)
        # Before the others are busy, for the rate of its products.
        description = machine.describe(given)
        with process.busy(len(os.sched_getaffinity(0)) if given.loaded else 0):
            measurements = _rounds(given, directory, description)
    except process.ProgramFailed as failure:
        print(failure, file=sys.stderr)
        return 1
    print(report.table(measurements, given))
    print(f"written to {directory}")
    return 0


def _rounds(given: Options, directory: Path, description: dict[str, str]) -> list[Measurement]:
    measurements = report.read(directory, description, given)
    done = max((measurement.round for measurement in measurements), default=0)
    for round_ in range(done + 1, given.rounds + 1):
        for recipe in given.recipes:
            for engine in engines.names(recipe, given):
                measurement = engines.measure(round_, recipe, engine, given)
                _show(measurement)
                measurements.append(measurement)
        report.write(directory, description, given, measurements)
    return measurements


def _show(measurement: Measurement) -> None:
    print(
        f"round {measurement.round}  {measurement.recipe:<10}  "
        f"{TITLES[measurement.engine]:<32}  {mean(measurement.values):9.3f}  "
        f"({measurement.wall_seconds:.1f} s, {measurement.peak_mebibytes:.0f} MiB)",
        file=sys.stderr,
        flush=True,
    )


def _new_directory(parent: Path, name: str) -> Path:
    """``name``, or with a number behind it where an earlier run of the day has it."""
    directory = parent / name
    number = 2
    while directory.exists():
        directory = parent / f"{name}-{number}"
        number += 1
    return directory


if __name__ == "__main__":
    sys.exit(main())
