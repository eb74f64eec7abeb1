#!/usr/bin/env python3
"""Writes a state_dict saved by torch.save as safetensors: pytorch_export.py MODEL.pt MODEL.safetensors.

With the package safetensors installed, safetensors.torch.save_file(torch.load(path), "model.safetensors") is all of it.
"""
import sys

import torch

from safetensors_file import save

state = torch.load(sys.argv[1], map_location="cpu")
if isinstance(state, torch.nn.Module):
    state = state.state_dict()
save(sys.argv[2], {name: tensor.detach().float().numpy() for name, tensor in state.items()})
for name, tensor in state.items():
    print(name, list(tensor.shape))
