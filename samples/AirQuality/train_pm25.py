#!/usr/bin/env python3
"""Trains an LSTM on Beijing's hourly PM2.5 to forecast the next hour, and exports it for the C# program beside this file.

    python3 train_pm25.py DATA_FOLDER        # about a minute; needs torch and numpy

Reads train_2010_2012.csv alone to train: the first 22,000 hours, stopping when the error on the hours after them no longer
falls. Writes Trained/pm25.safetensors (the state_dict as it is: lstm.*, head.*, and the scaling as buffers), and PyTorch's
own forecasts for valid_2013.csv in Trained/pm25_expected.csv, which the C# program must reproduce.
"""
import argparse
import csv
import math
import os
import sys

import numpy as np
import torch

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "..", "Python"))
from safetensors_writer import save  # noqa: E402

TRAIN_HOURS = 22_000
STEPS, WARM_UP, BATCH, EPOCHS, PATIENCE = 192, 24, 32, 80, 10
WIND = ("NE", "NW", "SE")  # calm and variable ("cv") is none of them


def read(path):
    """PM2.5 [T], NaN where missing, and the features [T, 13] a forecast is made from."""
    with open(path, newline="", encoding="ascii") as lines:
        rows = list(csv.DictReader(lines))
    pm = np.array([math.nan if row["pm2.5"] == "NA" else float(row["pm2.5"]) for row in rows])
    features, last, before = [], math.nan, math.nan
    for row, value in zip(rows, pm):
        last, before = (last if math.isnan(value) else value), last
        angle = 2 * math.pi * float(row["hour"]) / 24
        features.append([
            last, float(math.isnan(value)), last - before,  # a gap carries the last reading on, and says so
            float(row["DEWP"]), float(row["TEMP"]), float(row["PRES"]), math.log1p(float(row["Iws"])),
            float(row["Is"]), float(row["Ir"]), *(float(row["cbwd"] == wind) for wind in WIND), math.sin(angle), math.cos(angle)])
    return pm.astype(np.float32), np.array(features, np.float32)


class Pm25(torch.nn.Module):
    """Features in, forecast of the next hour out: the last reading plus a change, which is what the network learns."""

    def __init__(self, mean, scale, step):
        super().__init__()
        self.lstm = torch.nn.LSTM(len(mean), 64, num_layers=2, dropout=0.3)
        self.drop = torch.nn.Dropout(0.3)
        self.head = torch.nn.Linear(64, 1)
        self.register_buffer("mean", torch.tensor(mean))
        self.register_buffer("scale", torch.tensor(scale))
        self.register_buffer("step", torch.tensor([step]))

    def change(self, features):
        """[T, B, 13] to [T, B], in units of `step`. Before the first reading features are missing: those are taken as average."""
        scaled = torch.nan_to_num((features - self.mean) / self.scale)
        return self.head(self.drop(self.lstm(scaled)[0]))[..., 0]

    def forward(self, features):
        return features[..., 0] + self.change(features) * self.step


def errors(pm, forecast):
    """Forecast minus reading of every hour that was read and whose hour before was read."""
    known = ~np.isnan(pm[:-1]) & ~np.isnan(pm[1:])
    return (forecast[:-1] - pm[1:])[known].astype(np.float64)


def rmse(values):
    return float(np.sqrt(np.mean(values ** 2)))


def train(pm, features):
    head = features[:TRAIN_HOURS]
    model = Pm25(np.nanmean(head, 0, dtype=np.float64).astype(np.float32), np.nanstd(head, 0, dtype=np.float64).astype(np.float32),
                 np.nanstd(np.diff(pm[:TRAIN_HOURS])))
    target = torch.tensor(np.append(np.diff(pm), np.float32(math.nan))) / model.step  # NaN unless both ends were read
    inputs = torch.tensor(features)
    optimiser = torch.optim.AdamW(model.parameters(), lr=0.003, weight_decay=0.1)
    random = np.random.default_rng(0)
    best, best_state, worse = math.inf, None, 0
    for epoch in range(EPOCHS):
        model.train()
        for _ in range(2 * TRAIN_HOURS // (STEPS * BATCH)):
            window = torch.tensor(random.integers(0, TRAIN_HOURS - STEPS, BATCH)) + torch.arange(STEPS)[:, None]
            forecast, wanted = model.change(inputs[window])[WARM_UP:], target[window][WARM_UP:]
            known = ~torch.isnan(wanted)
            loss = torch.nn.functional.smooth_l1_loss(forecast[known], wanted[known])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
        error = rmse(errors(pm[TRAIN_HOURS:], predict(model, features)[TRAIN_HOURS:]))
        if error < best:
            best, best_state, worse = error, {name: value.clone() for name, value in model.state_dict().items()}, 0
            print(f"epoch {epoch + 1}: RMSE {error:.2f} on the last {len(pm) - TRAIN_HOURS} hours of the training file", flush=True)
        elif (worse := worse + 1) == PATIENCE:
            break
    model.load_state_dict(best_state)
    return model


def predict(model, features):
    """Forecasts from every hour for the next, as one sequence from a zero state."""
    model.eval()
    with torch.no_grad():
        return model(torch.tensor(features)[:, None])[:, 0].numpy()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", help="folder of train_2010_2012.csv and valid_2013.csv")
    parser.add_argument("--out", default=os.path.join(HERE, "Trained"))
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)

    model = train(*read(os.path.join(options.data, "train_2010_2012.csv")))
    pm, features = read(os.path.join(options.data, "valid_2013.csv"))
    forecast = predict(model, features)
    error, last = errors(pm, forecast), errors(pm, pm)
    print(f"valid_2013: {len(error)} pairs, RMSE {rmse(error):.2f}, MAE {np.mean(np.abs(error)):.2f}; "
          f"last value RMSE {rmse(last):.2f}, MAE {np.mean(np.abs(last)):.2f}")

    os.makedirs(options.out, exist_ok=True)
    save(os.path.join(options.out, "pm25.safetensors"), model.state_dict())
    with open(os.path.join(options.out, "pm25_expected.csv"), "w", encoding="ascii", newline="\n") as out:
        out.write("forecast\n" + "".join(f"{value:.9g}\n" for value in forecast))


if __name__ == "__main__":
    main()
