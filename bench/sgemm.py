"""Prints how many floating-point operations a second NumPy's product of two float32 matrices reaches here, at best."""

import time

import numpy as np

SIDE = 1_024
SECONDS = 2

left, right = (np.random.default_rng(1).random((SIDE, SIDE), dtype=np.float32) for _ in range(2))
fastest = float("inf")
end = time.perf_counter() + SECONDS
while (start := time.perf_counter()) < end:
    left @ right
    fastest = min(fastest, time.perf_counter() - start)
print(2 * SIDE**3 / fastest)
