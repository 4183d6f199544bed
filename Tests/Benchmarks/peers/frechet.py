"""Times pytorch-fid's Fréchet distance on the data of `benchmarks frechet --save`, covariances included.

Install peers.txt into a throw-away venv, then: python frechet.py FOLDER [--threads 2] [--rounds 3] [--out FILE]
"""

import argparse
import json
import os
import time
from importlib.metadata import version

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder", help="holds real.npy and generated.npy")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--out", help="write the results to this JSON file too")
arguments = parser.parse_args()

# The libraries read these when they are imported.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(arguments.threads)

import numpy
from pytorch_fid.fid_score import calculate_frechet_distance

real = numpy.load(os.path.join(arguments.folder, "real.npy"))
generated = numpy.load(os.path.join(arguments.folder, "generated.npy"))


def statistics(features):
    # As in pytorch_fid.fid_score.calculate_activation_statistics, whose features are float64.
    features = features.astype(numpy.float64)
    return numpy.mean(features, axis=0), numpy.cov(features, rowvar=False)


shortest, value = float("inf"), None
for _ in range(arguments.rounds):
    start = time.perf_counter()
    value = calculate_frechet_distance(*statistics(real), *statistics(generated))
    shortest = min(shortest, time.perf_counter() - start)

result = {
    "benchmark": "frechet",
    "measure": "pytorch-fid",
    "version": version("pytorch-fid"),
    "value": float(value),
    "seconds": shortest,
    "rows": real.shape[0],
    "columns": real.shape[1],
    "threads": arguments.threads,
}
print(json.dumps(result))
if arguments.out:
    with open(arguments.out, "w", encoding="utf-8") as file:
        json.dump([result], file, indent=2)
        file.write("\n")
