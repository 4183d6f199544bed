"""Times Pillow's threads on a folder of image files: read, decode, and with --resize convert; to NumPy arrays.

    decoding.py FOLDER [--kind jpg] [--resize SIDE] [--threads 2] [--rounds 3]
    decoding.py FOLDER --make 10000 [--kind jpg] [--side 256]

The second makes the images and times nothing.

    decoding.py --table LINES

prints the table of lines that this script and `benchmarks decoding` printed. Needs pillow and numpy.
"""

import argparse
import glob
import json
import os
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import PIL
from PIL import Image

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", nargs="?")
parser.add_argument("--table")
parser.add_argument("--make", type=int)
parser.add_argument("--kind", default="jpg", choices=["jpg", "png", "webp"])
parser.add_argument("--side", type=int, default=256)
parser.add_argument("--resize", type=int)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rounds", type=int, default=3)
arguments = parser.parse_args()


def make(index):
    rng = np.random.default_rng(index)
    y, x = np.mgrid[: arguments.side, : arguments.side]
    waves = rng.uniform(4, 40, (3, 2))
    planes = [127 + 80 * np.sin(x / a + index) * np.cos(y / b) for a, b in waves]
    noise = rng.normal(0, 6, (arguments.side, arguments.side, 3))
    levels = np.clip(np.stack(planes, -1) + noise, 0, 255)
    Image.fromarray(levels.astype(np.uint8)).save(f"{arguments.folder}/{index:06}.{arguments.kind}", quality=90)


def read(path):
    image = Image.open(path).convert("RGB")
    if arguments.resize:
        image = image.resize((arguments.resize, arguments.resize), Image.Resampling.LANCZOS)
    return np.asarray(image)


def timed():
    files = sorted(glob.glob(f"{arguments.folder}/*.{arguments.kind}"))
    best = 0.0
    for _ in range(arguments.rounds):
        with ThreadPoolExecutor(arguments.threads) as pool:
            start = time.perf_counter()
            for first in range(0, len(files), 256):
                np.stack(list(pool.map(read, files[first : first + 256]))).astype(np.float32)
            best = max(best, len(files) / (time.perf_counter() - start))
    print(json.dumps({
        "benchmark": "decoding", "measure": "pillow", "version": PIL.__version__, "images_per_second": best,
        "images": len(files), "threads": arguments.threads, "folder": os.path.basename(arguments.folder)}))


def table(path):
    """Each folder's best of both sides."""
    best = {}
    for line in open(path):
        row = json.loads(line)
        sides = best.setdefault(row["folder"], {})
        sides[row["measure"]] = max(sides.get(row["measure"], 0), row["images_per_second"])
    print("| images | ganeval, images/s | Pillow, images/s | ganeval is |")
    print("| --- | ---: | ---: | ---: |")
    for folder, sides in best.items():
        ratio = sides["ganeval"] / sides["pillow"]
        print(f"| {folder} | {sides['ganeval']:.0f} | {sides['pillow']:.0f} | {ratio:.2f}\u00d7 |")


if arguments.table:
    table(arguments.table)
elif arguments.make:
    os.makedirs(arguments.folder, exist_ok=True)
    with ProcessPoolExecutor(arguments.threads) as pool:
        list(pool.map(make, range(arguments.make), chunksize=64))
else:
    timed()
