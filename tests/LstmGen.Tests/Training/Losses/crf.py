"""A linear-chain CRF in PyTorch, in double, by the forward algorithm of pytorch-crf: python3 crf.py writes crf.json, read by CrfGoldenTests.cs."""
import os
import sys

import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import golden  # noqa: E402


def coarse(*shape):
    return torch.round(torch.randn(*shape) * 128) / 64


def likelihood(start, end, transitions, emissions, tags):
    """Of one sequence: emissions [T, K], tags [T]."""
    score = start[tags[0]] + emissions[0, tags[0]]
    total = start + emissions[0]
    for step in range(1, len(tags)):
        score = score + transitions[tags[step - 1], tags[step]] + emissions[step, tags[step]]
        total = torch.logsumexp(total.unsqueeze(1) + transitions + emissions[step].unsqueeze(0), dim=0)
    return score + end[tags[-1]] - torch.logsumexp(total + end, dim=0)


def case(count, lengths, per_step, forbidden=()):
    parameters = [coarse(count), coarse(count), coarse(count, count)]
    emissions = coarse(max(lengths), len(lengths), count)
    tags = torch.randint(count, (max(lengths), len(lengths)))
    allowed = torch.ones(count, count, dtype=torch.bool)
    for pair in forbidden:
        allowed[pair] = False
    for row, length in enumerate(lengths):
        for step in range(1, length):
            while not allowed[tags[step - 1, row], tags[step, row]]:
                tags[step, row] = torch.randint(count, ())
    start, end, transitions, wide = [value.double().requires_grad_() for value in (*parameters, emissions)]
    masked = transitions.masked_fill(~allowed, -1e300)
    losses = [-likelihood(start, end, masked, wide[:length, row], tags[:length, row]) for row, length in enumerate(lengths)]
    loss = sum(losses) / (sum(lengths) if per_step else len(lengths))
    loss.backward()
    return {"tags": count, "lengths": lengths, "perStep": per_step, "allowed": allowed.flatten().tolist(), "start": parameters[0].tolist(), "end": parameters[1].tolist(),
            "transitions": parameters[2].flatten().tolist(), "emissions": emissions.flatten().tolist(), "right": tags.flatten().tolist(), "value": loss.item(),
            "gradients": {name: golden.rounded(value.grad.flatten().tolist())
                          for name, value in (("start", start), ("end", end), ("transitions", transitions), ("emissions", wide))}}


torch.manual_seed(11)
golden.save(__file__, {"torch": torch.__version__, "cases": [
    case(2, [2], True), case(3, [4, 2], True), case(3, [4, 2], False), case(13, [12, 30, 1, 7], True), case(5, [9, 6], False, [(0, 1), (2, 2), (4, 0)]),
]})
