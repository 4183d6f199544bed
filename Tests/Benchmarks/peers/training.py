"""One training step of a preset in PyTorch, as the same networks, losses, penalties and optimizers: images a second.

    training.py CHECKPOINT [--threads 2] [--steps 10] [--rounds 5] [--channels-last]

Networks and settings are read from a checkpoint that the preset's training wrote, so that both sides train the same. The
discriminator's weights are frozen while the generator learns, which saves PyTorch the gradients that ganeval does not compute
either. Spectral normalization iterates once an update, as PyTorch's does.

    training.py --table LINES

prints the table of lines that this script and `benchmarks training` printed.
"""
import argparse
import json
import os
import resource
import struct
import sys
import time


def metadata(path):
    with open(path, "rb") as file:
        size = struct.unpack("<Q", file.read(8))[0]
        return json.loads(file.read(size))["__metadata__"]


def networks(torch):
    nn, F = torch.nn, torch.nn.functional

    class ConditionalBatchNorm(nn.Module):
        def __init__(self, features, classes, eps):
            super().__init__()
            self.norm = nn.BatchNorm2d(features, eps, affine=False)
            self.gain = nn.Linear(classes, features, bias=False)
            self.shift = nn.Linear(classes, features, bias=False)
            self.classes = classes

        def forward(self, x, z):
            labels = z.flatten(1)[:, -self.classes:]
            return self.norm(x) * self.gain(labels)[:, :, None, None] + self.shift(labels)[:, :, None, None]

    class BatchDeviation(nn.Module):
        def forward(self, x):
            spread = x.var(0, unbiased=False).add(1e-8).sqrt().mean()
            return torch.cat([x, spread.expand(x.shape[0], 1, x.shape[2], x.shape[3])], 1)

    class Reshape(nn.Module):
        def __init__(self, shape):
            super().__init__()
            self.shape = shape

        def forward(self, x):
            return x.reshape([x.shape[0]] + self.shape)

    class Slice(nn.Module):
        def __init__(self, start, count):
            super().__init__()
            self.range = slice(start, start + count)

        def forward(self, x):
            return x[:, self.range]

    def module(layer):
        get = layer.get
        kind = layer["kind"]
        if kind == "Linear":
            return nn.Linear(layer["in"], layer["out"], layer["bias"])
        if kind in ("Conv2d", "ConvTranspose2d"):
            return getattr(nn, kind)(
                layer["in"], layer["out"], layer["kernel"], layer["stride"], layer["padding"], bias=layer["bias"])
        if kind == "BatchNorm2d":
            return nn.BatchNorm2d(layer["features"], layer["eps"])
        if kind == "InstanceNorm2d":
            return nn.InstanceNorm2d(layer["features"], layer["eps"], affine=True)
        if kind == "ConditionalBatchNorm2d":
            return ConditionalBatchNorm(layer["features"], layer["classes"], layer["eps"])
        if kind == "AvgPool2d":
            return nn.AvgPool2d(layer["kernel"], layer["stride"], get("padding", 0))
        if kind == "Upsample":
            return nn.Upsample(scale_factor=layer["scale"])
        simple = {
            "ReLU": lambda: nn.ReLU(), "LeakyReLU": lambda: nn.LeakyReLU(layer["slope"]), "Tanh": nn.Tanh,
            "Flatten": nn.Flatten, "AdaptiveAvgPool2d": lambda: nn.AdaptiveAvgPool2d(1),
            "MinibatchStdDev": BatchDeviation, "Unflatten": lambda: Reshape(layer["shape"]),
            "Slice": lambda: Slice(layer["start"], layer["count"]), "Add": nn.Identity, "Concat": nn.Identity,
        }
        if kind not in simple:
            sys.exit(f"training.py: no {kind}; add it")
        return simple[kind]()

    class Graph(nn.Module):
        def __init__(self, description):
            super().__init__()
            self.shape = description["input"]
            self.layers = description["layers"]
            self.kept = {name for layer in self.layers for name in layer.get("inputs", [layer.get("input")]) if name}
            self.parts = nn.ModuleList(module(layer) for layer in self.layers)

        def forward(self, x):
            values = {"input": x}
            for layer, part in zip(self.layers, self.parts):
                kind = layer["kind"]
                if kind == "Add":
                    first, *others = (values[name] for name in layer["inputs"])
                    for other in others:
                        first = first + other
                    x = first
                elif kind == "Concat":
                    x = torch.cat([values[name] for name in layer["inputs"]], 1)
                elif "inputs" in layer:
                    x = part(*(values[name] for name in layer["inputs"]))
                else:
                    x = part(values[layer["input"]] if "input" in layer else x)
                if layer.get("name") in self.kept:
                    values[layer["name"]] = x
            return x

    return Graph


def losses(torch):
    F = torch.nn.functional
    softplus, mse = F.softplus, lambda x, y: (x - y).square().mean()
    return {
        "non_saturating": (lambda r, f: softplus(-r).mean() + softplus(f).mean(), lambda r, f: softplus(-f).mean()),
        "minimax": (lambda r, f: softplus(-r).mean() + softplus(f).mean(), lambda r, f: -softplus(f).mean()),
        "least_squares": (lambda r, f: (mse(r, 1) + mse(f, 0)) / 2, lambda r, f: mse(f, 1) / 2),
        "hinge": (lambda r, f: F.relu(1 - r).mean() + F.relu(1 + f).mean(), lambda r, f: -f.mean()),
        "wasserstein": (lambda r, f: f.mean() - r.mean(), lambda r, f: -f.mean()),
        "relativistic_pairing": (lambda r, f: softplus(f - r).mean(), lambda r, f: softplus(r - f).mean()),
    }


def time_steps(arguments):
    import torch

    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    F = torch.nn.functional
    told = metadata(arguments.checkpoint)
    plan = json.loads(told["ganeval.plan"])
    Graph = networks(torch)
    generator = Graph(json.loads(told["ganeval.generator"]))
    discriminator = Graph(json.loads(told["ganeval.discriminator"]))
    if plan.get("spectralNormalization"):
        for part in discriminator.parts:
            if isinstance(part, (torch.nn.Conv2d, torch.nn.Linear)):
                torch.nn.utils.parametrizations.spectral_norm(part)
    layout = torch.channels_last if arguments.channels_last else torch.contiguous_format
    generator.to(memory_format=layout)
    discriminator.to(memory_format=layout)
    betas = (float(plan["beta1"]), float(plan["beta2"]))
    generator_adam = torch.optim.Adam(generator.parameters(), plan["learningRate"], betas)
    discriminator_adam = torch.optim.Adam(
        discriminator.parameters(), plan.get("discriminatorLearningRate") or plan["learningRate"], betas)
    discriminator_loss, generator_loss = losses(torch)[plan.get("loss", "non_saturating")]
    batch, classes = plan["batchSize"], plan.get("classCount")
    condition, packing = plan.get("condition"), plan.get("packing", 1)
    translation = plan.get("translation")
    shape = json.loads(told["ganeval.sample_shape"])

    def planes(*lead):
        size = shape if len(shape) == 1 else [shape[2], shape[0], shape[1]]
        return torch.randn(*lead, *size)

    real, inputs = planes(batch), planes(batch)
    labels = torch.arange(batch) % (classes or 1)
    hot = F.one_hot(labels, classes).float() if classes else None
    input_shape = json.loads(told["ganeval.generator"])["input"]
    average = [p.detach().clone() for p in generator.parameters()]

    def latents():
        if translation:
            noise = translation["noiseChannels"]
            return torch.cat([inputs, torch.randn(batch, noise, *inputs.shape[2:])], 1) if noise else inputs
        width = input_shape[-1]
        if classes is None:
            z = torch.randn(batch, width)
        else:
            z = torch.cat([torch.randn(batch, width - classes), hot], 1)
        return z if len(input_shape) == 1 else z[:, :, None, None]

    def judge(x):
        if condition == "concatenation":
            x = torch.cat([x, hot[:, :, None, None].expand(-1, -1, *x.shape[2:])], 1)
        if translation:
            x = torch.cat([x, inputs], 1)
        if packing > 1:
            x = x.reshape(x.shape[0] // packing, -1, *x.shape[2:])
        outputs = discriminator(x.to(memory_format=layout) if x.dim() == 4 else x)
        if condition == "projection":
            outputs = outputs.flatten(1)
            return outputs[:, :1] + (outputs[:, 1:] * hot).sum(1, keepdim=True), None
        if condition == "auxiliary_classifier":
            outputs = outputs.flatten(1)
            return outputs[:, :1], outputs[:, 1:]
        return outputs, None

    def penalty(name, weight, x, logits, fake):
        if name in ("real_gradient_penalty", "generated_gradient_penalty"):
            at = x if name.startswith("real") else fake
            value = logits[0] if name.startswith("real") else logits[1]
            slope, = torch.autograd.grad(value.sum(), at, create_graph=True)
            return weight / 2 * slope.square().sum() / batch
        if name in ("gradient_penalty", "one_sided_gradient_penalty"):
            share = torch.rand(batch, *[1] * (x.dim() - 1))
            mixed = (share * x + (1 - share) * fake).detach().requires_grad_(True)
            slope, = torch.autograd.grad(judge(mixed)[0].sum(), mixed, create_graph=True)
            excess = slope.flatten(1).square().sum(1).add(1e-12).sqrt() - 1
            return weight * (excess if name == "gradient_penalty" else F.relu(excess)).square().mean()
        sys.exit(f"training.py: no {name}; add it")

    chosen = plan.get("regularizers", [])

    def step():
        for _ in range(plan.get("criticSteps", 1)):
            fake = generator(latents())
            x, made = real, fake.detach()
            if chosen:
                x, made = x.clone().requires_grad_(True), made.requires_grad_(True)
            discriminator.requires_grad_(True)
            discriminator_adam.zero_grad(set_to_none=True)
            (on_real, classes_real), (on_fake, _) = judge(x), judge(made)
            loss = discriminator_loss(on_real, on_fake)
            if classes_real is not None:
                loss = loss + F.cross_entropy(classes_real, labels)
            for one in chosen:
                if one["name"] == "weight_clipping":
                    continue
                loss = loss + penalty(one["name"], one["weight"], x, (on_real, on_fake), made)
            loss.backward()
            discriminator_adam.step()
            for one in chosen:
                if one["name"] == "weight_clipping":
                    with torch.no_grad():
                        for p in discriminator.parameters():
                            p.clamp_(-one["weight"], one["weight"])
        discriminator.requires_grad_(False)
        generator_adam.zero_grad(set_to_none=True)
        told, told_classes = judge(fake)
        against = judge(real)[0] if plan.get("loss") == "relativistic_pairing" else on_real.detach()
        loss = generator_loss(against, told)
        if told_classes is not None:
            loss = loss + F.cross_entropy(told_classes, labels)
        if translation and translation["pixelWeight"]:
            loss = loss + translation["pixelWeight"] * (fake - real).abs().mean()
        loss.backward()
        generator_adam.step()
        torch._foreach_lerp_(average, [p.detach() for p in generator.parameters()], 1 - plan["averageDecay"])

    for _ in range(3):
        step()
    best = float("inf")
    for _ in range(arguments.rounds):
        start = time.perf_counter()
        for _ in range(arguments.steps):
            step()
        best = min(best, time.perf_counter() - start)
    print(json.dumps({
        "benchmark": "training", "measure": "pytorch" + (" channels last" if arguments.channels_last else ""),
        "preset": plan["preset"], "milliseconds": 1000 * best / arguments.steps, "threads": arguments.threads,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024, "version": torch.__version__}))


def table(path):
    best = {}
    with open(path) as file:
        for line in map(json.loads, file):
            side = "ganeval" if line["measure"] == "ganeval" else "peer"
            milliseconds, peaks = best.setdefault(line["preset"], {}).setdefault(side, ([], []))
            milliseconds.append(line["milliseconds"])
            peaks.append(line["peak_bytes"])
    print("| preset | ganeval ms/step | PyTorch ms/step | ratio | ganeval peak MB | PyTorch peak MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for preset, sides in best.items():
        (own, own_peak), (peer, peer_peak) = (sides[side] for side in ("ganeval", "peer"))
        print(
            f"| {preset} | {min(own):.1f} | {min(peer):.1f} | {min(peer) / min(own):.2f} | "
            f"{min(own_peak) / 1e6:.0f} | {min(peer_peak) / 1e6:.0f} |")


parser = argparse.ArgumentParser()
parser.add_argument("checkpoint", nargs="?")
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--steps", type=int, default=10)
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--channels-last", action="store_true")
parser.add_argument("--table", metavar="LINES")
arguments = parser.parse_args()
if arguments.table:
    table(arguments.table)
elif arguments.checkpoint and os.path.exists(arguments.checkpoint):
    time_steps(arguments)
else:
    parser.error("name a checkpoint")
