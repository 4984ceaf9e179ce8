"""Persons x skills times skills x vacancies: scikit-learn, SciPy, sparse_dot_topn, faiss."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.matching.answers import Answers, best_places
from bench.matching.conditions import Conditions
from bench.matching.workload import COMPETENCES_ONLY, Workload


class Matrices:
    """The work as sparse matrices, and how candidates become answers.

    Blocks are as large as was fastest: small enough for what they touch to stay in the processor's cache.
    """

    pairs_a_block, least_block = 300_000, 4

    def __init__(self, work: Workload) -> None:
        from scipy import sparse

        self.conditions = Conditions.of(work, COMPETENCES_ONLY)
        self.ids = self.conditions.vacancy_ids
        self.block = max(self.least_block, self.pairs_a_block // max(1, len(self.ids)))
        asked, held = work.vacancies.required.take(self.conditions.vacancy_rows), work.persons.competences
        weights, width = work.weights.astype(np.float64), work.size.skills
        self.persons = sparse.csr_matrix((np.ones(len(held.ids)), held.ids, held.starts), (len(held), width))
        self.vacancies = sparse.csr_matrix((weights[asked.ids], asked.ids, asked.starts), (len(asked), width))
        self.totals = np.maximum(np.asarray(self.vacancies.sum(axis=1)).ravel(), 1)

    def shares(self) -> Any:
        """Vacancies x skills: each skill's share of the score."""
        from scipy import sparse

        return (sparse.diags(1 / self.totals) @ self.vacancies).tocsr()

    def best_of(self, rows: NDArray[np.int64], places: NDArray[Any], near: NDArray[Any], gained: Any) -> Answers:
        """The best K among these candidates.

        Arguments: `rows`, the persons; of each candidate `places`, rising, the place of its person in `rows`, `near`,
        its vacancy, and `gained`, the weight gained, or None to work it out.
        """
        passing = self.conditions.passing(rows[places], near)
        places, near = places[passing], near[passing]
        if gained is None:
            both = self.persons[rows[places]].multiply(self.vacancies[near])
            gained = np.asarray(both.sum(axis=1)).ravel()
        else:
            gained = gained[passing]
        scores, answers = gained / self.totals[near], Answers.empty(len(rows))
        cuts = np.searchsorted(places, np.arange(len(rows) + 1))
        for place in range(len(rows)):
            own, own_scores = near[cuts[place] : cuts[place + 1]], scores[cuts[place] : cuts[place + 1]]
            best = best_places(own_scores, order=own)
            answers.put(place, self.ids[own[best]], own_scores[best])
        return answers


def in_blocks(rows: NDArray[np.int64], length: int, answer: Any) -> Answers:
    """The answers block by block, so that memory stays bounded."""
    found = [answer(rows[start : start + length]) for start in range(0, len(rows), length)]
    return Answers(np.concatenate([part.ids for part in found]), np.concatenate([part.scores for part in found]))


class SciPyBlocks(Matrices):
    """A sparse product per block of persons; of what is not zero, the pairs that pass; then the best per row."""

    def __init__(self, work: Workload) -> None:
        super().__init__(work)
        self.by_skill = self.vacancies.T.tocsr()

    def answer(self, rows: NDArray[np.int64]) -> Answers:
        """The best K for these persons."""
        return in_blocks(rows, self.block, self._answer)

    def _answer(self, rows: NDArray[np.int64]) -> Answers:
        product = self.persons[rows] @ self.by_skill
        places = np.repeat(np.arange(len(rows)), np.diff(product.indptr))
        return self.best_of(rows, places, product.indices, product.data)


class LinearKernel(Matrices):
    """scikit-learn's linear_kernel: every score of a block of persons, then the constraints, then the best."""

    least_block = 16

    def answer(self, rows: NDArray[np.int64]) -> Answers:
        """The best K for these persons."""
        return in_blocks(rows, self.block, self._answer)

    def _answer(self, rows: NDArray[np.int64]) -> Answers:
        from sklearn.metrics.pairwise import linear_kernel

        gained = linear_kernel(self.persons[rows], self.vacancies)
        places, near = np.nonzero(gained)
        return self.best_of(rows, places, near, gained[places, near])


class NearestNeighbours(Matrices):
    """scikit-learn's NearestNeighbors by cosine: the nearest 200, of which those that pass, scored exactly."""

    pairs_a_block, least_block, near = 1_000_000, 16, 200

    def __init__(self, work: Workload) -> None:
        from sklearn.neighbors import NearestNeighbors

        super().__init__(work)
        self.near = min(self.near, len(self.ids))
        self.neighbours = NearestNeighbors(n_neighbors=self.near, metric="cosine", algorithm="brute")
        self.neighbours.fit(self.vacancies)

    def answer(self, rows: NDArray[np.int64]) -> Answers:
        """The best K for these persons."""
        return in_blocks(rows, self.block, self._answer)

    def _answer(self, rows: NDArray[np.int64]) -> Answers:
        near = self.neighbours.kneighbors(self.persons[rows], return_distance=False)
        return self.best_of(rows, np.repeat(np.arange(len(rows)), self.near), near.ravel(), None)


class SparseDotTopN(Matrices):
    """sparse_dot_topn: the best `near` of all vacancies, on all cores; it takes no constraints, so those come after."""

    least_block, near = 4_000, 200

    def __init__(self, work: Workload) -> None:
        super().__init__(work)
        self.near = min(self.near, len(self.ids))
        self.by_skill = self.shares().T.tocsr()

    def answer(self, rows: NDArray[np.int64]) -> Answers:
        """The best K for these persons."""
        return in_blocks(rows, self.block, self._answer)

    def _answer(self, rows: NDArray[np.int64]) -> Answers:
        import os

        from sparse_dot_topn import sp_matmul_topn

        best = sp_matmul_topn(
            self.persons[rows], self.by_skill, top_n=self.near, sort=True, n_threads=os.cpu_count() or 1
        )
        places = np.repeat(np.arange(len(rows)), np.diff(best.indptr))
        return self.best_of(rows, places, best.indices, np.rint(best.data * self.totals[best.indices]))


class SparseDotTopNWide(SparseDotTopN):
    """The same with ten times as many, to lose fewer to the constraints."""

    near = 2_000


class Faiss(Matrices):
    """faiss Flat: skills as 128 numbers, the 200 nearest by inner product; then constraints, exact scores."""

    least_block, numbers, near = 4_000, 128, 200

    def __init__(self, work: Workload) -> None:
        import faiss
        from sklearn.decomposition import TruncatedSVD

        super().__init__(work)
        self.near = min(self.near, len(self.ids))
        squeeze = TruncatedSVD(self.numbers, algorithm="randomized", n_iter=3, random_state=1)
        shares = self.shares()
        squeeze.fit(shares[:: max(1, len(self.ids) // 20_000)])
        self.index = faiss.IndexFlatIP(self.numbers)
        self.index.add(np.ascontiguousarray(squeeze.transform(shares), dtype=np.float32))
        self.squeeze = squeeze

    def answer(self, rows: NDArray[np.int64]) -> Answers:
        """The best K for these persons."""
        return in_blocks(rows, self.block, self._answer)

    def _answer(self, rows: NDArray[np.int64]) -> Answers:
        asked = np.ascontiguousarray(self.squeeze.transform(self.persons[rows]), dtype=np.float32)
        near = self.index.search(asked, self.near)[1]
        return self.best_of(rows, np.repeat(np.arange(len(rows)), self.near), near.ravel(), None)


class FaissWide(Faiss):
    """The same with 256 numbers and the nearest 2,000."""

    numbers, near = 256, 2_000
