"""Token vectors by contrast: a question must be closer to its place than to all others of the batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from vectorstore.training.pairs import Ids, Pair


@dataclass(frozen=True, slots=True)
class TrainingSettings:
    dimension: int = 256
    steps: int = 500
    batch: int = 1024
    rate: float = 0.01  # of Adam, falling in a line after the first steps
    warm_up: int = 50  # steps
    scale: float = 20.0  # of the cosines before the softmax: the inverse of its temperature
    backward: float = 0.3  # share of the loss of places looking for their question
    start: float = 0.1  # standard deviation of the first, random vectors


def train_rows(
    batch: Callable[[int], Sequence[Pair]],
    tokens: int,
    settings: TrainingSettings,
    *,
    seed: int,
    report: Callable[[int, float], None],
) -> NDArray[np.float32]:
    """One vector a token, shape (tokens, dimension); a text's vector is their mean.

    Args:
        batch: makes that many pairs.
        report: is told the step and the loss, every hundred steps.
    """
    torch.manual_seed(seed)
    rows = torch.nn.Parameter(torch.randn(tokens, settings.dimension) * settings.start)
    optimizer = torch.optim.Adam([rows], lr=settings.rate, betas=(0.9, 0.99), fused=True)
    for step in range(1, settings.steps + 1):
        for group in optimizer.param_groups:
            left = 1 - (step - 1) / settings.steps
            group["lr"] = settings.rate * min(step / settings.warm_up, left)
        loss = contrast(rows, batch(settings.batch), settings)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        if step % 100 == 0:
            report(step, float(loss.item()))
    trained: NDArray[np.float32] = rows.detach().numpy()
    return trained


def contrast(rows: Tensor, pairs: Sequence[Pair], settings: TrainingSettings) -> Tensor:
    """The loss of one batch.

    Source: van den Oord 2018, "Representation Learning with Contrastive Predictive
    Coding" (InfoNCE), with the other pairs of the batch as negatives.
    """
    questions = _mean([pair.question for pair in pairs], rows)
    places = _mean([pair.place for pair in pairs], rows)
    keys = torch.tensor([pair.key for pair in pairs])
    same = (keys[:, None] == keys[None, :]) & ~torch.eye(len(pairs), dtype=torch.bool)
    cosines = (settings.scale * questions @ places.T).masked_fill(same, -1e4)
    right = torch.arange(len(pairs))
    forward = functional.cross_entropy(cosines, right)
    backward = functional.cross_entropy(cosines.T, right)
    return (1 - settings.backward) * forward + settings.backward * backward


def _mean(texts: Sequence[Ids], rows: Tensor) -> Tensor:
    ids = torch.from_numpy(np.concatenate(texts))
    starts = torch.from_numpy(np.cumsum([0, *(len(text) for text in texts[:-1])]))
    return functional.normalize(functional.embedding_bag(ids, rows, starts, mode="mean"))
