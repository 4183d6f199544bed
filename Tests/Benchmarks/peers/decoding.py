"""Times Pillow's threads on a folder of image files: read, decode, and with --resize convert; to NumPy arrays.

Install pillow and numpy into a throw-away venv, then: python decoding.py FOLDER [--make 10000 --kind jpg --side 256] [--threads 2]
"""

import argparse
import glob
import json
import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import PIL
from PIL import Image

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("folder")
parser.add_argument("--make", type=int, help="make so many images first")
parser.add_argument("--kind", default="jpg", choices=["jpg", "png", "webp"])
parser.add_argument("--side", type=int, default=256)
parser.add_argument("--resize", type=int)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rounds", type=int, default=3)
arguments = parser.parse_args()


def make():
    os.makedirs(arguments.folder, exist_ok=True)
    rng = np.random.default_rng(0)
    y, x = np.mgrid[: arguments.side, : arguments.side]
    for index in range(arguments.make):
        waves = rng.uniform(4, 40, (3, 2))
        planes = [127 + 80 * np.sin(x / a + index) * np.cos(y / b) for a, b in waves]
        levels = np.clip(np.stack(planes, -1) + rng.normal(0, 6, (arguments.side, arguments.side, 3)), 0, 255)
        Image.fromarray(levels.astype(np.uint8)).save(f"{arguments.folder}/{index:06}.{arguments.kind}", quality=90)


if arguments.make:
    make()
files = sorted(glob.glob(f"{arguments.folder}/*.{arguments.kind}"))


def read(path):
    image = Image.open(path).convert("RGB")
    if arguments.resize:
        image = image.resize((arguments.resize, arguments.resize), Image.Resampling.LANCZOS)
    return np.asarray(image)


best = 0.0
for _ in range(arguments.rounds):
    with ThreadPoolExecutor(arguments.threads) as pool:
        start = time.perf_counter()
        for first in range(0, len(files), 256):
            np.stack(list(pool.map(read, files[first : first + 256]))).astype(np.float32)
        best = max(best, len(files) / (time.perf_counter() - start))
print(json.dumps({"benchmark": "decoding", "measure": "pillow", "version": PIL.__version__, "images_per_second": best,
                  "images": len(files), "threads": arguments.threads}))
