"""Dropout from a pool of random bytes: PyTorch draws its masks on one CPU core, which cost a sixth of a training step.

In and out: a tensor of any shape. Two masks are slices of one pool at random places; the pool is redrawn now and then.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

_POOL = 1 << 22
_USES = 4000


class Dropout(nn.Module):
    """Zeroes a share of the values while training and scales the others up."""

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share, self._pool, self._uses = share, torch.empty(0, dtype=torch.uint8), 0

    def forward(self, x: Tensor) -> Tensor:
        """The same shape and type; nothing is done outside of training."""
        if not self.training or not self.share:
            return x
        if self._uses % _USES == 0 or self._pool.numel() < 2 * x.numel():
            size = max(_POOL // 8, 2 * x.numel())
            self._pool = torch.randint(0, 256, (size,), dtype=torch.uint8)
        self._uses += 1
        start = int(torch.randint(0, self._pool.numel() - x.numel() + 1, ()))
        cut = round(self.share * 256)
        mask = self._pool[start : start + x.numel()].view(x.shape) >= cut
        return x * mask.to(x.dtype).mul_(256 / (256 - cut))
