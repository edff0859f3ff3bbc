"""One picture: a panel for each recipe, a bar for each program."""

from itertools import groupby
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

from matplotlib import pyplot  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402

from engines import OURS, TITLES  # noqa: E402
from summary import Line  # noqa: E402

OUR_COLOUR = "#0072B2"
OTHER_COLOUR = "#BBBBBB"
INK = "#222222"
BAR_HEIGHT = 0.34
PANEL_MARGIN = 0.6
LABEL_ROOM = 1.45


def write(path: Path, lines: list[Line]) -> None:
    panels = [list(group) for _, group in groupby(lines, key=lambda line: line.recipe)]
    sizes = [len(panel) * BAR_HEIGHT + PANEL_MARGIN for panel in panels]
    figure, axes = pyplot.subplots(
        len(panels),
        1,
        figsize=(8, sum(sizes) + 0.5),
        height_ratios=sizes,
        squeeze=False,
        layout="constrained",
    )
    figure.suptitle(
        "Training time, median of the rounds; the thin line spans the fastest and slowest round",
        fontsize=10,
        color=INK,
    )
    for panel, axis in zip(panels, axes[:, 0], strict=True):
        _draw(axis, panel)
    partial = path.with_suffix(".partial.png")
    figure.savefig(partial, dpi=150)
    pyplot.close(figure)
    partial.replace(path)


def _draw(axis: Axes, panel: list[Line]) -> None:
    medians = [line.time.median for line in panel]
    widest = max(line.time.most for line in panel)
    axis.barh(
        [TITLES[line.engine] for line in panel],
        medians,
        height=0.7,
        color=[OUR_COLOUR if line.engine == OURS else OTHER_COLOUR for line in panel],
        xerr=[
            [line.time.median - line.time.least for line in panel],
            [line.time.most - line.time.median for line in panel],
        ],
        error_kw={"ecolor": INK, "elinewidth": 1, "capsize": 2},
    )
    for row, line in enumerate(panel):
        axis.text(
            line.time.most + widest * 0.015, row, _label(line), va="center", fontsize=9, color=INK
        )
    axis.set_title(f"{panel[0].recipe}, {panel[0].unit}", loc="left", fontsize=10, color=INK)
    axis.set_xlim(0, widest * LABEL_ROOM)
    axis.set_ylim(len(panel) - 0.5, -0.5)
    axis.tick_params(labelsize=9, colors=INK, left=False)
    axis.spines[["top", "right", "left"]].set_visible(False)


def _label(line: Line) -> str:
    unit = line.unit.split()[0]
    time = f"{line.time.median:.3g} {unit}"
    if line.engine == OURS:
        return time
    return f"{time}, {1 / line.ratio.median:.2g} × mnist4j's time"
