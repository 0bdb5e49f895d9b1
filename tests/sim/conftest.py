"""Loads PyTorch, when it is there, before any test of this folder opens an OpenGL context.

Both bring an LLVM of their own (PyTorch's compiler, Mesa's software renderer); in the other order, in one
process, PyTorch crashes while it is imported. The product never has both: the
embedded server is a process of its own.
"""

from __future__ import annotations

from contextlib import suppress

with suppress(ImportError):
    import torch  # noqa: F401
