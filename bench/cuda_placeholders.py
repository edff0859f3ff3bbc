"""Lets the CUDA build of PyTorch start without CUDA's large libraries.

Its libraries name CUDA's as needed, and the loader wants a file of each name, even where only the CPU
computes. Here each name becomes a link to a small library of PyTorch's own. See README.md.
"""

from importlib.util import find_spec
from pathlib import Path

NAMES = (
    "libcublas.so.13",
    "libcublasLt.so.13",
    "libcudnn.so.9",
    "libcufft.so.12",
    "libcufile.so.0",
    "libcusparse.so.12",
    "libcusparseLt.so.0",
    "libnccl.so.2",
    "libnvrtc.so.13",
)
STAND_IN = "libtorch_global_deps.so"


def main() -> None:
    libraries = Path(find_spec("torch").origin).parent / "lib"
    for name in NAMES:
        link = libraries / name
        link.unlink(missing_ok=True)
        link.symlink_to(STAND_IN)


if __name__ == "__main__":
    main()
