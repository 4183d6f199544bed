"""Times exact nearest neighbours in scikit-learn, faiss and PyTorch on the data of `benchmarks neighbours --save`.

Install peers.txt into a throw-away venv, then: python neighbours.py FOLDER [--threads 2] [--rounds 3] [--out FILE]
"""

import argparse
import json
import os
import time

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder", help="holds queries.npy and rows.npy")
parser.add_argument("--neighbours", type=int, default=5)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--out", help="write the results to this JSON file too")
arguments = parser.parse_args()

# The libraries read these when they are imported.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(arguments.threads)

import faiss
import numpy
import sklearn
import sklearn.neighbors
import torch

torch.set_num_threads(arguments.threads)
faiss.omp_set_num_threads(arguments.threads)
queries = numpy.load(os.path.join(arguments.folder, "queries.npy"))
rows = numpy.load(os.path.join(arguments.folder, "rows.npy"))
count = arguments.neighbours


def with_scikit_learn():
    search = sklearn.neighbors.NearestNeighbors(n_neighbors=count, algorithm="brute", n_jobs=arguments.threads)
    return search.fit(rows).kneighbors(queries)[1]


def with_faiss():
    index = faiss.IndexFlatL2(rows.shape[1])
    index.add(rows)
    return index.search(queries, count)[1]


def with_torch():
    first, second = torch.from_numpy(queries), torch.from_numpy(rows)
    # Blocks of queries: the whole distance matrix would take gigabytes.
    parts = [torch.cdist(block, second).topk(count, largest=False).indices for block in first.split(1000)]
    return torch.cat(parts).numpy()


def with_torch_product():
    first, second = torch.from_numpy(queries), torch.from_numpy(rows)
    for block in first.split(1000):
        block @ second.T


peers = {
    "scikit-learn brute": (with_scikit_learn, sklearn.__version__),
    "faiss IndexFlatL2": (with_faiss, faiss.__version__),
    "torch cdist and topk": (with_torch, torch.__version__),
    "torch product alone": (with_torch_product, torch.__version__),
}
shortest = {name: float("inf") for name in peers}
processor = dict(shortest)
for _ in range(arguments.rounds):
    for name, (run, _) in peers.items():
        start, processor_start = time.perf_counter(), time.process_time()
        run()
        processor[name] = min(processor[name], time.process_time() - processor_start)
        shortest[name] = min(shortest[name], time.perf_counter() - start)

results = [
    {
        "benchmark": "neighbours",
        "measure": name,
        "version": peers[name][1],
        "seconds": seconds,
        "processor_seconds": processor[name],
        "queries": queries.shape[0],
        "rows": rows.shape[0],
        "columns": queries.shape[1],
        "neighbours": count,
        "threads": arguments.threads,
    }
    for name, seconds in shortest.items()
]
for result in results:
    print(json.dumps(result))
if arguments.out:
    with open(arguments.out, "w", encoding="utf-8") as file:
        json.dump(results, file, indent=2)
        file.write("\n")
