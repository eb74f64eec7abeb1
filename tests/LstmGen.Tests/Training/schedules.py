"""PyTorch's learning rates: python3 schedules.py writes schedules.json, read by ScheduleTests.cs."""
import random

import torch
from torch.optim import lr_scheduler as lr

import golden

STEPS = 60
RATE = 0.125


def optimizer():
    return torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)


def rates(make):
    opt = optimizer()
    schedule = make(opt)
    found = []
    for _ in range(STEPS):
        found.append(opt.param_groups[0]["lr"])
        opt.step()
        schedule.step()
    return found


def warm(steps, then):
    def make(opt):
        rise = lr.LinearLR(opt, start_factor=1 / steps, total_iters=steps - 1)
        return lr.SequentialLR(opt, [rise, then(opt)], milestones=[steps])
    return make


def plateau(metrics, **options):
    opt = optimizer()
    schedule = lr.ReduceLROnPlateau(opt, **options)
    found = []
    for metric in metrics:
        schedule.step(metric)
        found.append(opt.param_groups[0]["lr"])
    return {"options": options, "rates": found}


random.seed(3)
metrics = [1 / (1 + min(step, 12) / 3) + 0.02 * random.random() for step in range(STEPS)]
golden.save(__file__, {
    "torch": torch.__version__,
    "rate": RATE,
    "step": rates(lambda opt: lr.StepLR(opt, step_size=7, gamma=0.5)),
    "cosine": rates(lambda opt: lr.CosineAnnealingLR(opt, T_max=STEPS - 1, eta_min=0.015625)),
    "warmStep": rates(warm(5, lambda opt: lr.StepLR(opt, step_size=10, gamma=0.3))),
    "warmCosine": rates(warm(8, lambda opt: lr.CosineAnnealingLR(opt, T_max=STEPS - 9))),
    "metrics": metrics,
    "plateaus": [
        plateau(metrics, factor=0.5, patience=2),
        plateau(metrics, factor=0.1, patience=4, cooldown=3, threshold=0.05),
        plateau(metrics, factor=0.3, patience=0, cooldown=1, min_lr=0.01),
        plateau(metrics, factor=0.1, patience=0, threshold=0.2),
    ],
})
