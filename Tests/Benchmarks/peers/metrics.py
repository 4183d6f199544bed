"""Times prdc, torch-fidelity's kernel distance and the vendi-score package on the data of `benchmarks metrics --make`.

Install peers.txt into a throw-away venv, then: python metrics.py FOLDER --measure NAME [--threads 2] [--rounds 2]
NAME is prdc, kernel_distance, vendi_score_dual, vendi_score_dual_float64 or vendi_score. One a run: each has its own peak of memory.
"""

import argparse
import json
import os
import resource
import time
from importlib.metadata import version

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder", help="holds real.npy and generated.npy")
parser.add_argument("--measure", required=True)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rounds", type=int, default=2)
arguments = parser.parse_args()

# The libraries read these when they are imported.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(arguments.threads)

import numpy

real = numpy.load(os.path.join(arguments.folder, "real.npy"))
generated = numpy.load(os.path.join(arguments.folder, "generated.npy"))

if arguments.measure == "prdc":
    import contextlib
    import io

    from prdc import compute_prdc

    package = "prdc"

    def run():
        # It prints the counts.
        with contextlib.redirect_stdout(io.StringIO()):
            return {name: float(value) for name, value in compute_prdc(real, generated, 5).items()}

elif arguments.measure == "kernel_distance":
    import torch
    from torch_fidelity.metric_kid import kid_features_to_metric

    package = "torch-fidelity"
    torch.set_num_threads(arguments.threads)
    first, second = torch.from_numpy(generated), torch.from_numpy(real)

    def run():
        return kid_features_to_metric(
            first, second, kid_subsets=100, kid_subset_size=1000, kid_kernel="poly", kid_kernel_poly_degree=3,
            kid_kernel_poly_gamma=None, kid_kernel_poly_coef0=1, rng_seed=2020, verbose=False)

else:
    import scipy.sparse

    # vendi-score 0.0.3 names a module that SciPy has since removed.
    if not hasattr(scipy.sparse, "csr"):
        scipy.sparse.csr = scipy.sparse
    from vendi_score import vendi

    package = "vendi-score"
    features = generated.astype(numpy.float64) if arguments.measure.endswith("float64") else generated

    def run():
        if arguments.measure.startswith("vendi_score_dual"):
            return {"vendi_score": float(vendi.score_dual(features))}
        return {"vendi_score": float(vendi.score_X(features))}


shortest, processor, values = float("inf"), float("inf"), None
for _ in range(arguments.rounds):
    start, clock = time.perf_counter(), time.process_time()
    values = run()
    shortest = min(shortest, time.perf_counter() - start)
    processor = min(processor, time.process_time() - clock)

print(
    json.dumps(
        {
            "benchmark": "metrics",
            "measure": arguments.measure,
            "peer": package,
            "version": version(package),
            "values": values,
            "seconds": shortest,
            "processor_seconds": processor,
            "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6,
            "rows": real.shape[0],
            "columns": real.shape[1],
            "threads": arguments.threads,
        }
    )
)
