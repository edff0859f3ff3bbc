"""The programs that are compared: how each is started and what it answers."""

import hashlib
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import idx
import ours
import process
from options import Options, Recipe, StepRecipe

BENCH = Path(__file__).resolve().parent

OURS = "mnist4j"
TITLES = {
    OURS: "mnist4j",
    "stock": "stock DL4J",
    "djl": "DJL on PyTorch",
    "keras": "Keras on TensorFlow",
    "keras-xla": "Keras, jit_compile",
    "keras-jax": "Keras on JAX",
    "pytorch": "PyTorch",
    "pytorch-best": "PyTorch, compiled",
    "jax": "JAX",
    "numpy": "NumPy",
}
PLAIN = ["stock", "djl", "keras", "pytorch"]
BEST = ["keras-xla", "keras-jax", "pytorch-best", "jax"]
JARS = {
    "stock": BENCH / "stock" / "target" / "stock-dl4j.jar",
    "djl": BENCH / "djl" / "target" / "djl.jar",
}
SCRIPTS = {
    "keras": ["keras_bench.py"],
    "keras-xla": ["keras_bench.py", "--best"],
    "keras-jax": ["keras_bench.py"],
    "pytorch": ["pytorch_bench.py"],
    "pytorch-best": ["pytorch_bench.py", "--best"],
    "jax": ["jax_bench.py"],
}
# DJL has no RMSprop on PyTorch and moves no images; JAX has no layers; stock DL4J would take minutes.
LEFT_OUT = {
    "mlp-512": {"djl"},
    "cnn-best": {"stock", "djl", "jax"},
    "cnn-best-still": {"stock", "jax"},
}
# Its waiting threads spin: a step of cnn takes up to a second then.
SLOW_IF_LOADED = {"stock"}
NUMPY_SCRIPTS = {"numpy-mlp": "numpy_mlp.py", "perceptron": "numpy_perceptron.py"}


@dataclass(frozen=True)
class Times:
    """What a program says of itself.

    ``threads`` is None on a GPU. ``values`` holds, for a step recipe, milliseconds per step in each measured epoch; for a whole
    recipe the seconds of the run. ``trained`` is all time spent on training, warm-up included.
    """

    values: list[float]
    trained: float
    warmup_seconds: float | None
    load_seconds: float | None
    threads: int | None
    test_accuracy: float | None


@dataclass(frozen=True)
class Measurement:
    """One process. ``rest_seconds`` is what it did apart from training."""

    round: int
    recipe: str
    engine: str
    values: list[float]
    warmup_seconds: float | None
    load_seconds: float | None
    rest_seconds: float
    wall_seconds: float
    peak_mebibytes: float
    threads: int | None
    test_accuracy: float | None
    idle_share_before: float | None


def names(recipe: Recipe, options: Options) -> list[str]:
    """Who is compared on a recipe, in the order of the alternation."""
    if options.gpu:
        return [OURS, "pytorch"]
    if isinstance(recipe, StepRecipe):
        others = [*PLAIN, *([] if options.plain else BEST)]
        left_out = LEFT_OUT.get(recipe.name, set()) | (SLOW_IF_LOADED if options.loaded else set())
        return [OURS, *(engine for engine in others if engine not in left_out)]
    return [OURS, "numpy"]


def measure(round_: int, recipe: Recipe, engine: str, options: Options) -> Measurement:
    idle = None if options.loaded else process.idle_share()
    if engine == OURS:
        finished, times = _run_ours(recipe, options)
    else:
        command = _command(recipe, engine, options)
        finished = process.run(command, _environment(engine, options))
        times = _times(json.loads(finished.output.strip().splitlines()[-1]))
    return Measurement(
        round_,
        recipe.name,
        engine,
        times.values,
        times.warmup_seconds,
        times.load_seconds,
        finished.wall_seconds - times.trained,
        finished.wall_seconds,
        finished.peak_mebibytes,
        times.threads,
        times.test_accuracy,
        idle,
    )


def fetch_data(options: Options) -> None:
    """Fills mnist4j's cache, unless a directory was named."""
    if options.data_dir is None:
        process.run([*ours.program(), "data", "fetch"], {})


def data_digest(options: Options) -> str:
    """Of the four files together, the first digits of SHA-256."""
    digest = hashlib.sha256()
    for file in sorted((options.data_dir or idx.cache_directory()).glob("*-ubyte")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _run_ours(recipe: Recipe, options: Options) -> tuple[process.Finished, Times]:
    with tempfile.TemporaryDirectory() as out:
        command = [*ours.program(), "train", *recipe.arguments, "--out", out]
        command += _our_schedule(recipe, options)
        if options.threads:
            command += ["--threads", str(options.threads)]
        if options.data_dir:
            command += ["--data-dir", str(options.data_dir)]
        finished = process.run(command, {})
        metrics = json.loads((Path(out) / recipe.arguments[0] / "metrics.json").read_text())
    return finished, _our_times(recipe, options, metrics)


def _our_schedule(recipe: Recipe, options: Options) -> list[str]:
    if not isinstance(recipe, StepRecipe):
        return ["--engine", "scratch", "--epochs", str(recipe.epochs)]
    images = options.steps_of(recipe) * recipe.batch
    given = round(images / (1 - recipe.held_out))
    return ["--limit", str(given), "--epochs", str(options.epochs)]


def _our_times(recipe: Recipe, options: Options, metrics: dict) -> Times:
    trained = metrics["trainSeconds"]
    threads = metrics.get("threads")
    if not isinstance(recipe, StepRecipe):
        return Times([trained], trained, None, None, threads, metrics["testAccuracy"])
    steps = options.steps_of(recipe)
    expected = steps * recipe.batch
    if metrics["trainImages"] != expected:
        raise process.ProgramFailed(
            f"{recipe.name}: mnist4j trained on {metrics['trainImages']} images, expected {expected}"
        )
    warmup, *measured = metrics["secondsPerEpoch"]
    values = [seconds / steps * 1e3 for seconds in measured]
    return Times(values, trained, warmup, None, threads, None)


def _command(recipe: Recipe, engine: str, options: Options) -> list[str]:
    data = str(options.data_dir or idx.cache_directory())
    if engine in JARS:
        flags = [f"-Dai.djl.pytorch.num_threads={options.thread_count}"] if engine == "djl" else []
        steps = str(options.steps_of(recipe))
        jar = str(JARS[engine])
        return [ours.java(), *flags, "-jar", jar, recipe.name, steps, str(options.epochs), data]
    shared = ["--threads", str(options.thread_count), "--data-dir", data]
    if engine == "numpy":
        script = str(BENCH / NUMPY_SCRIPTS[recipe.name])
        return [sys.executable, script, "--epochs", str(recipe.epochs), *shared]
    name, *form = SCRIPTS[engine]
    script = str(BENCH / name)
    schedule = ["--steps", str(options.steps_of(recipe)), "--epochs", str(options.epochs)]
    device = ["--gpu"] if options.gpu else []
    return [sys.executable, script, recipe.name, *schedule, *shared, *form, *device]


def _environment(engine: str, options: Options) -> dict[str, str]:
    """What the libraries take from the environment; stock DL4J's defaults are left alone."""
    threads = str(options.thread_count)
    if engine == "stock":
        return {"OMP_NUM_THREADS": threads} if options.threads else {}
    if options.gpu:
        return {}
    return {
        "CUDA_VISIBLE_DEVICES": "",
        "KERAS_BACKEND": "jax" if engine == "keras-jax" else "tensorflow",
        "OPENBLAS_NUM_THREADS": threads,
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }


def _times(answer: dict) -> Times:
    if "runSeconds" in answer:
        seconds = answer["runSeconds"]
        return Times(
            [seconds],
            seconds,
            None,
            answer["loadSeconds"],
            answer["threads"],
            answer["testAccuracy"],
        )
    values = answer["stepMillis"]
    trained = answer["warmupSeconds"] + sum(values) * answer["steps"] / 1e3
    return Times(
        values, trained, answer["warmupSeconds"], answer["loadSeconds"], answer["threads"], None
    )
