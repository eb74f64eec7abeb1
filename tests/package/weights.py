#!/usr/bin/env python3
"""Writes a safetensors file: weights.py FILE NAME=ROWS[,COLUMNS][:F64] ... [seed=N]
weights.py --onnx FILE puts the gates i, f, g, o of a file into ONNX's order, i, o, f, g."""
import json, math, struct, sys

def read(path):
    data = open(path, "rb").read()
    length, = struct.unpack_from("<Q", data)
    return json.loads(data[8:8 + length]), data[8 + length:]

def write(path, header, data):
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)

def main(path, *arguments):
    header, data = {}, b""
    seed = next((int(argument[5:]) for argument in arguments if argument.startswith("seed=")), 0)
    for number, argument in enumerate(argument for argument in arguments if not argument.startswith("seed=")):
        name, shape = argument.split("=")
        shape, _, dtype = shape.partition(":")
        shape = [int(size) for size in shape.split(",")]
        count = math.prod(shape)
        values = struct.pack(f"<{count}{'d' if dtype else 'f'}", *(0.3 * math.sin(number + seed + 7 * index) for index in range(count)))
        header[name] = {"dtype": dtype or "F32", "shape": shape, "data_offsets": [len(data), len(data) + len(values)]}
        data += values
    write(path, header, data)

def reorder(path):
    header, data = read(path)
    result = bytearray(data)
    for tensor in header.values():
        begin, end = tensor["data_offsets"]
        gate = (end - begin) // 4
        for place, source in enumerate((0, 3, 1, 2)):
            result[begin + place * gate:begin + (place + 1) * gate] = data[begin + source * gate:begin + (source + 1) * gate]
    write(path, header, bytes(result))

if __name__ == "__main__":
    reorder(sys.argv[2]) if sys.argv[1] == "--onnx" else main(*sys.argv[1:])
