"""Writes arrays of 32-bit floats as a safetensors file with numpy alone: 8 bytes with the length of a JSON header, the header, the numbers."""
import json

import numpy as np


def save(path, tensors):
    header, data, at = {}, [], 0
    for name, tensor in tensors.items():
        data.append(np.ascontiguousarray(tensor, dtype="<f4").tobytes())
        header[name] = {"dtype": "F32", "shape": list(np.shape(tensor)), "data_offsets": [at, at + len(data[-1])]}
        at += len(data[-1])
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + b"".join(data))
