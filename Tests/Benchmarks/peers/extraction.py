"""Times peers of feature extraction on the images of a folder: decode, resize and network, and bare ONNX Runtime.

Install peers.txt into a throw-away venv, then: python extraction.py FOLDER --measure MEASURE [--threads 2]

MEASURE is bare (ONNX Runtime on GRAPH alone, images ready in memory), torch-fidelity or pytorch-fid. FOLDER holds PNG
files of one size. Weights are drawn at random: they do not change the time.
"""

import argparse
import glob
import json
import os
import time
from importlib.metadata import version

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder")
parser.add_argument("--measure", required=True, choices=["bare", "torch-fidelity", "pytorch-fid"])
parser.add_argument("--graph", help="the ONNX model, for bare")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--batch", type=int, default=16)
parser.add_argument("--rounds", type=int, default=2)
arguments = parser.parse_args()

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(arguments.threads)

files = sorted(glob.glob(os.path.join(arguments.folder, "*.png")))


def bare():
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = arguments.threads
    session = onnxruntime.InferenceSession(arguments.graph, options, providers=["CPUExecutionProvider"])
    port = session.get_inputs()[0]
    shape = [arguments.batch] + [int(size) for size in port.shape[1:]]
    images = numpy.random.default_rng(0).standard_normal(shape).astype(numpy.float32)
    session.run(None, {port.name: images})

    def run():
        for _ in range(0, len(files), arguments.batch):
            session.run(None, {port.name: images})
        return -(-len(files) // arguments.batch) * arguments.batch

    return run, version("onnxruntime")


def random_weights():
    import torch
    import torchvision

    torch.manual_seed(0)
    return torchvision.models.inception_v3(
        num_classes=1008, aux_logits=False, init_weights=False, weights=None
    ).state_dict()


def pytorch_fid():
    import pathlib

    import pytorch_fid.fid_score
    import pytorch_fid.inception
    import torch

    torch.set_num_threads(arguments.threads)
    state = random_weights()
    pytorch_fid.inception.load_state_dict_from_url = lambda *_, **__: state
    network = pytorch_fid.inception.InceptionV3([pytorch_fid.inception.InceptionV3.BLOCK_INDEX_BY_DIM[2048]])
    paths = [pathlib.Path(file) for file in files]

    def run():
        pytorch_fid.fid_score.get_activations(
            paths, network, batch_size=arguments.batch, dims=2048, device="cpu", num_workers=0
        )
        return len(files)

    return run, version("pytorch-fid")


def torch_fidelity():
    import tempfile

    import torch
    import torch_fidelity
    from torch_fidelity.feature_extractor_inceptionv3 import FeatureExtractorInceptionV3
    from torch_fidelity.utils import extract_featuresdict_from_input_id

    torch.set_num_threads(arguments.threads)
    state = random_weights()
    path = os.path.join(tempfile.mkdtemp(), "weights.pth")
    torch.save(state, path)
    network = FeatureExtractorInceptionV3(
        "inception-v3-compat", ["2048", "logits_unbiased"], feature_extractor_weights_path=path
    ).eval()

    def run():
        extract_featuresdict_from_input_id(
            1, network, input1=arguments.folder, batch_size=arguments.batch, cuda=False, verbose=False,
            samples_find_deep=False, save_cpu_ram=True, cache=False,
        )
        return len(files)

    return run, torch_fidelity.__version__


run, tool = {"bare": bare, "torch-fidelity": torch_fidelity, "pytorch-fid": pytorch_fid}[arguments.measure]()
best = 0.0
for _ in range(arguments.rounds):
    start = time.perf_counter()
    count = run()
    best = max(best, count / (time.perf_counter() - start))
print(json.dumps({
    "benchmark": "extraction", "measure": arguments.measure, "version": tool, "images_per_second": best,
    "images": len(files), "batch": arguments.batch, "threads": arguments.threads,
}))
