"""PyTorch's optimisers over 100 steps of given gradients: python3 optimizers.py writes optimizers.json, read by OptimizerTests.cs."""
import torch

import golden

STEPS = 100
KEPT = [1, 2, 3, 10, 50, 100]
SHAPES = {"weight": [3, 5], "bias": [8]}
VARIANTS = [
    ("SGD", dict(lr=0.05)),
    ("SGD", dict(lr=0.05, weight_decay=0.1)),
    ("SGD", dict(lr=0.02, momentum=0.9)),
    ("SGD", dict(lr=0.02, momentum=0.8, dampening=0.3, weight_decay=0.05)),
    ("SGD", dict(lr=0.02, momentum=0.9, nesterov=True)),
    ("SGD", dict(lr=0.02, momentum=0.7, nesterov=True, weight_decay=0.05)),
    ("RMSprop", dict(lr=0.01)),
    ("RMSprop", dict(lr=0.01, alpha=0.9, eps=1e-3, weight_decay=0.1)),
    ("RMSprop", dict(lr=0.01, momentum=0.9)),
    ("RMSprop", dict(lr=0.01, alpha=0.95, eps=1e-3, centered=True)),
    ("RMSprop", dict(lr=0.01, alpha=0.9, eps=1e-2, centered=True, momentum=0.5, weight_decay=0.05)),
    ("Adam", dict(lr=0.001)),
    ("Adam", dict(lr=0.02, betas=[0.8, 0.95], eps=1e-4, weight_decay=0.1)),
    ("AdamW", dict(lr=0.001)),
    ("AdamW", dict(lr=0.02, betas=[0.8, 0.95], eps=1e-4, weight_decay=0.3)),
]


def flat(tensors):
    return [value for tensor in tensors for value in tensor.detach().flatten().tolist()]


def run(name, options, start, gradients):
    parameters = [torch.nn.Parameter(tensor.clone()) for tensor in start]
    optimizer = getattr(torch.optim, name)(parameters, **options)
    kept = []
    for step in range(1, STEPS + 1):
        for parameter, gradient in zip(parameters, gradients[step - 1]):
            parameter.grad = gradient.clone()
        optimizer.step()
        if step in KEPT:
            kept.append(golden.rounded(flat(parameters)))
    state = {key: golden.rounded(flat([optimizer.state[parameter][key] for parameter in parameters]))
             for key, value in optimizer.state[parameters[0]].items() if torch.is_tensor(value) and value.dim() > 0}
    return {"optimizer": name, "options": options, "values": kept, "state": state}


torch.manual_seed(1)
start = [torch.randn(shape) for shape in SHAPES.values()]
# A slow drift, noise, sizes over three decades, and now and then an exact zero.
scales = [10 ** torch.empty(shape).uniform_(-2, 1) for shape in SHAPES.values()]
gradients = [[scale * (torch.randn(scale.shape) + 0.5) * (torch.rand(scale.shape) > 0.1) for scale in scales] for _ in range(STEPS)]
golden.save(__file__, {
    "torch": torch.__version__,
    "shapes": SHAPES,
    "kept": KEPT,
    "start": flat(start),
    "gradients": [flat(tensors) for tensors in gradients],
    "variants": [run(name, options, start, gradients) for name, options in VARIANTS],
})
