"""Thirty-two lanes at once: which of these sums reach a threshold?"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from arbeidspact.matching.engine.layout import LANES


@intrinsic
def lanes_at_least(typing_context: Any, sums: Any, first: Any, least: Any) -> Any:  # noqa: ARG001
    """Bit i of the answer: is `sums[first + i]` at least `least`? For i from 0 to 31.

    Arguments: `sums`, contiguous unsigned 16-bit, with 32 entries from `first` on; `least`, unsigned 16-bit, 1 or more.
    Numba's own loops do not come down to one compare and one mask; these few instructions of LLVM do, on any machine.
    """
    signature = types.uint32(types.Array(types.uint16, 1, "C"), types.uint64, types.uint16)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, start, threshold = arguments
        data = context.make_array(signature.args[0])(context, builder, array).data
        lanes = _loaded(builder, data, start, 16)
        return builder.bitcast(builder.icmp_unsigned(">=", lanes, _everywhere(builder, threshold, 16)), ir.IntType(32))

    return signature, generate


@intrinsic
def lanes_without(typing_context: Any, words: Any, first: Any, lacking: Any) -> Any:  # noqa: ARG001
    """Bit i of the answer: has `words[first + i]` none of the bits `lacking`? For i from 0 to 31.

    Arguments: `words`, contiguous, read-only, unsigned 64-bit, with 32 entries from `first` on.
    """
    signature = types.uint32(types.Array(types.uint64, 1, "C", readonly=True), types.uint64, types.uint64)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, start, mask = arguments
        data = context.make_array(signature.args[0])(context, builder, array).data
        common = builder.and_(_loaded(builder, data, start, 64), _everywhere(builder, mask, 64))
        nothing = ir.Constant(ir.VectorType(ir.IntType(64), LANES), [0] * LANES)
        return builder.bitcast(builder.icmp_unsigned("==", common, nothing), ir.IntType(32))

    return signature, generate


def _loaded(builder: Any, data: Any, start: Any, bits: int) -> Any:
    vector = ir.VectorType(ir.IntType(bits), LANES)
    return builder.load(builder.bitcast(builder.gep(data, [start]), vector.as_pointer()), align=bits // 8)


def _everywhere(builder: Any, value: Any, bits: int) -> Any:
    """A vector with this value in every lane."""
    vector = ir.VectorType(ir.IntType(bits), LANES)
    one = builder.insert_element(ir.Constant(vector, ir.Undefined), value, cgutils.int32_t(0))
    places = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(one, ir.Constant(vector, ir.Undefined), places)


@intrinsic
def add_in_lanes(typing_context: Any, sums: Any, first: Any, mask: Any, gain: Any) -> Any:  # noqa: ARG001
    """Adds `gain` to `sums[first + i]` for each bit i that is set in `mask`, for i from 0 to 31.

    Arguments: `sums`, contiguous unsigned 16-bit, with 32 entries from `first` on; `mask`, unsigned 32-bit; `gain`,
    unsigned 16-bit.
    """
    signature = types.void(types.Array(types.uint16, 1, "C"), types.uint64, types.uint32, types.uint16)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array, start, chosen, value = arguments
        data = context.make_array(signature.args[0])(context, builder, array).data
        where = builder.bitcast(chosen, ir.VectorType(ir.IntType(1), LANES))
        nothing = ir.Constant(ir.VectorType(ir.IntType(16), LANES), [0] * LANES)
        added = builder.select(where, _everywhere(builder, value, 16), nothing)
        place = builder.bitcast(builder.gep(data, [start]), added.type.as_pointer())
        builder.store(builder.add(builder.load(place, align=2), added), place, align=2)
        return context.get_dummy_value()

    return signature, generate


@intrinsic
def lowest_bit(typing_context: Any, mask: Any) -> Any:  # noqa: ARG001
    """The number of the lowest bit that is set in a mask that is not 0, of 32 or of 64 bits."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return mask(mask), generate
