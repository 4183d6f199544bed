"""The DCGAN-28 training step in PyTorch: images a second on two threads.

The same networks, batch, losses and optimizer as the preset dcgan28; the discriminator's weights are frozen while the
generator learns, which saves PyTorch the gradients that ganeval does not compute either.
"""
import argparse
import json
import time

import torch
from torch import nn

parser = argparse.ArgumentParser()
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--steps", type=int, default=10)
parser.add_argument("--repeats", type=int, default=5)
parser.add_argument("--channels-last", action="store_true")
arguments = parser.parse_args()
torch.set_num_threads(arguments.threads)
torch.manual_seed(1)

generator = nn.Sequential(
    nn.ConvTranspose2d(64, 256, 7, 1, 0, bias=False), nn.BatchNorm2d(256), nn.ReLU(True),
    nn.ConvTranspose2d(256, 128, 4, 2, 1, bias=False), nn.BatchNorm2d(128), nn.ReLU(True),
    nn.ConvTranspose2d(128, 1, 4, 2, 1), nn.Tanh())
discriminator = nn.Sequential(
    nn.Conv2d(1, 64, 4, 2, 1), nn.LeakyReLU(0.2, True),
    nn.Conv2d(64, 128, 4, 2, 1, bias=False), nn.BatchNorm2d(128), nn.LeakyReLU(0.2, True),
    nn.Conv2d(128, 1, 7))
if arguments.channels_last:
    generator.to(memory_format=torch.channels_last)
    discriminator.to(memory_format=torch.channels_last)
generator_adam = torch.optim.Adam(generator.parameters(), 2e-4, (0.5, 0.999))
discriminator_adam = torch.optim.Adam(discriminator.parameters(), 2e-4, (0.5, 0.999))
softplus = nn.functional.softplus
batch = 64
real = torch.randn(batch, 1, 28, 28)


def step():
    fake = generator(torch.randn(batch, 64, 1, 1))
    discriminator.requires_grad_(True)
    discriminator_adam.zero_grad(set_to_none=True)
    loss = softplus(-discriminator(real)).mean() + softplus(discriminator(fake.detach())).mean()
    loss.backward()
    discriminator_adam.step()
    discriminator.requires_grad_(False)
    generator_adam.zero_grad(set_to_none=True)
    softplus(-discriminator(fake)).mean().backward()
    generator_adam.step()


for _ in range(3):
    step()
best = float("inf")
for _ in range(arguments.repeats):
    start = time.perf_counter()
    for _ in range(arguments.steps):
        step()
    best = min(best, time.perf_counter() - start)
print(json.dumps({
    "peer": "pytorch" + (" channels_last" if arguments.channels_last else ""), "version": torch.__version__,
    "threads": arguments.threads, "images_per_second": batch * arguments.steps / best}))
