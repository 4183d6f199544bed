"""Generators of well-known projects at their real widths: makes files of them, and times PyTorch on the same networks.

python generators.py make FOLDER                  writes random weights, in the projects' tensor names
python generators.py time FOLDER NAME             prints PyTorch's images a second as one JSON line
python generators.py table RESULTS.jsonl          prints a Markdown table of both sides
"""

import argparse
import json
import math
import os
import pickle
import resource
import sys
import time
import types

import torch
from torch import nn
from torch.nn import functional as F

SEED = 19


# StyleGAN2 in the names of stylegan2-ada-pytorch.


class Dense(nn.Module):
    """An equalized fully connected layer."""

    def __init__(self, inputs, outputs, rate=1.0, bias=0.0, active=False):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / rate)
        self.bias = nn.Parameter(torch.full([outputs], bias / rate))
        self.activation = "lrelu" if active else "linear"
        self.weight_gain = rate / math.sqrt(inputs)
        self.bias_gain = rate

    def forward(self, x):
        y = torch.addmm(self.bias * self.bias_gain, x, (self.weight * self.weight_gain).t())
        return F.leaky_relu(y, 0.2) * math.sqrt(2) if self.activation == "lrelu" else y


class Mapping(nn.Module):
    def __init__(self, width=512, layers=8):
        super().__init__()
        self.num_layers = layers
        for index in range(layers):
            setattr(self, f"fc{index}", Dense(width, width, rate=0.01, active=True))
        self.register_buffer("w_avg", torch.zeros(width))

    def forward(self, z):
        x = z * (z.square().mean(1, keepdim=True) + 1e-8).rsqrt()
        for index in range(self.num_layers):
            x = getattr(self, f"fc{index}")(x)
        return x


def low_pass():
    taps = torch.tensor([1.0, 3.0, 3.0, 1.0])
    square = torch.outer(taps, taps)
    return square / square.sum()


def modulated(x, weight, style, is_up, demodulates, filter, fused):
    """A modulated convolution, by weights of each sample's own (`fused`) or by scaled activations."""
    n = x.shape[0]
    outputs, inputs, k, _ = weight.shape
    factor = None
    if demodulates:
        energy = style.square() @ weight.square().sum((2, 3)).t()
        factor = (energy + 1e-8).rsqrt()
    if fused:
        w = weight[None] * style[:, None, :, None, None]
        if factor is not None:
            w = w * factor[:, :, None, None, None]
        x = x.reshape(1, n * inputs, *x.shape[2:])
        groups = n
    else:
        w = weight[None]
        x = x * style[:, :, None, None]
        groups = 1
    if is_up:
        w = w.transpose(1, 2).reshape(-1, outputs, k, k)
        x = F.conv_transpose2d(x, w, stride=2, groups=groups)
        channels = x.shape[1]
        x = F.conv2d(F.pad(x, [1, 1, 1, 1]), (filter * 4)[None, None].expand(channels, 1, 4, 4), groups=channels)
    else:
        x = F.conv2d(x, w.reshape(-1, inputs, k, k), padding=k // 2, groups=groups)
    if fused:
        return x.reshape(n, outputs, *x.shape[2:])
    return x * factor[:, :, None, None] if factor is not None else x


class StyledConvolution(nn.Module):
    def __init__(self, inputs, outputs, side, width, up=1):
        super().__init__()
        self.up = up
        self.activation = "lrelu"
        self.conv_clamp = None
        self.weight = nn.Parameter(torch.randn(outputs, inputs, 3, 3))
        self.noise_strength = nn.Parameter(torch.tensor(0.1))
        self.bias = nn.Parameter(torch.zeros(outputs))
        self.register_buffer("noise_const", torch.randn(side, side))
        self.register_buffer("resample_filter", low_pass())
        self.affine = Dense(width, inputs, bias=1.0)

    def forward(self, x, w, fused):
        x = modulated(x, self.weight, self.affine(w), self.up == 2, True, self.resample_filter, fused)
        noise = torch.randn(x.shape[0], 1, *x.shape[2:]) * self.noise_strength
        return F.leaky_relu(x + noise + self.bias[:, None, None], 0.2) * math.sqrt(2)


class Colours(nn.Module):
    def __init__(self, inputs, width):
        super().__init__()
        self.conv_clamp = None
        self.weight = nn.Parameter(torch.randn(3, inputs, 1, 1))
        self.bias = nn.Parameter(torch.zeros(3))
        self.affine = Dense(width, inputs, bias=1.0)
        self.weight_gain = 1 / math.sqrt(inputs)

    def forward(self, x, w, fused):
        style = self.affine(w) * self.weight_gain
        return modulated(x, self.weight, style, False, False, None, fused) + self.bias[:, None, None]


class Block(nn.Module):
    def __init__(self, inputs, outputs, side, width):
        super().__init__()
        self.register_buffer("resample_filter", low_pass())
        if inputs == 0:
            self.const = nn.Parameter(torch.randn(outputs, side, side))
        else:
            self.conv0 = StyledConvolution(inputs, outputs, side, width, up=2)
        self.conv1 = StyledConvolution(outputs, outputs, side, width)
        self.torgb = Colours(outputs, width)

    def forward(self, x, image, w, fused):
        if x is None:
            x = self.const[None].expand(w.shape[0], -1, -1, -1)
        else:
            x = self.conv0(x, w, fused)
        x = self.conv1(x, w, fused)
        y = self.torgb(x, w, fused)
        if image is not None:
            filter = (self.resample_filter * 4)[None, None].expand(3, 1, 4, 4)
            y = y + F.conv_transpose2d(image, filter, stride=2, padding=1, groups=3)
        return x, y


class Synthesis(nn.Module):
    def __init__(self, side, base, width=512):
        super().__init__()
        self.sides = [4 << index for index in range(int(math.log2(side)) - 1)]
        channels = {s: min(base // s, 512) for s in self.sides}
        for s in self.sides:
            setattr(self, f"b{s}", Block(channels.get(s // 2, 0) if s > 4 else 0, channels[s], s, width))

    def forward(self, w, fused):
        x = image = None
        for s in self.sides:
            x, image = getattr(self, f"b{s}")(x, image, w, fused)
        return image


class StyleGAN2(nn.Module):
    def __init__(self, side, base):
        super().__init__()
        self.synthesis = Synthesis(side, base)
        self.mapping = Mapping()
        self.latent = 512
        self.modes = [{"fused": True}, {"fused": False}]

    def forward(self, z, label, fused=True):
        return self.synthesis(self.mapping(z), fused)


class Critic(nn.Module):
    """As many tensors as a StyleGAN2 discriminator has; it never runs."""

    def __init__(self, side, base):
        super().__init__()
        s = side
        while s > 4:
            here, below = min(base // s, 512), min(base // (s // 2), 512)
            block = nn.Module()
            if s == side:
                block.fromrgb = nn.Conv2d(3, here, 1)
            block.conv0 = nn.Conv2d(here, here, 3)
            block.conv1 = nn.Conv2d(here, below, 3)
            block.skip = nn.Conv2d(here, below, 1, bias=False)
            setattr(self, f"b{s}", block)
            s //= 2
        self.b4 = nn.Module()
        self.b4.conv = nn.Conv2d(513, 512, 3)
        self.b4.fc = nn.Linear(8192, 512)
        self.b4.out = nn.Linear(512, 1)


# Residual generators: SNGAN in mimicry's names, BigGAN in BigGAN-PyTorch's.


class MimicryBlock(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.c1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.c2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.b1 = nn.BatchNorm2d(inputs)
        self.b2 = nn.BatchNorm2d(outputs)
        self.c_sc = nn.Conv2d(inputs, outputs, 1)

    def double(self, x):
        return F.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)

    def forward(self, x):
        h = self.c1(self.double(F.relu(self.b1(x))))
        h = self.c2(F.relu(self.b2(h)))
        return h + self.c_sc(self.double(x))


class SNGAN32(nn.Module):
    def __init__(self, width=256):
        super().__init__()
        self.latent = 128
        self.modes = [{}]
        self.l1 = nn.Linear(128, 16 * width)
        self.block2, self.block3, self.block4 = (MimicryBlock(width, width) for _ in range(3))
        self.b5 = nn.BatchNorm2d(width)
        self.c5 = nn.Conv2d(width, 3, 3, padding=1)

    def forward(self, z, label):
        x = self.l1(z).reshape(z.shape[0], -1, 4, 4)
        for block in (self.block2, self.block3, self.block4):
            x = block(x)
        return torch.tanh(self.c5(F.relu(self.b5(x))))


class ClassNorm(nn.Module):
    def __init__(self, channels, condition):
        super().__init__()
        self.gain = nn.Linear(condition, channels, bias=False)
        self.bias = nn.Linear(condition, channels, bias=False)
        self.register_buffer("stored_mean", torch.zeros(channels))
        self.register_buffer("stored_var", torch.ones(channels))

    def forward(self, x, y):
        x = F.batch_norm(x, self.stored_mean, self.stored_var, None, None, False, 0.1, 1e-5)
        return x * (1 + self.gain(y))[:, :, None, None] + self.bias(y)[:, :, None, None]


class PlainNorm(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(channels))
        self.bias = nn.Parameter(torch.zeros(channels))
        self.register_buffer("stored_mean", torch.zeros(channels))
        self.register_buffer("stored_var", torch.ones(channels))

    def forward(self, x):
        return F.batch_norm(x, self.stored_mean, self.stored_var, self.gain, self.bias, False, 0.1, 1e-5)


class BigGANBlock(nn.Module):
    def __init__(self, inputs, outputs, condition):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.conv_sc = nn.Conv2d(inputs, outputs, 1)
        self.bn1 = ClassNorm(inputs, condition)
        self.bn2 = ClassNorm(outputs, condition)

    def forward(self, x, y):
        h = F.interpolate(F.relu(self.bn1(x, y)), scale_factor=2)
        h = self.conv2(F.relu(self.bn2(self.conv1(h), y)))
        return h + self.conv_sc(F.interpolate(x, scale_factor=2))


class Attention(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.theta = nn.Conv2d(channels, channels // 8, 1, bias=False)
        self.phi = nn.Conv2d(channels, channels // 8, 1, bias=False)
        self.g = nn.Conv2d(channels, channels // 2, 1, bias=False)
        self.o = nn.Conv2d(channels // 2, channels, 1, bias=False)
        self.gamma = nn.Parameter(torch.tensor(0.1))

    def forward(self, x, y):
        n, c, h, w = x.shape
        theta = self.theta(x).reshape(n, c // 8, h * w)
        phi = F.max_pool2d(self.phi(x), 2).reshape(n, c // 8, h * w // 4)
        g = F.max_pool2d(self.g(x), 2).reshape(n, c // 2, h * w // 4)
        weights = torch.softmax(torch.bmm(theta.transpose(1, 2), phi), -1)
        return self.gamma * self.o(torch.bmm(g, weights.transpose(1, 2)).reshape(n, c // 2, h, w)) + x


class BigGAN128(nn.Module):
    def __init__(self, width=96, classes=1000):
        super().__init__()
        self.latent = 120
        self.classes = classes
        self.modes = [{}]
        self.shared = nn.Embedding(classes, 128)
        self.linear = nn.Linear(20, 16 * width * 16)
        sizes = [16, 16, 8, 4, 2, 1]
        self.blocks = nn.ModuleList()
        for index in range(5):
            block = nn.ModuleList([BigGANBlock(sizes[index] * width, sizes[index + 1] * width, 148)])
            if index == 3:
                block.append(Attention(sizes[index + 1] * width))
            self.blocks.append(block)
        self.output_layer = nn.Sequential(PlainNorm(width), nn.ReLU(), nn.Conv2d(width, 3, 3, padding=1))

    def forward(self, z, label):
        y = self.shared(label)
        chunks = torch.split(z, 20, 1)
        x = self.linear(chunks[0]).reshape(z.shape[0], -1, 4, 4)
        for block, chunk in zip(self.blocks, chunks[1:]):
            condition = torch.cat([y, chunk], 1)
            for layer in block:
                x = layer(x, condition)
        return torch.tanh(self.output_layer(x))


NETWORKS = {
    "stylegan2-64": ("pkl", lambda: StyleGAN2(64, 16384), (8, 32)),
    "stylegan2-256": ("pkl", lambda: StyleGAN2(256, 16384), (1, 4, 8)),
    "biggan-128": ("pth", BigGAN128, (4, 16)),
    "sngan-32": ("pth", SNGAN32, (16, 64)),
}


def built(name):
    torch.manual_seed(SEED)
    with torch.no_grad():
        return NETWORKS[name][1]().eval().requires_grad_(False)


def reconstruct(meta):
    raise RuntimeError("a stand-in, whose name is all that is needed")


class Pickler(pickle.Pickler):
    """Writes the modules of this file as the project's training loop does: by name, source text and attributes."""

    ours = (Dense, Mapping, StyledConvolution, Colours, Block, Synthesis, StyleGAN2, Critic)

    def reducer_override(self, value):
        if isinstance(value, nn.Module) and type(value) in self.ours:
            state = {key: kept for key, kept in value.__dict__.items() if key not in ("latent", "modes")}
            name = "Generator" if isinstance(value, StyleGAN2) else type(value).__name__
            meta = {"type": "class", "version": 6, "module_src": "# source left out", "class_name": name, "state": state}
            return reconstruct, (meta,)
        return NotImplemented


def save_pickle(path, generator, critic):
    package, module = types.ModuleType("torch_utils"), types.ModuleType("torch_utils.persistence")
    reconstruct.__module__, reconstruct.__qualname__ = "torch_utils.persistence", "_reconstruct_persistent_obj"
    module._reconstruct_persistent_obj = reconstruct
    sys.modules["torch_utils"], sys.modules["torch_utils.persistence"] = package, module
    package.persistence = module
    snapshot = {"training_set_kwargs": {"resolution": 256}, "G": generator[0], "D": critic, "augment_pipe": None, "G_ema": generator[1]}
    with open(path, "wb") as file:
        Pickler(file, protocol=4).dump(snapshot)


def make(folder):
    os.makedirs(folder, exist_ok=True)
    for name, (ending, _, _) in NETWORKS.items():
        path = os.path.join(folder, f"{name}.{ending}")
        if ending == "pth":
            torch.save(built(name).state_dict(), path)
        else:
            side = int(name.rsplit("-", 1)[1])
            save_pickle(path, (built(name), built(name)), Critic(side, 16384).requires_grad_(False))
    # The published size: generator, its average and a discriminator for 1024 x 1024 pixels.
    torch.manual_seed(SEED)
    save_pickle(
        os.path.join(folder, "stylegan2-1024.pkl"),
        (StyleGAN2(1024, 32768).requires_grad_(False), StyleGAN2(1024, 32768).requires_grad_(False)),
        Critic(1024, 32768).requires_grad_(False))


def peak():
    """The process's greatest memory in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def timed(folder, name, count, rounds, threads):
    torch.set_num_threads(threads)

    def rate(layout, mode, batch, images):
        network = built(name)
        if layout == "channels last":
            network = network.to(memory_format=torch.channels_last)
        z = torch.randn(batch, network.latent)
        label = torch.randint(0, getattr(network, "classes", 1), [batch])
        with torch.inference_mode():
            network(z, label, **mode)
            runs = max(1, images // batch)
            start = time.perf_counter()
            for _ in range(runs):
                network(z, label, **mode)
        return runs * batch / (time.perf_counter() - start)

    network = built(name)
    # What it does best by is found on few images.
    choices = [
        (layout, mode, batch) for layout in ("default", "channels last") for mode in network.modes
        for batch in NETWORKS[name][2]
    ]
    rates = [rate(*choice, count // 4) for choice in choices]
    for choice, found in zip(choices, rates):
        print(name, *choice, f"{found:.2f}", file=sys.stderr)
    layout, mode, batch = choices[rates.index(max(rates))]
    best = {
        "samples_per_second": max(rate(layout, mode, batch, count) for _ in range(rounds)), "layout": layout,
        "batch": batch, **mode,
    }
    parameters = sum(value.numel() for value in network.parameters())
    print(json.dumps({
        "benchmark": "generators", "measure": "torch", "model": name, "version": torch.__version__, "threads": threads,
        "parameters": parameters, "peak_bytes": peak(), "samples": count, "rounds": rounds, **best,
    }))


def table(path):
    rows = [json.loads(line) for line in open(path)]
    rates = {}
    for row in rows:
        if row["measure"] in ("torch", "ganeval"):
            kept = rates.setdefault(row["model"], {}).setdefault(row["measure"], [])
            kept.append(row)
    lines = [
        "| generator | ganeval, images/s | PyTorch, images/s | ganeval is | PyTorch's best by |", "| --- | ---: | ---: | ---: | --- |",
    ]
    for name in NETWORKS:
        sides = rates.get(name, {})
        if len(sides) < 2:
            continue
        own, peer = (max(sides[side], key=lambda row: row["samples_per_second"]) for side in ("ganeval", "torch"))
        how = f"{peer['layout']}, batch {peer['batch']}"
        if "fused" in peer:
            how += ", weights of each sample" if peer["fused"] else ", scaled activations"
        ratio = own["samples_per_second"] / peer["samples_per_second"]
        lines.append(
            f"| {name} | {own['samples_per_second']:.2f} | {peer['samples_per_second']:.2f} | {ratio:.2f}× | {how} |")
    for row in rows:
        if row["measure"] == "opening":
            size = row["bytes"]
            lines += [
                "", f"Opening {row['model']} ({size / 1e6:.0f} MB): {row['seconds']:.2f} s, at most {row['peak_bytes'] / 1e6:.0f} MB of "
                f"memory, {row['peak_bytes'] / size:.2f} times the file.",
            ]
        if row["measure"] == "building":
            lines += [
                "", f"The same until it can sample: {row['seconds']:.2f} s, at most {row['peak_bytes'] / 1e6:.0f} MB.",
            ]
        if row["measure"] == "report":
            lines += [
                "", f"A report of {row['samples']} samples of stylegan2-256 against {row['reference']} images: {row['seconds']:.0f} s, at most "
                f"{row['peak_bytes'] / 1e9:.2f} GB.",
            ]
    print("\n".join(lines))


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("command", choices=["make", "time", "table"])
parser.add_argument("path")
parser.add_argument("name", nargs="?", choices=list(NETWORKS))
parser.add_argument("--count", type=int, default=32)
parser.add_argument("--rounds", type=int, default=2)
parser.add_argument("--threads", type=int, default=2)
arguments = parser.parse_args()
if arguments.command == "make":
    make(arguments.path)
elif arguments.command == "time":
    timed(arguments.path, arguments.name, arguments.count, arguments.rounds, arguments.threads)
else:
    table(arguments.path)
