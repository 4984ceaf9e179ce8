"""The process apart that reads one document: bytes come in, a line of JSON goes out.

`python -m arbeidspact.texts.reader KIND LIMITS`; `arbeidspact.texts.apart` starts it.
"""

import json
import sys
from collections.abc import Callable
from typing import Any

from arbeidspact.texts.exceptions import DocumentDamaged, DocumentTooHeavy, TextsError
from arbeidspact.texts.kinds import DocumentKind
from arbeidspact.texts.limits import Limits


def _bound(limits: Limits) -> None:
    """Sets what this process may use, where the system knows such limits."""
    try:
        import resource
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_AS: limits.memory_bytes,
        resource.RLIMIT_CPU: limits.seconds,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for which, most in wanted.items():
        try:
            resource.setrlimit(which, (most, most))
        except (ValueError, OSError):
            continue


def _reader_of(kind: DocumentKind, limits: Limits) -> Callable[[bytes], tuple[str, int | None]]:
    """What reads this kind of document. Only its own library is loaded."""
    if kind is DocumentKind.PDF:
        from arbeidspact.texts.pdf_files import text_of_pdf

        return lambda data: text_of_pdf(data, limits)
    if kind is DocumentKind.WORD:
        from arbeidspact.texts.word_files import text_of_word

        return lambda data: (text_of_word(data, limits), None)
    from arbeidspact.texts.web_pages import text_of_page

    return lambda data: (text_of_page(data), None)


def _answer(read: Callable[[bytes], tuple[str, int | None]], data: bytes, limits: Limits) -> dict[str, Any]:
    try:
        text, pages = read(data)
    except TextsError as error:
        return {"problem": error.name, "number": error.number, "found": getattr(error, "found", "")}
    except MemoryError:
        return {"problem": DocumentTooHeavy.name, "number": None, "found": ""}
    except Exception:
        # The readers raise anything at all for a broken document.
        return {"problem": DocumentDamaged.name, "number": None, "found": ""}
    # Twice, because tidying takes out spaces; what is still longer is refused by whoever asked.
    return {"text": text[: 2 * limits.characters + 1], "pages": pages}


def main() -> None:
    """What the process apart does: its arguments are the kind and the limits, its input is the document."""
    limits = Limits(**json.loads(sys.argv[2]))
    read = _reader_of(DocumentKind(sys.argv[1]), limits)
    _bound(limits)
    sys.stdout.write(json.dumps(_answer(read, sys.stdin.buffer.read(), limits)))


if __name__ == "__main__":
    main()
