#!/usr/bin/env python3
"""Records docs/images/terminal.svg: a real run in tmux, sampled five times a second and drawn as an animated SVG.

Typing is faster than a person's, and waits without a change on the screen are cut to a second.

    mvn package -DskipTests
    docs/images/record.py

It needs tmux, and MNIST in the cache. The commands run in a directory of their own, which is deleted afterwards.
"""

import html
import pathlib
import shutil
import subprocess
import tempfile
import time

COLUMNS, ROWS = 80, 17
COMMANDS = [
    "target/mnist4j train mlp-64 --epochs 3",
    "target/mnist4j predict cnn-best 2-04.png 6-04.jpg 9-04.png",
]
PROMPT = "$ "
SAMPLE_SECONDS = 0.2
TYPING_SECONDS = 0.06
LONGEST_WAIT_SECONDS = 1
LONGEST_RUN_SECONDS = 300
READING_SECONDS = 4
CHARACTER, LINE, MARGIN = 8.43, 18, 14

ROOT = pathlib.Path(__file__).resolve().parents[2]
PICTURES = ROOT / "src/test/resources/mnist4j/drawn"


def tmux(*arguments):
    return subprocess.run(
        ["tmux", "-L", "mnist4j-record", *arguments], check=True, capture_output=True, text=True
    ).stdout


def record(directory):
    """The screens with the seconds for which each stood."""
    tmux("-f", "/dev/null", "new-session", "-d", "-x", str(COLUMNS), "-y", str(ROWS), "-c", str(directory),
         "env", f"PS1={PROMPT}", "bash", "--norc", "--noprofile")
    frames = []

    def sample(seconds=SAMPLE_SECONDS):
        time.sleep(seconds)
        screen = tmux("capture-pane", "-p").rstrip("\n").split("\n")
        if not frames or frames[-1][0] != screen:
            frames.append([screen, 0.0])
        frames[-1][1] = min(frames[-1][1] + seconds, LONGEST_WAIT_SECONDS)

    def wait_for_prompt():
        end = time.time() + LONGEST_RUN_SECONDS
        while time.time() < end:
            sample()
            if frames[-1][0][-1] == PROMPT.rstrip():
                return
        raise SystemExit(f"no prompt after {LONGEST_RUN_SECONDS} s; the screen is:\n" + "\n".join(frames[-1][0]))

    wait_for_prompt()
    tmux("set", "status", "off")
    for command in COMMANDS:
        for character in command:
            tmux("send-keys", "-l", character)
            sample(TYPING_SECONDS)
        tmux("send-keys", "Enter")
        wait_for_prompt()
    frames[-1][1] = READING_SECONDS
    return frames


def svg(frames):
    """One tall film of all screens, of which one is seen at a time. Equal lines are drawn once."""
    width = round(COLUMNS * CHARACTER + 2 * MARGIN)
    height = ROWS * LINE + 2 * MARGIN
    seconds = sum(duration for _, duration in frames)
    lines, keys, film, elapsed = {}, [], [], 0.0
    for index, (screen, duration) in enumerate(frames):
        keys.append(f"{100 * elapsed / seconds:.2f}%{{transform:translateY({-index * height}px)}}")
        elapsed += duration
        for row, line in enumerate(screen):
            if line.strip():
                name = lines.setdefault(line, f"l{len(lines)}")
                y = index * height + MARGIN + (row + 0.75) * LINE
                film.append(f'<use href="#{name}" x="{MARGIN}" y="{y:g}"/>')
    texts = "\n".join(
        f'<text id="{name}" class="{"typed" if line.startswith(PROMPT) else "printed"}" xml:space="preserve"'
        f' textLength="{len(line) * CHARACTER:.1f}">{html.escape(line)}</text>'
        for line, name in lines.items()
    )
    last = -(len(frames) - 1) * height
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">
<style>
text{{font:14px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:#d7dae0}}
.typed{{fill:#8ec07c}}
#film{{transform:translateY({last}px);animation:film {seconds:.1f}s step-end infinite}}
@media (prefers-reduced-motion:reduce){{#film{{animation:none}}}}
@keyframes film{{
{chr(10).join(keys)}
}}
</style>
<defs>
{texts}
</defs>
<rect width="100%" height="100%" rx="8" fill="#1d2021"/>
<g id="film">
{chr(10).join(film)}
</g>
</svg>
"""


def main():
    with tempfile.TemporaryDirectory() as directory:
        for name in ("2-04.png", "6-04.jpg", "9-04.png"):
            shutil.copy(PICTURES / name, directory)
        (pathlib.Path(directory) / "target").symlink_to(ROOT / "target")
        try:
            frames = record(directory)
        finally:
            tmux("kill-server")
    (ROOT / "docs/images/terminal.svg").write_text(svg(frames), encoding="utf-8")


main()
