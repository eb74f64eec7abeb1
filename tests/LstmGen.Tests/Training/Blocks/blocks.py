"""PyTorch's blocks and gradients, in double: python3 blocks.py writes blocks.json, read by BlockGoldenTests.cs."""
import os
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import golden


def coarse(*shape):
    """Multiples of 1/64: floats, and short to write."""
    return (torch.round(torch.randn(*shape) * 64) / 64).double()


def case(name, inputs, parameters, compute, **options):
    """Gradients of the sum of outputs times coarse numbers."""
    inputs = {key: value.requires_grad_(value.is_floating_point()) for key, value in inputs.items()}
    for value in parameters.values():
        value.requires_grad_()
    outputs = compute()
    weights = coarse(*outputs.shape)
    (outputs * weights).sum().backward()
    everything = {**inputs, **parameters}
    return {"block": name, "options": options, "outputGradients": weights.flatten().tolist(),
            "outputs": golden.rounded(outputs.flatten().tolist()),
            "values": {key: value.detach().double().flatten().tolist() for key, value in everything.items()},
            "gradients": {key: golden.rounded(value.grad.flatten().tolist()) for key, value in everything.items() if value.grad is not None}}


torch.manual_seed(3)
cases = []
for activation in (None, "Tanh", "Sigmoid", "Relu"):
    x, linear = coarse(6, 13), torch.nn.Linear(13, 9).double()
    weight, bias = coarse(9, 13), coarse(9)
    element = {None: lambda y: y, "Tanh": torch.tanh, "Sigmoid": torch.sigmoid, "Relu": torch.relu}[activation]
    cases.append(case("Dense", {"inputs": x}, {"weight": weight, "bias": bias}, lambda: element(F.linear(x, weight, bias)), activation=activation))

ids, table = torch.tensor([3, 1, 3, 0, 2, 3]), coarse(5, 4)
cases.append(case("Embedding", {"ids": ids}, {"weight": table}, lambda: F.embedding(ids, table)))
padded = coarse(5, 4)
cases.append(case("Embedding", {"ids": ids}, {"weight": padded}, lambda: F.embedding(ids, padded, padding_idx=3), padding=3))

x, gain, shift = coarse(4, 11), coarse(11), coarse(11)
cases.append(case("LayerNorm", {"inputs": x}, {"weight": gain, "bias": shift}, lambda: F.layer_norm(x, (11,), gain, shift)))

T, B, U = 5, 3, 4
lengths = torch.tensor([5, 2, 3])
hidden = torch.arange(T).unsqueeze(0) >= lengths.unsqueeze(1)  # [B, T]


def attend(scores, source):
    """scores [B, U, T], source [T, B, E]; contexts [U, B, E]."""
    return torch.einsum("but,tbe->ube", torch.softmax(scores.masked_fill(hidden.unsqueeze(1), -torch.inf), 2), source)


for kind in ("Dot", "General", "Additive"):
    size = 6 if kind == "Dot" else 7
    queries, source = coarse(U, B, 6), coarse(T, B, size)
    general, of_query, of_source, score = coarse(6, size), coarse(5, 6), coarse(5, size), coarse(1, 5)
    parameters, compute = {
        "Dot": ({}, lambda: attend(torch.einsum("ubd,tbd->but", queries, source), source)),
        "General": ({"weight": general}, lambda: attend(torch.einsum("ubd,tbd->but", queries, F.linear(source, general)), source)),
        "Additive": ({"query_weight": of_query, "source_weight": of_source, "score_weight": score}, lambda: attend(
            F.linear(torch.tanh(F.linear(queries, of_query).permute(1, 0, 2).unsqueeze(2) + F.linear(source, of_source).permute(1, 0, 2).unsqueeze(1)), score).squeeze(3), source)),
    }[kind]
    cases.append(case("Attention", {"queries": queries, "source": source}, parameters, compute,
                      kind=kind, query=6, source=size, units=5, batch=B, sourceSteps=T, querySteps=U, lengths=lengths.tolist()))
golden.save(__file__, {"torch": torch.__version__, "cases": cases})
