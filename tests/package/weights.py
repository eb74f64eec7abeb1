#!/usr/bin/env python3
"""Writes a safetensors file: weights.py FILE NAME=ROWS[,COLUMNS][:F64] ..."""
import json, math, struct, sys

header, data = {}, b""
for number, argument in enumerate(sys.argv[2:]):
    name, shape = argument.split("=")
    shape, _, dtype = shape.partition(":")
    shape = [int(size) for size in shape.split(",")]
    count = math.prod(shape)
    values = struct.pack(f"<{count}{'d' if dtype else 'f'}", *(0.3 * math.sin(number + 7 * index) for index in range(count)))
    header[name] = {"dtype": dtype or "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
    data += values
text = json.dumps(header).encode()
with open(sys.argv[1], "wb") as file:
    file.write(struct.pack("<Q", len(text)) + text + data)
