"""PyTorch's losses and gradients, in double: python3 losses.py writes losses.json, read by LossGoldenTests.cs."""
import torch
import torch.nn.functional as F

import golden

ROWS = 7


def pinball(outputs, targets, quantiles):
    q = torch.tensor(quantiles, dtype=outputs.dtype)
    error = targets.unsqueeze(-1) - outputs.reshape(*targets.shape, len(quantiles))
    return torch.maximum(q * error, (q - 1) * error).reshape(outputs.shape)


def coarse(tensor):
    """Multiples of 1/64: short to write."""
    return torch.round(tensor * 64) / 64


def case(name, outputs, targets, element, mask=None, **options):
    """Without a mask PyTorch's own mean; with one the weighted mean over rows of the mean over outputs."""
    wide = outputs.double().requires_grad_()
    losses = element(wide, targets)
    if mask is None:
        loss = losses.mean()
    else:
        loss = (mask.double() * losses.reshape(ROWS, -1).mean(1)).sum() / mask.double().sum()
    loss.backward()
    return {"loss": name, "options": options, "outputSize": outputs.shape[1], "outputs": outputs.flatten().tolist(),
            "targets": targets.double().flatten().tolist(), "mask": [] if mask is None else mask.tolist(),
            "value": loss.item(), "gradients": golden.rounded(wide.grad.flatten().tolist())}


torch.manual_seed(2)
mask = torch.tensor([1, 0, 0.5, 2, 0, 1, 0.25])
cases = []
for size in (1, 3, 20):
    outputs = coarse(torch.randn(ROWS, size) * 3)
    targets = coarse(torch.randn(ROWS, size))
    labels = torch.randint(size, (ROWS,))
    shares = coarse(torch.rand(ROWS, size))
    shares[0] = 0
    shares[-1] = 1
    for weights in (None, mask):
        cases.append(case("MeanSquared", outputs, targets, lambda o, t: F.mse_loss(o, t.double(), reduction="none"), weights))
        for delta in (1.0, 0.5):
            cases.append(case("Huber", outputs, targets, lambda o, t: F.huber_loss(o, t.double(), reduction="none", delta=delta), weights, delta=delta))
        cases.append(case("SoftmaxCrossEntropy", outputs * 4, labels, lambda o, t: F.cross_entropy(o, t, reduction="none"), weights))
        cases.append(case("BinaryCrossEntropy", outputs * 4, shares,
                          lambda o, t: F.binary_cross_entropy_with_logits(o, t.double(), reduction="none"), weights))
        for quantiles in ([0.5], [0.25, 0.5, 0.875]):
            wide = coarse(torch.randn(ROWS, size * len(quantiles)))
            cases.append(case("Quantile", wide, targets, lambda o, t: pinball(o, t.double(), quantiles), weights, quantiles=quantiles))
golden.save(__file__, {"torch": torch.__version__, "cases": cases})
