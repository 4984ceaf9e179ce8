"""Every way of ranking that is measured: what it is called, where it is written, what can be said of it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Way:
    """One peer.

    `exact`: it must give our ids and scores to the last bit; `constraints_first`: it applies the constraints before it
    chooses the best; `needs`: the packages it is measured with.
    """

    slug: str
    title: str
    factory: str
    exact: bool
    constraints_first: bool
    needs: tuple[str, ...] = ()

    def make(self) -> Callable[..., Any]:
        """The class behind it."""
        module, _, name = self.factory.partition(":")
        found: Callable[..., Any] = getattr(import_module(f"bench.matching.peers.{module}"), name)
        return found


BEFORE, AFTER = True, False
SLOW_TO_PREPARE: Final = ("faiss-wide",)
"""Left out of a quick look."""

SCIPY: Final = ("scipy",)
SKLEARN: Final = ("scipy", "scikit-learn")

WAYS: Final = {
    way.slug: way
    for way in (
        Way("python-sets", "Python loop with sets", "plain:PythonSets", True, BEFORE),
        Way("pandas", "pandas, one person at a time", "plain:Pandas", True, BEFORE, ("pandas",)),
        Way("numpy", "NumPy, one person at a time", "plain:NumpyPerPerson", True, BEFORE),
        Way("scipy", "SciPy, sparse product in blocks", "products:SciPyBlocks", True, BEFORE, SCIPY),
        Way("sklearn", "scikit-learn linear_kernel in blocks", "products:LinearKernel", True, BEFORE, SKLEARN),
        Way(
            "sklearn-nearest",
            "scikit-learn NearestNeighbors, cosine, 200",
            "products:NearestNeighbours",
            False,
            AFTER,
            SKLEARN,
        ),
        Way(
            "sparse-dot-topn",
            "sparse_dot_topn, best 200",
            "products:SparseDotTopN",
            False,
            AFTER,
            ("sparse-dot-topn", "scipy"),
        ),
        Way(
            "sparse-dot-topn-wide",
            "sparse_dot_topn, best 2,000",
            "products:SparseDotTopNWide",
            False,
            AFTER,
            ("sparse-dot-topn", "scipy"),
        ),
        Way("faiss", "faiss Flat, 128 numbers, 200", "products:Faiss", False, AFTER, ("faiss-cpu", *SKLEARN)),
        Way(
            "faiss-wide", "faiss Flat, 256 numbers, 2,000", "products:FaissWide", False, AFTER, ("faiss-cpu", *SKLEARN)
        ),
        Way("duckdb", "DuckDB, constraints in the join", "tables:DuckDB", True, BEFORE, ("duckdb", "pyarrow")),
        Way("duckdb-profiles", "DuckDB, profiles first", "tables:DuckDBProfiles", True, BEFORE, ("duckdb", "pyarrow")),
        Way("polars", "Polars, constraints in the join", "tables:Polars", True, BEFORE, ("polars",)),
    )
}
