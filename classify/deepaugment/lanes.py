"""Vectors of float32 numbers for kernels compiled by Numba: one instruction for all of a vector's lanes.

Left alone, LLVM vectorises only the simplest of loops. Here it is told: `load` and `store` move `LANES`
elements of a flat array, `spread` puts one number in all lanes, `larger` takes the larger one of each lane,
and lanes add, subtract and multiply. A processor with shorter registers takes several for one vector.

Numba does not see that a kernel that it keeps uses this file: after a change here, change the kernel's too.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final, TypeVar

import numba
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import types
from numba.core.codegen import get_host_cpu_features
from numba.extending import intrinsic, models, overload, register_model

_Function = TypeVar("_Function", bound=Callable[..., Any])

if numba.config.DISABLE_JIT:
    raise ImportError("NUMBA_DISABLE_JIT is set")

LANES: Final = 16 if "+avx512f" in get_host_cpu_features() else 8
"""What one register holds."""

Lanes = Any
"""A vector, for annotations."""


class _LanesType(types.Type):
    """`LANES` float32 numbers in one register."""

    def __init__(self) -> None:
        super().__init__(name=f"Lanes{LANES}")


_LANES: Final = _LanesType()
_VECTOR: Final = ir.VectorType(ir.FloatType(), LANES)


@register_model(_LanesType)
class _LanesModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _VECTOR)


def _place(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    """The address of element args[1] of the array args[0]."""
    array = context.make_array(signature.args[0])(context, builder, args[0])
    return builder.bitcast(builder.gep(array.data, [args[1]]), _VECTOR.as_pointer())


@intrinsic  # type: ignore[untyped-decorator]
def load(_: Any, array: Any, _at: Any) -> Any:
    """`LANES` elements of a flat array from an index on; no bounds are checked."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        return builder.load(_place(context, builder, signature, args), align=4)

    return _LANES(array, types.intp), emit


@intrinsic  # type: ignore[untyped-decorator]
def store(_: Any, array: Any, _at: Any, _lanes: Any) -> Any:
    """Lanes into a flat array from an index on; no bounds are checked."""

    def emit(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        builder.store(args[2], _place(context, builder, signature, args), align=4)
        return context.get_dummy_value()

    return types.void(array, types.intp, _LANES), emit


@intrinsic  # type: ignore[untyped-decorator]
def spread(_: Any, _value: Any) -> Any:
    """One float32 number in all lanes."""

    def emit(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        nothing, first = ir.Constant(_VECTOR, ir.Undefined), ir.Constant(ir.IntType(32), 0)
        one = builder.insert_element(nothing, args[0], first)
        zeros = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return builder.shuffle_vector(one, nothing, zeros)

    return _LANES(types.float32), emit


@intrinsic  # type: ignore[untyped-decorator]
def larger(_: Any, _a: Any, _b: Any) -> Any:
    """The larger of each two lanes; the second where one is NaN."""

    def emit(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.select(builder.fcmp_ordered(">", *args), *args)

    return _LANES(_LANES, _LANES), emit


def _define(symbol: Callable[..., Any], instruction: str) -> None:
    """Teach Numba `symbol` for lanes; "contract" lets a product and a sum be one instruction."""

    @intrinsic  # type: ignore[untyped-decorator]
    def compute(_: Any, _a: Any, _b: Any) -> Any:
        def emit(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            return getattr(builder, instruction)(*args, flags=("contract",))

        return _LANES(_LANES, _LANES), emit

    def of_lanes(a: Any, b: Any) -> Any:
        return compute(a, b)

    @overload(symbol)  # type: ignore[untyped-decorator]
    def choose(a: Any, b: Any) -> Any:
        return of_lanes if a == _LANES and b == _LANES else None


_define(operator.add, "fadd")
_define(operator.sub, "fsub")
_define(operator.mul, "fmul")


def jit(function: _Function, *, cache: bool = False) -> _Function:
    """Compile for one thread; rounding is as written but for products that are added to."""
    compiled: _Function = numba.njit(error_model="numpy", nogil=True, cache=cache)(function)
    return compiled


def cached_jit(function: _Function) -> _Function:
    """`jit` of what is called from Python: the result is kept for the next process."""
    try:
        return jit(function, cache=True)
    except RuntimeError:  # there is no folder that can be written to
        return jit(function)
