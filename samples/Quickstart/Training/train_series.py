#!/usr/bin/env python3
"""Trains the small forecaster that Quickstart applies to any column (--csv FILE --column NAME): two layers of 32 units.

    python3 train_series.py      # about a quarter of an hour on one core; needs torch and numpy

It learns from made-up series alone (made_up.py), so whatever column it is given later is new to it. What it sees of a
series: the change since the last value over the usual size of changes, and the level in standard deviations, both
measured on the first third of the series; what it forecasts: the next change. Writes ../Data/series.safetensors.
"""
import os
import sys

import numpy as np
import torch

import made_up

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "..", "..", "Python"))
from safetensors_writer import save  # noqa: E402

LENGTH, CONTEXT, BATCH, UPDATES = 384, 128, 32, 4000
LARGEST_CHANGE, LARGEST_LEVEL = 8.0, 4.0


def features(x, context):
    """[T, 2] of a series [T], and the size of its changes. SeriesForecast.cs does the same."""
    change = np.diff(x, prepend=x[0])
    size = np.sqrt(np.mean(change[1:context] ** 2))
    level = (x - x[:context].mean()) / x[:context].std()
    clipped = np.clip(change / size, -LARGEST_CHANGE, LARGEST_CHANGE), np.clip(level, -LARGEST_LEVEL, LARGEST_LEVEL)
    return np.stack(clipped, -1).astype(np.float32), size


def batch(random, size):
    """Inputs [T, B, 2] and wanted changes [T, B] of `size` series that change at all within their first third."""
    inputs, wanted = [], []
    while len(inputs) < size:
        x = made_up.series(random, LENGTH + 1)
        if np.ptp(x[:CONTEXT]) > 1e-6:
            seen, scale = features(x, CONTEXT)
            inputs.append(seen[:-1])
            wanted.append(np.clip(np.diff(x) / scale, -LARGEST_CHANGE, LARGEST_CHANGE).astype(np.float32))
    return torch.tensor(np.stack(inputs, 1)), torch.tensor(np.stack(wanted, 1))


class Series(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(2, 32, num_layers=2)
        self.head = torch.nn.Linear(32, 1)

    def forward(self, inputs):
        return self.head(self.lstm(inputs)[0])[..., 0]


def compare(model, inputs, wanted):
    """Typical RMSE over that of the last value, after the context: geometric mean over the series."""
    with torch.no_grad():
        error = (model(inputs) - wanted)[CONTEXT:].square().mean(0).sqrt()
        last = wanted[CONTEXT:].square().mean(0).sqrt()
    return ((error + 1e-3) / (last + 1e-3)).log().mean().exp().item()


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    random, model = np.random.default_rng(0), Series()
    unseen = batch(np.random.default_rng(1), 256)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.003)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, UPDATES)
    for update in range(UPDATES):
        inputs, wanted = batch(random, BATCH)
        loss = torch.nn.functional.smooth_l1_loss(model(inputs)[8:], wanted[8:])
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if (update + 1) % 500 == 0:
            print(f"{update + 1} updates: RMSE {compare(model, *unseen):.3f} of the last value's on unseen series", flush=True)
    save(os.path.join(HERE, "..", "Data", "series.safetensors"), model.state_dict())


if __name__ == "__main__":
    main()
