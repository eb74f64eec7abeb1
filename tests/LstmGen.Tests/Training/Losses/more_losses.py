"""PyTorch's CrossEntropyLoss(weight, label_smoothing), GaussianNLLLoss and mixtures of torch.distributions, in double: python3 more_losses.py writes
more_losses.json, read by MoreLossGoldenTests.cs."""
import os
import sys

import torch
import torch.nn.functional as F
from torch import distributions

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import golden  # noqa: E402

ROWS = 7


def coarse(tensor):
    return torch.round(tensor * 64) / 64


def case(name, outputs, targets, loss_of, **options):
    wide = outputs.double().requires_grad_()
    loss = loss_of(wide, targets)
    loss.backward()
    return {"loss": name, "options": options, "outputSize": outputs.shape[1], "outputs": outputs.flatten().tolist(),
            "targets": targets.double().flatten().tolist(), "value": loss.item(), "gradients": golden.rounded(wide.grad.flatten().tolist())}


def gaussian(outputs, targets, eps):
    parts = outputs.reshape(ROWS, -1, 2)
    return F.gaussian_nll_loss(parts[..., 0], targets.double(), parts[..., 1].exp(), full=True, eps=eps)


def mixture(outputs, targets, components):
    scores, means, deviations = outputs.reshape(ROWS, -1, 3, components).unbind(2)
    mixed = distributions.MixtureSameFamily(distributions.Categorical(logits=scores), distributions.Normal(means, deviations.exp()))
    return -mixed.log_prob(targets.double()).mean()


torch.manual_seed(7)
cases = []
for size in (2, 5, 33):
    outputs, labels = coarse(torch.randn(ROWS, size) * 4), torch.randint(size, (ROWS,))
    weights = coarse(torch.rand(size) * 2)
    weights[0] = 0
    for smoothing in (0.0, 0.125):
        cases.append(case("SoftmaxCrossEntropyWith", outputs, labels, lambda o, t: F.cross_entropy(o, t, label_smoothing=smoothing), weights=[], smoothing=smoothing))
        cases.append(case("SoftmaxCrossEntropyWith", outputs, labels, lambda o, t: F.cross_entropy(o, t, weight=weights.double(), label_smoothing=smoothing),
                          weights=weights.tolist(), smoothing=smoothing))
for targets in (1, 3):
    for eps in (1e-6, 0.5):
        cases.append(case("Gaussian", coarse(torch.randn(ROWS, targets * 2) * 2), coarse(torch.randn(ROWS, targets) * 2), lambda o, t: gaussian(o, t, eps), minimum=eps))
    for components in (1, 4):
        cases.append(case("GaussianMixture", coarse(torch.randn(ROWS, targets * 3 * components)), coarse(torch.randn(ROWS, targets) * 2),
                          lambda o, t: mixture(o, t, components), components=components))
golden.save(__file__, {"torch": torch.__version__, "cases": cases})
