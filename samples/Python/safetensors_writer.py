"""Writes a PyTorch state_dict as a safetensors file, without the safetensors package."""
import json
import os
import struct

import torch


def save(path, state_dict, metadata=None):
    """Eight bytes of header length, a JSON header padded with spaces to a multiple of 8, then the tensors, little-endian F32; metadata: texts by name."""
    header, blocks, offset = {"__metadata__": metadata} if metadata else {}, [], 0
    for name, tensor in state_dict.items():
        block = tensor.detach().to(torch.float32).contiguous().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(block)]}
        blocks.append(block)
        offset += len(block)

    text = json.dumps(header, separators=(",", ":")).encode("utf-8")
    text += b" " * (-len(text) % 8)
    with open(path + ".partial", "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + b"".join(blocks))
    os.replace(path + ".partial", path)
