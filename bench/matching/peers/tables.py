"""Tables and joins: DuckDB and Polars, with the constraints inside the join."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bench.matching.answers import Answers
from bench.matching.conditions import Conditions
from bench.matching.peers.products import in_blocks
from bench.matching.workload import COMPETENCES_ONLY, K, Workload

ZONES_A_WORD: Final = 63

Columns = dict[str, NDArray[Any]]


class Tables:
    """The work as columns of tables; everything that a constraint needs is on the row.

    Zones that a person reaches are bits of `reach_0`, `reach_1`, ...; a vacancy has its zone as `word` and `bit`.
    """

    def __init__(self, work: Workload) -> None:
        c = self.conditions = Conditions.of(work, COMPETENCES_ONLY)
        self.held, asked = work.persons.competences, work.vacancies.required.take(c.vacancy_rows)
        self.block = max(250, 18_000_000 // max(1, len(asked)))
        self.reach = _bits(c.reach)
        weights, rows = (
            work.weights[asked.ids].astype(np.int64),
            np.repeat(np.arange(len(asked)), np.diff(asked.starts)),
        )
        totals = np.bincount(rows, weights, minlength=len(asked)).astype(np.int64)
        self.vacancies: Columns = {
            "vacancy": np.arange(len(asked), dtype=np.int32),
            "id": c.vacancy_ids,
            "total": totals,
        }
        self.asked: Columns = {
            "skill": asked.ids.astype(np.int32),
            "vacancy": rows.astype(np.int32),
            "weight": weights.astype(np.int32),
            "asked_languages": c.asked_languages[rows],
            "asked_licences": c.asked_licences[rows],
            "asked_education": c.asked_education[rows],
            "asked_shifts": c.asked_shifts[rows],
            "offered_least": c.offered_least[rows],
            "offered_most": c.offered_most[rows],
            "word": c.zone[rows] // ZONES_A_WORD,
            "bit": c.zone[rows] % ZONES_A_WORD,
        }

    def persons(self, rows: NDArray[np.int64]) -> Columns:
        """What these persons offer; `place` is the place in `rows`."""
        c = self.conditions
        return {
            "place": np.arange(len(rows), dtype=np.int32),
            "spoken": c.spoken_languages[rows] | c.guards,
            "not_held": ~c.held_licences[rows],
            "reached_education": c.reached_education[rows],
            "wanted_least": c.wanted_least[rows],
            "wanted_most": c.wanted_most[rows],
            "not_possible": ~c.possible_shifts[rows],
            **{f"reach_{word}": bits for word, bits in enumerate(self.reach[c.place[rows]].T)},
        }

    def skills(self, rows: NDArray[np.int64]) -> Columns:
        """Pairs of a person, by place in `rows`, and a skill held."""
        held = self.held.take(rows)
        return {"place": np.repeat(np.arange(len(rows), dtype=np.int32), np.diff(held.starts)), "skill": held.ids}

    def answer(self, rows: NDArray[np.int64]) -> Answers:
        """The best K for these persons."""
        return in_blocks(rows, self.block, self._answer)

    def _answer(self, rows: NDArray[np.int64]) -> Answers:
        found, answers = self.best(rows), Answers.empty(len(rows))
        starts = np.searchsorted(found["place"], np.arange(len(rows)))
        rank = np.arange(len(found["place"])) - starts[found["place"]]
        answers.ids[found["place"], rank], answers.scores[found["place"], rank] = found["id"], found["score"]
        return answers

    def best(self, rows: NDArray[np.int64]) -> Columns:
        """The answer as columns `place`, `id` and `score`, in the order of the answer."""
        raise NotImplementedError


class Polars(Tables):
    """Polars, streaming: skills held join skills asked, pairs filtered in the same query, grouped, sorted."""

    def __init__(self, work: Workload) -> None:
        import polars as pl

        super().__init__(work)
        self.asked_frame, self.vacancy_frame = pl.DataFrame(self.asked).lazy(), pl.DataFrame(self.vacancies).lazy()

    def best(self, rows: NDArray[np.int64]) -> Columns:
        """The answer as columns."""
        import polars as pl

        persons, skills = pl.DataFrame(self.persons(rows)).lazy(), pl.DataFrame(self.skills(rows)).lazy()
        pairs = skills.join(persons, on="place").join(self.asked_frame, on="skill").filter(*self._constraints())
        scored = (
            pairs.group_by("place", "vacancy")
            .agg(pl.col("weight").sum())
            .join(self.vacancy_frame, on="vacancy")
            .with_columns((pl.col("weight") / pl.col("total")).alias("score"))
            .sort(["place", "score", "id"], descending=[False, True, False])
        )
        found = scored.group_by("place", maintain_order=True).head(K).collect(engine="streaming")
        return {name: found[name].to_numpy() for name in ("place", "id", "score")}

    def _constraints(self) -> list[Any]:
        import polars as pl

        guards, reach = self.conditions.guards, pl.col("reach_0")
        for word in range(1, self.reach.shape[1]):
            reach = pl.when(pl.col("word") == word).then(pl.col(f"reach_{word}")).otherwise(reach)
        return [
            (pl.col("spoken") - pl.col("asked_languages")) & guards == guards,
            pl.col("asked_licences") & pl.col("not_held") == 0,
            pl.col("offered_least") <= pl.col("wanted_most"),
            pl.col("offered_most") >= pl.col("wanted_least"),
            pl.col("asked_education") <= pl.col("reached_education"),
            pl.col("asked_shifts") & pl.col("not_possible") == 0,
            reach & pl.lit(2, dtype=pl.Int64).pow(pl.col("bit")).cast(pl.Int64) != 0,
        ]


class DuckDB(Tables):
    """DuckDB: skills held join skills asked, pairs filtered in the same query, grouped, ranked."""

    def __init__(self, work: Workload) -> None:
        import duckdb

        super().__init__(work)
        self.connection = duckdb.connect()
        self._keep("asked", self.asked)
        self._keep("vacancies", self.vacancies)
        self.answers = f"""
            with gains as ({self._gains()})
            select place, id, weight / total as score from gains join vacancies using (vacancy)
            qualify row_number() over (partition by place order by weight / total desc, id) <= {K}
            order by place, score desc, id"""

    def best(self, rows: NDArray[np.int64]) -> Columns:
        """The answer as columns."""
        self._show("persons", self.persons(rows))
        self._show("held", self.skills(rows))
        found: Columns = self.connection.execute(self.answers).fetchnumpy()
        return found

    def _gains(self) -> str:
        guards = self.conditions.guards
        return f"""
            select place, vacancy, sum(weight) as weight
            from held join persons using (place) join asked using (skill)
            where (spoken - asked_languages) & {guards} = {guards} and asked_licences & not_held = 0
              and offered_least <= wanted_most and offered_most >= wanted_least
              and asked_education <= reached_education and asked_shifts & not_possible = 0 and {self._reached()}
            group by place, vacancy"""

    def _reached(self) -> str:
        words = [f"when {word} then reach_{word}" for word in range(self.reach.shape[1])]
        return f"(case word {' '.join(words)} end) & (1::bigint << bit) <> 0"

    def _show(self, name: str, columns: Columns) -> None:
        import pyarrow as pa

        self.connection.register(name, pa.table(columns))

    def _keep(self, name: str, columns: Columns) -> None:
        self._show(f"given_{name}", columns)
        self.connection.execute(f"create table {name} as select * from given_{name}")
        self.connection.unregister(f"given_{name}")


class DuckDBProfiles(DuckDB):
    """DuckDB: persons join the profiles of vacancies that they pass, then profile and skill at once; travel per pair.

    A profile is what vacancies ask besides competences and travel; most excluded pairs so never come into being.
    """

    def __init__(self, work: Workload) -> None:
        super().__init__(work)
        c = self.conditions
        asked = np.stack(
            [c.offered_least, c.offered_most, c.asked_languages, c.asked_licences, c.asked_education, c.asked_shifts]
        )
        _, self.profiles, profile = np.unique(asked, axis=1, return_index=True, return_inverse=True)
        rows = self.asked["vacancy"]
        kept = {name: self.asked[name] for name in ("skill", "vacancy", "weight", "word", "bit")}
        self._keep("asked_by_profile", {"profile": profile.reshape(-1)[rows].astype(np.int32), **kept})

    def best(self, rows: NDArray[np.int64]) -> Columns:
        """The answer as columns."""
        tests = [values for name, values in self.conditions.each(rows[:, None], self.profiles) if name != "travel"]
        place, profile = np.nonzero(np.logical_and.reduce(tests))
        self._show("passed", {"place": place.astype(np.int32), "profile": profile.astype(np.int32)})
        return super().best(rows)

    def _gains(self) -> str:
        return f"""
            select place, vacancy, sum(weight) as weight
            from held join passed using (place) join persons using (place)
              join asked_by_profile using (profile, skill)
            where {self._reached()} group by place, vacancy"""


def _bits(reach: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Each row of yes and no as whole numbers of 63 bits."""
    words = -(-reach.shape[1] // ZONES_A_WORD)
    padded = np.zeros((len(reach), words, ZONES_A_WORD), dtype=np.int64)
    padded.reshape(len(reach), -1)[:, : reach.shape[1]] = reach
    bits: NDArray[np.int64] = (padded << np.arange(ZONES_A_WORD)).sum(axis=2)
    return bits
