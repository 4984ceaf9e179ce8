"""Log lines that say where something broke and never with which values: an error of a database quotes whole rows."""

import logging
import traceback
from types import TracebackType

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class QuietFormatter(logging.Formatter):
    """Writes the places and the kinds of an exception and of what caused it, without their messages."""

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - the name that logging calls
        lines: list[str] = []
        error = ei[1]
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            lines.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__)
            error = error.__cause__ or error.__context__
        return "\nwhile handling:\n".join(lines)
