#!/usr/bin/env python3
"""Trains the network of the C# program beside this file with PyTorch, on the same hours, and exports it for that program.

    python3 train_pm25.py DATA_FOLDER        # a few minutes; needs torch and numpy

Reads train_2010_2012.csv alone to train: its first five sixths, stopping when the loss on the hours after them no longer falls. Writes
Trained/pm25.safetensors (the state_dict, with the scalings and the margins of the intervals in the metadata), and PyTorch's own forecasts for
valid_2013.csv in Trained/pm25_expected.csv, which the C# program must reproduce.
"""
import argparse
import csv
import datetime
import json
import math
import os
import sys
import time

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "..", "Python"))
from safetensors_writer import save  # noqa: E402

HORIZONS, QUANTILES = (1, 6, 24), (0.1, 0.3, 0.5, 0.7, 0.9)
STEPS, WARM_UP, BATCH, EPOCHS, PATIENCE = 192, 24, 32, 60, 15
WIND = ("NE", "NW", "SE")  # calm and variable ("cv") is none of them
COLUMNS = ("pm2.5", "change", "dew_point", "temperature", "pressure", "log_wind", "snow", "rain", *WIND, "hour_sin", "hour_cos",
           "weekday_sin", "weekday_cos", "month_sin", "month_cos", "pm2.5_missing")


def read(path):
    """The columns [T, 18]; PM2.5, the first, is NaN where it is missing."""
    rows, last = [], math.nan
    with open(path, newline="", encoding="ascii") as lines:
        for row in csv.DictReader(lines):
            pm = math.nan if row["pm2.5"] == "NA" else float(row["pm2.5"])
            change = 0 if math.isnan(pm - last) else pm - last
            last = last if math.isnan(pm) else pm
            day = datetime.date(int(row["year"]), int(row["month"]), int(row["day"]))
            turns = (float(row["hour"]) / 24, day.weekday() / 7, (day.month - 1) / 12)
            rows.append([
                pm, change, float(row["DEWP"]), float(row["TEMP"]), float(row["PRES"]), math.log1p(float(row["Iws"])), float(row["Is"]),
                float(row["Ir"]), *(float(row["cbwd"] == wind) for wind in WIND),
                *(of(2 * math.pi * turn) for turn in turns for of in (math.sin, math.cos)), float(math.isnan(pm))])
    return np.array(rows, np.float32)


def changes(pm):
    """[T, horizons], NaN unless both hours were read."""
    return np.stack([np.append(pm[ahead:] - pm[:-ahead], np.full(ahead, np.nan, np.float32)) for ahead in HORIZONS], 1)


def carry(values):
    """NaN becomes the last value before it, 0 at the start."""
    known = np.maximum.accumulate(np.where(np.isnan(values), 0, np.arange(len(values))))
    return np.nan_to_num(values[known])


class Pm25(torch.nn.Module):
    """The columns of an hour in; out, of each horizon, quantiles of the scaled change until then."""

    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(len(COLUMNS), 64, num_layers=2)
        self.head = torch.nn.Linear(64, len(HORIZONS) * len(QUANTILES))

    def forward(self, inputs):
        """[T, B, 18] to [T, B, horizons, quantiles]. Dropout between the layers has one mask for all steps."""
        if not self.training:
            outputs = self.lstm(inputs)[0]
        else:
            hidden = inputs
            for layer in range(2):
                weights = [getattr(self.lstm, f"{name}_l{layer}") for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")]
                zero = torch.zeros(1, inputs.shape[1], 64)
                hidden = torch._VF.lstm(hidden, (zero, zero), weights, True, 1, 0.0, False, False, False)[0]
                if layer == 0:
                    hidden = hidden * torch.bernoulli(torch.full((1, *hidden.shape[1:]), 0.5)) * 2
            outputs = hidden
        return self.head(outputs).unflatten(-1, (len(HORIZONS), len(QUANTILES)))


def pinball(outputs, wanted):
    known = ~torch.isnan(wanted)
    error = (wanted[..., None] - outputs)[known]
    levels = torch.tensor(QUANTILES)
    return torch.maximum(levels * error, (levels - 1) * error).mean()


def rate(step, total):
    return 0.003 * min(1, (step + 1) / 30) * 0.5 * (1 + math.cos(math.pi * max(step - 30, 0) / total))


def train(columns):
    validation = len(columns) - len(columns) // 6
    part = validation - HORIZONS[-1]
    mean, scale = np.nanmean(columns[:part], 0, dtype=np.float64), np.nanstd(columns[:part], 0, dtype=np.float64)
    wanted = changes(columns[:, 0])
    step = np.nanstd(changes(columns[:part, 0]), 0, dtype=np.float64).astype(np.float32)
    scaling = mean.astype(np.float32), np.where(scale > 0, scale, 1).astype(np.float32), step
    inputs, targets = torch.tensor(scaled(columns, scaling)), torch.tensor(wanted / step)
    model = Pm25()
    optimiser = torch.optim.AdamW(model.parameters(), weight_decay=0.1)

    def windows(first, end, stride):
        starts = np.arange(first, end - STEPS + 1, stride)
        return starts[[bool((~torch.isnan(targets[start + WARM_UP:start + STEPS])).any()) for start in starts]]

    random, update = np.random.default_rng(0), 0
    starts, held = windows(0, part, STEPS // 4), windows(validation, len(columns), STEPS - WARM_UP)
    total = EPOCHS * -(-len(starts) // BATCH)
    best, best_state, worse = math.inf, None, 0
    for epoch in range(EPOCHS):
        model.train()
        random.shuffle(starts)
        for at in range(0, len(starts), BATCH):
            window = torch.tensor(starts[at:at + BATCH]) + torch.arange(STEPS)[:, None]
            loss = pinball(model(inputs[window])[WARM_UP:], targets[window][WARM_UP:])
            for group in optimiser.param_groups:
                group["lr"] = rate(update, total)
            update += 1
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
        model.eval()
        with torch.no_grad():
            window = torch.tensor(held) + torch.arange(STEPS)[:, None]
            error = float(pinball(model(inputs[window])[WARM_UP:], targets[window][WARM_UP:]))
        if error < best:
            best, best_state, worse = error, {name: value.clone() for name, value in model.state_dict().items()}, 0
            print(f"epoch {epoch + 1}: loss {error:.4f} on the last {len(columns) - validation} hours of the training file", flush=True)
        elif (worse := worse + 1) == PATIENCE:
            break
    model.load_state_dict(best_state)
    model.eval()
    quantiles = predict(model, columns, scaling)[validation:]
    margins = []
    for at, ahead in enumerate(HORIZONS):
        came, now = columns[validation + ahead:, 0], columns[validation:-ahead, 0]
        outside = np.maximum(quantiles[:-ahead, at, 0] - came, came - quantiles[:-ahead, at, -1])[~np.isnan(came + now)]
        margins.append(np.float32(np.sort(outside)[math.ceil((len(outside) + 1) * 0.8) - 1]))
    return model, scaling, margins


def scaled(columns, scaling):
    inputs = ((columns - scaling[0]) / scaling[1]).astype(np.float32)
    inputs[:, 0] = carry(inputs[:, 0])
    return inputs


def predict(model, columns, scaling):
    """Quantiles [T, horizons, quantiles] from every hour, as one sequence from a zero state, in order."""
    with torch.no_grad():
        outputs = model(torch.tensor(scaled(columns, scaling))[:, None])[:, 0].numpy()
    return np.sort(carry(columns[:, 0])[:, None, None] + outputs * scaling[2][:, None], -1)


def metadata(scaling, margins):
    def text(values):
        return [float(value) for value in values]

    names = [f"{ahead} h" for ahead in HORIZONS]
    entries = {
        "series_scaler.1.inputs": {"columns": COLUMNS, "offset": text(scaling[0]), "scale": text(scaling[1])},
        "series_scaler.1.changes": {"columns": names, "offset": [0] * len(names), "scale": text(scaling[2])},
        **{f"conformal.1.{name}": {"coverage": 0.8, "margin": text([margin])} for name, margin in zip(names, margins)},
    }
    return {f"lstmgen.{key}": json.dumps(value) for key, value in entries.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", help="folder of train_2010_2012.csv and valid_2013.csv")
    parser.add_argument("--out", default=os.path.join(HERE, "Trained"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)

    columns = read(os.path.join(options.data, "train_2010_2012.csv"))
    start, processors = time.perf_counter(), time.process_time()
    model, scaling, margins = train(columns)
    print(f"Training {(time.perf_counter() - start) / 60:.2f} minutes ({(time.process_time() - processors) / 60:.2f} of processors)")

    columns = read(os.path.join(options.data, "valid_2013.csv"))
    quantiles = predict(model, columns, scaling)
    forecasts = np.maximum(quantiles.mean(-1), 0)
    pm = columns[:, 0]
    for at, ahead in enumerate(HORIZONS):
        known = ~np.isnan(pm[:-ahead] + pm[ahead:])
        came = pm[ahead:][known].astype(np.float64)
        error, last = forecasts[:-ahead, at][known] - came, pm[:-ahead][known] - came
        lower, upper = quantiles[:-ahead, at, 0][known] - margins[at], quantiles[:-ahead, at, -1][known] + margins[at]
        within = (came >= np.maximum(lower, 0)) & (came <= upper)
        print(f"{ahead} h: {len(error)} pairs, RMSE {np.sqrt(np.mean(error ** 2)):.2f}, MAE {np.mean(np.abs(error)):.2f}, within {within.mean():.1%}; "
              f"last value RMSE {np.sqrt(np.mean(last ** 2)):.2f}")

    os.makedirs(options.out, exist_ok=True)
    save(os.path.join(options.out, "pm25.safetensors"), model.state_dict(), metadata(scaling, margins))
    np.savetxt(os.path.join(options.out, "pm25_expected.csv"), forecasts, "%.9g", ",", header=",".join(f"forecast_{h}" for h in HORIZONS), comments="")


if __name__ == "__main__":
    main()
