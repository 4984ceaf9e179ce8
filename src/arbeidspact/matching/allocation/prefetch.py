"""One processor hint that numba has no word for."""

from typing import Any

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic


def _prefetch(_typing: Any, array: Any, place: Any) -> Any:
    """Ask the processor to fetch `array[place]` into its cache; changes nothing, and any place is safe to ask.

    Bids read lists in an order that no processor can guess: asking a few bids ahead hides most of the wait.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        data = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        pointer = builder.bitcast(builder.gep(data, [arguments[1]]), ir.IntType(8).as_pointer())
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [pointer.type, number, number, number])
        hint = builder.module.globals.get("llvm.prefetch.p0") or ir.Function(builder.module, kind, "llvm.prefetch.p0")
        to_read, keep, data_cache = number(0), number(3), number(1)
        builder.call(hint, [pointer, to_read, keep, data_cache])
        return context.get_dummy_value()

    return types.void(array, place), generate


prefetch: Any = intrinsic(_prefetch)
