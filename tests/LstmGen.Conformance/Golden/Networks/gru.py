#!/usr/bin/env python3
"""Writes the golden cases of torch.nn.GRU and their entries of index.json: computed in float64, stored as float32.

Wants torch and numpy (python3-torch of Debian): python3 gru.py
"""
import hashlib
import json
import pathlib
import struct

import numpy
import torch

FOLDER = pathlib.Path(__file__).parent
CASES = [
    ("gru_i5_h8_t8_b3", "I5H8Gru", dict(input_size=5, hidden_size=8), 8, [8, 8, 8]),
    ("gru_bidir_layers2_lengths_i4_h20_t9_b4", "I4H20L2GruBoth", dict(input_size=4, hidden_size=20, num_layers=2, bidirectional=True), 9, [9, 3, 1, 7]),
]


def write(path, tensors):
    header, data = {}, b""
    for name, value in tensors.items():
        raw = value.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def random(shape, scale=1.0):
    return (torch.randn(shape, dtype=torch.float64) * scale).float().double()


def solve(sizes, steps, lengths, values, dtype):
    gru = torch.nn.GRU(**sizes).to(dtype)
    state = {name: values[name].to(dtype) for name, _ in gru.named_parameters()}
    gru.load_state_dict(state)
    x, h0 = (values[name].to(dtype).clone().requires_grad_() for name in ("input", "h0"))
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, torch.tensor(lengths), enforce_sorted=False)
    y, h = gru(packed, h0)
    y, _ = torch.nn.utils.rnn.pad_packed_sequence(y, total_length=steps)
    ((y * values["grad_output"].to(dtype)).sum() + (h * values["grad_h_n"].to(dtype)).sum()).backward()
    result = {"output": y, "h_n": h}
    result |= {"grad.input": x.grad, "grad.h0": h0.grad}
    result |= {"grad." + name: parameter.grad for name, parameter in gru.named_parameters()}
    return {name: value.detach().double().numpy() for name, value in result.items()}


def error(a, b):
    return float(numpy.abs(a - b).max() / max(numpy.abs(b).max(), 1e-300))


def rounded_up(value):
    digit = 10.0 ** numpy.floor(numpy.log10(value))
    return float(f"{numpy.ceil(value / digit) * digit:.0e}")


index = json.loads((FOLDER / "index.json").read_text())
index["cases"] = [case for case in index["cases"] if case["family"] != "gru"]
for seed, (name, model, sizes, steps, lengths) in enumerate(CASES):
    torch.manual_seed(seed)
    batch, hidden = len(lengths), sizes["hidden_size"]
    directions = 2 if sizes.get("bidirectional") else 1
    states = sizes.get("num_layers", 1) * directions
    values = {key: random(value.shape, 0.4) for key, value in torch.nn.GRU(**sizes).named_parameters()}
    values |= {"input": random((steps, batch, sizes["input_size"])), "h0": random((states, batch, hidden), 0.5)}
    values |= {"grad_output": random((steps, batch, directions * hidden)), "grad_h_n": random((states, batch, hidden))}
    for row, length in enumerate(lengths):
        values["grad_output"][length:, row] = 0
    exact, single = (solve(sizes, steps, lengths, values, dtype) for dtype in (torch.float64, torch.float32))
    forward = 8 * max(error(single[key], exact[key]) for key in ("output", "h_n"))
    grad = 8 * max(error(single[key], exact[key]) for key in exact if key.startswith("grad."))
    path = FOLDER / f"{name}.safetensors"
    write(path, {key: value.numpy() for key, value in values.items()} | exact)
    index["cases"].append({
        "name": name, "file": path.name, "family": "gru", "model": model, **{key: value for key, value in sizes.items() if key != "num_layers"},
        "T": steps, "B": batch, "lengths": lengths, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "tolerance": {"forward": max(2e-6, rounded_up(forward)), "grad": max(5e-6, rounded_up(grad))},
    })
(FOLDER / "index.json").write_text(json.dumps(index, indent=1) + "\n")
