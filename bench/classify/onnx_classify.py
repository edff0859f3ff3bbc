"""Latency and throughput of cnn's architecture in ONNX Runtime, one image a call, random weights."""

import threading
import time

import numpy as np
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

WARM_UP, CALLS, IMAGES = 2_500, 5_000, 10_000


def cnn() -> bytes:
    random = np.random.default_rng(1)
    nodes, weights = [], []
    last = "image"

    def add(kind: str, inputs: list[str], **attributes: object) -> str:
        name = f"{kind}{len(nodes)}"
        nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def weight(*shape: int) -> str:
        name = f"weight{len(weights)}"
        values = random.normal(0, 0.05, shape).astype(np.float32)
        weights.append(numpy_helper.from_array(values, name))
        return name

    for channels, filters, pooled in ((1, 32, True), (32, 64, True), (64, 64, False)):
        last = add("Conv", [last, weight(filters, channels, 3, 3), weight(filters)])
        last = add("Relu", [last])
        if pooled:
            last = add("MaxPool", [last], kernel_shape=[2, 2], strides=[2, 2])
    last = add("Flatten", [last])
    last = add("Relu", [add("Gemm", [last, weight(576, 128), weight(128)])])
    last = add("Softmax", [add("Gemm", [last, weight(128, 10), weight(10)])])
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes,
        "cnn",
        [value("image", TensorProto.FLOAT, [1, 1, 28, 28])],
        [value(last, TensorProto.FLOAT, [1, 10])],
        weights,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    return model.SerializeToString()


def main() -> None:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(cnn(), options, providers=["CPUExecutionProvider"])
    image = np.random.default_rng(2).random((1, 1, 28, 28), dtype=np.float32)

    def classify(times: int) -> None:
        for _ in range(times):
            session.run(None, {"image": image})

    classify(WARM_UP)
    seconds = []
    for _ in range(CALLS):
        start = time.perf_counter()
        classify(1)
        seconds.append(time.perf_counter() - start)
    p50, p99 = np.percentile(seconds, [50, 99])
    print(f"ONNX Runtime cnn: p50 {1e3 * p50:.3f} ms, p99 {1e3 * p99:.3f} ms")
    for count in (1, 2):
        threads = [threading.Thread(target=classify, args=(IMAGES // count,)) for _ in range(count)]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rate = IMAGES / (time.perf_counter() - start)
        print(f"ONNX Runtime cnn: {rate:,.0f} images/s with {count} thread(s)")


if __name__ == "__main__":
    main()
