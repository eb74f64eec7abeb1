#!/usr/bin/env python3
"""Writes the LSTM layers and the last Dense layer of a Keras model as safetensors, without Keras or TensorFlow; needs numpy and h5py.

keras_export.py MODEL OUT.safetensors [LAYER ...]     MODEL: .keras, .weights.h5 or .h5

LAYER names LSTM layers from the first to the last and then the Dense layer, where the order found is not the right one.
Keras has kernel [I, 4H], recurrent_kernel [H, 4H] and one bias [4H], gates i, f, c, o; PyTorch and LstmGen have weight_ih [4H, I],
weight_hh [4H, H] and two biases, gates i, f, g, o. c and g are two names of one gate, so the order stays: what is left is to transpose,
and to give the second bias zeros.
"""
import io
import re
import sys
import zipfile

import h5py
import numpy as np

from safetensors_file import save


def layers(file):
    """The arrays of each layer, by name: Keras 3 keeps layers/NAME/[cell/]vars/0, 1, 2, older versions NAME/.../kernel:0 and so on."""
    found = {}

    def visit(path, item):
        if not isinstance(item, h5py.Dataset) or item.ndim == 0:
            return
        parts = path.split("/")
        if "optimizer" in parts or "optimizer_weights" in parts:
            return
        skip = 1 if parts[0] in ("layers", "model_weights", "_layer_checkpoint_dependencies") else 0
        found.setdefault(parts[skip], {})[parts[-1].split(":")[0]] = np.array(item)

    file.visititems(visit)
    return found


def arrays_of(layer):
    """In Keras's order: kernel, recurrent_kernel of an LSTM, bias."""
    names = [name for name in ("kernel", "recurrent_kernel", "bias") if name in layer] or sorted(layer, key=int)
    return [layer[name] for name in names] if len(names) == len(layer) else []


def is_lstm(arrays):
    return len(arrays) in (2, 3) and arrays[0].ndim == arrays[1].ndim == 2 and arrays[0].shape[1] == arrays[1].shape[1] == 4 * arrays[1].shape[0]


def is_dense(arrays):
    return len(arrays) == 2 and arrays[0].ndim == 2 and arrays[1].shape == (arrays[0].shape[1],)


def key(name):
    """lstm, lstm_1, lstm_2, ..., lstm_10."""
    text, number = re.fullmatch(r"(.*?)_?(\d*)", name).groups()
    return text, int(number or 0)


path, out, order = sys.argv[1], sys.argv[2], sys.argv[3:]
if zipfile.is_zipfile(path):
    path = io.BytesIO(zipfile.ZipFile(path).read("model.weights.h5"))
with h5py.File(path, "r") as file:
    found = layers(file)

tensors, depth, heads = {}, 0, []
for name in order or sorted(found, key=key):
    arrays = arrays_of(found.get(name, {}))
    if is_lstm(arrays):
        kernel, recurrent, *bias = arrays
        tensors |= {f"weight_ih_l{depth}": kernel.T, f"weight_hh_l{depth}": recurrent.T}
        if bias:
            tensors |= {f"bias_ih_l{depth}": bias[0], f"bias_hh_l{depth}": np.zeros_like(bias[0])}
        print(f"{name}: LSTM layer {depth}, {kernel.shape[0]} inputs, {recurrent.shape[0]} units, {'a bias' if bias else 'no bias'}")
        depth += 1
    elif is_dense(arrays):
        heads.append(name)
        tensors |= {"head.weight": arrays[0].T, "head.bias": arrays[1]}
        print(f"{name}: the head, {arrays[0].shape[1]} outputs")
    else:
        shapes = [array.shape for array in found.get(name, {}).values()]
        print(f"{name}: left out; arrays {shapes} are those of no LSTM and no Dense layer")

if depth == 0 or len(heads) > 1:
    sys.exit(f"{depth} LSTM and {len(heads)} Dense layers were found; at least one and at most one were expected. Name the layers: {', '.join(found)}")
save(out, tensors)
