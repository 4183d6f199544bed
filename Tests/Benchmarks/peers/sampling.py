"""Times bare ONNX Runtime on a generator, latents ready in memory: python sampling.py MODEL [--threads 2] [--batch 64]"""

import argparse
import json
import time
from importlib.metadata import version

import numpy
import onnxruntime

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("model")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--batch", type=int, default=64)
parser.add_argument("--count", type=int, default=20_480)
parser.add_argument("--rounds", type=int, default=3)
arguments = parser.parse_args()

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = arguments.threads
session = onnxruntime.InferenceSession(arguments.model, options, providers=["CPUExecutionProvider"])
port = session.get_inputs()[0]
shape = [arguments.batch] + [int(size) for size in port.shape[1:]]
latents = numpy.random.default_rng(0).standard_normal(shape).astype(numpy.float32)
session.run(None, {port.name: latents})
best = 0.0
for _ in range(arguments.rounds):
    start = time.perf_counter()
    for _ in range(0, arguments.count, arguments.batch):
        session.run(None, {port.name: latents})
    best = max(best, arguments.count / (time.perf_counter() - start))
print(json.dumps({
    "benchmark": "sampling", "measure": "bare", "version": version("onnxruntime"), "samples_per_second": best,
    "batch": arguments.batch, "samples": arguments.count, "threads": arguments.threads,
}))
