"""PyTorch's ctc_loss and gradients, in double: python3 ctc.py writes ctc.json, read by CtcGoldenTests.cs."""
import os
import sys

import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import golden  # noqa: E402


def case(steps, lengths, label_lengths, size, blank, scale, reduction, zero_infinity=False, repeats=False):
    rows, most = len(lengths), max(max(label_lengths), 1)
    outputs = torch.round(torch.randn(steps, rows, size) * scale * 64) / 64
    others = [c for c in range(size) if c != blank]
    picked = torch.randint(2 if repeats else len(others), (rows, most))
    labels = torch.tensor(others)[picked]
    wide = outputs.double().requires_grad_()
    losses = F.ctc_loss(wide.log_softmax(2), labels, torch.tensor(lengths), torch.tensor(label_lengths), blank=blank,
                        reduction="mean" if reduction else "none", zero_infinity=zero_infinity)
    value = losses if reduction else losses.mean()
    value.backward()
    return {"lengths": lengths, "labelLengths": label_lengths, "outputSize": size, "blank": blank, "perLabel": reduction, "zeroInfinity": zero_infinity,
            "outputs": outputs.flatten().tolist(), "labels": labels.t().flatten().tolist(), "value": value.item(),
            "gradients": golden.rounded(wide.grad.flatten().tolist())}


torch.manual_seed(5)
cases = []
for per_label in (True, False):
    cases.append(case(4, [4], [2], 3, 0, 1, per_label))
    cases.append(case(12, [12, 7, 9], [5, 0, 3], 6, 0, 2, per_label))
    cases.append(case(12, [12, 11, 5], [5, 4, 1], 4, 3, 4, per_label, repeats=True))
    cases.append(case(9, [9, 3, 4], [3, 3, 4], 5, 1, 2, per_label, zero_infinity=True, repeats=True))
cases.append(case(60, [60, 41], [17, 9], 20, 0, 6, True))
golden.save(__file__, {"torch": torch.__version__, "cases": cases})
