#!/usr/bin/env python3
"""Trains the forecaster of ../Data/machine.csv: how many tasks will want to run, on average over the next two seconds.

    python3 train.py      # a few minutes on one core; needs torch and numpy

Rows in time's order: the first 60 % train, the next 20 % tell when to stop, the last 20 % are only scored. Writes
../Data/machine.safetensors: the state_dict as it is (lstm.*, head.*, the scaling as buffers mean, scale and step), and
`expected`, the network's outputs for the first rows, which the C# program must reproduce.
"""
import csv
import math
import os
import sys

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "Data")
sys.path.append(os.path.join(HERE, "..", "..", "Python"))
from safetensors_writer import save  # noqa: E402

HORIZON = 20  # rows of 0.1 s, forecast and looked back on
HIDDEN = 64
STEPS, WARM_UP, BATCH, EPOCHS, PATIENCE = 150, 30, 32, 80, 8
EXPECTED = 512


def read(path):
    with open(path, newline="", encoding="ascii") as lines:
        rows = list(csv.DictReader(lines))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


def means(x, count):
    """Of every row the mean of it and the rows before it, `count` in all (fewer at the start)."""
    total, t = np.concatenate([[0.0], np.cumsum(x)]), np.arange(len(x))
    first = np.maximum(t - count + 1, 0)
    return (total[t + 1] - total[first]) / (t + 1 - first)


def features(columns):
    """[T, 8]; MachineForecast.cs does the same. Counts are taken as logarithms: a queue doubles as easily at 50 as at 5."""
    tasks = columns["tasks_running"]
    level = np.log1p(means(tasks, HORIZON))
    return np.stack([
        columns["cpu_busy"], columns["cpu_system"], np.log1p(tasks) - level, level, np.log1p(columns["forks_per_s"]),
        np.diff(np.log1p(columns["memory_used_mib"]), prepend=np.log1p(columns["memory_used_mib"][0])),
        np.log1p(columns["io_read_mib_s"]), np.log1p(columns["io_write_mib_s"])], -1).astype(np.float32)


class MachineLoad(torch.nn.Module):
    """Features in, forecast of log(1 + tasks) out: its level so far plus a change, which is what the network learns."""

    def __init__(self, mean, scale, step):
        super().__init__()
        self.lstm = torch.nn.LSTM(len(mean), HIDDEN, num_layers=2, dropout=0.3)
        self.drop = torch.nn.Dropout(0.3)
        self.head = torch.nn.Linear(HIDDEN, 1)
        self.register_buffer("mean", torch.tensor(mean))
        self.register_buffer("scale", torch.tensor(scale))
        self.register_buffer("step", torch.tensor([step], dtype=torch.float32))

    def forward(self, inputs):
        """[T, B, 8] to changes [T, B] in units of `step`."""
        return self.head(self.drop(self.lstm((inputs - self.mean) / self.scale)[0]))[..., 0]


def outputs(model, inputs):
    """[T] of the rows [T, 8] as one sequence from a zero state."""
    model.eval()
    with torch.no_grad():
        return model(inputs[:, None])[:, 0].numpy()


def rmse(a, b):
    return float(np.sqrt(np.mean((a - b) ** 2)))


def train(inputs, change, train_rows, valid_rows):
    mean, scale = inputs[:train_rows].mean(0), inputs[:train_rows].std(0)
    model = MachineLoad(mean, np.where(scale > 0, scale, 1).astype(np.float32), np.std(change[:train_rows]))
    inputs, wanted = torch.tensor(inputs), torch.tensor(change / float(model.step), dtype=torch.float32)
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.002, weight_decay=0.05)
    random = np.random.default_rng(0)
    best, best_state, worse = math.inf, None, 0
    for epoch in range(EPOCHS):
        model.train()
        for _ in range(2 * train_rows // (STEPS * BATCH)):
            window = torch.tensor(random.integers(0, train_rows - STEPS, BATCH)) + torch.arange(STEPS)[:, None]
            loss = torch.nn.functional.smooth_l1_loss(model(inputs[window])[WARM_UP:], wanted[window][WARM_UP:])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
        error = rmse(outputs(model, inputs[:valid_rows])[train_rows:], wanted.numpy()[train_rows:valid_rows])
        if error < best:
            best, best_state, worse = error, {name: value.clone() for name, value in model.state_dict().items()}, 0
            print(f"epoch {epoch + 1}: RMSE {error:.3f} of a usual change on the validation rows", flush=True)
        elif (worse := worse + 1) == PATIENCE:
            break
    model.load_state_dict(best_state)
    return model


def exponential(x, weight):
    average = np.empty_like(x)
    value = x[0]
    for t, now in enumerate(x):
        value += weight * (now - value)
        average[t] = value
    return average


def main():
    torch.manual_seed(0)
    torch.set_num_threads(1)
    columns = read(os.path.join(DATA, "machine.csv"))
    tasks, inputs = columns["tasks_running"], features(columns)
    rows = len(tasks) - HORIZON  # those whose next two seconds were recorded
    train_rows, valid_rows = rows * 6 // 10, rows * 8 // 10
    actual = means(tasks, HORIZON)[HORIZON:]
    level = inputs[:, 3].astype(np.float64)
    model = train(inputs, np.log1p(actual) - level[:rows], train_rows, valid_rows)

    raw = outputs(model, torch.tensor(inputs))
    forecasts = {"LSTM": np.expm1(level + raw * float(model.step)), "last value": tasks}
    forecasts |= {f"mean of the last {count / 10:g} s": means(tasks, count) for count in (5, 10, 20, 40, 80)}
    forecasts |= {f"exponential average, weight {weight}": exponential(tasks, weight) for weight in (0.02, 0.05, 0.1, 0.2)}
    print("RMSE, tasks                           train    test    test, log(1 + tasks)")
    for name, forecast in forecasts.items():
        parts = [rmse(forecast[:train_rows], actual[:train_rows]), rmse(forecast[valid_rows:rows], actual[valid_rows:])]
        print(f"{name:35s} {parts[0]:7.3f} {parts[1]:7.3f} {rmse(np.log1p(forecast[valid_rows:rows]), np.log1p(actual[valid_rows:])):9.4f}")
    save(os.path.join(DATA, "machine.safetensors"), {**model.state_dict(), "expected": torch.tensor(raw[:EXPECTED])})


if __name__ == "__main__":
    main()
