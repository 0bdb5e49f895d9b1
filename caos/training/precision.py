"""Which floating-point format is the faster one here."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import torch

from .config import Precision

_BF16_FLAGS = frozenset({"avx512_bf16", "amx_bf16", "bf16"})
"""`/proc/cpuinfo` flags of bfloat16 arithmetic: AVX-512, AMX, and "bf16" on Arm."""


def gains_from_bf16(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """True when the device that trains multiplies bfloat16 in hardware.

    Emulated bfloat16 is slower than float32, so an unknown processor counts as one without.
    """
    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported(including_emulation=False))
    try:
        lines = cpuinfo.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    flags = next((line for line in lines if line.lower().startswith(("flags", "features"))), "")
    return not _BF16_FLAGS.isdisjoint(flags.split())


def resolve_precision(precision: Precision) -> str:
    """Lightning's name of `precision`: "bf16-mixed", "16-mixed" or "32-true"."""
    if precision == "auto":
        precision = "bf16" if gains_from_bf16() else "32"
    return {"bf16": "bf16-mixed", "32": "32-true"}.get(precision, precision)


def autocast(precision: Precision, device: torch.device) -> AbstractContextManager[object]:
    """The context to run a network in outside of training; float16 counts on GPUs only."""
    name = resolve_precision(precision)
    dtype = torch.float16 if name == "16-mixed" else torch.bfloat16
    enabled = name == "bf16-mixed" or (name == "16-mixed" and device.type == "cuda")
    return torch.autocast(device.type, dtype=dtype, enabled=enabled)
