"""The plain ways, one person at a time: Python sets, pandas, NumPy."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from arbeidspact.mobility import modes_of
from bench.matching.answers import Answers, best_places
from bench.matching.conditions import Conditions
from bench.matching.workload import COMPETENCES_ONLY, K, Workload


class PythonSets:
    """A loop over all vacancies with set intersections, and nothing but the standard library inside."""

    def __init__(self, work: Workload) -> None:
        vacancies, weights = work.vacancies, work.weights.tolist()
        self.persons, self.weights, self.vacancies = work.persons, weights, []
        self.travel = {mode: minutes.tolist() for mode, minutes in work.travel.items()}
        for row in np.argsort(vacancies.ids).tolist():
            required = frozenset(vacancies.required.row(row).tolist())
            needs = dict(zip(*(column.tolist() for column in vacancies.languages.row(row)), strict=True))
            names = ("ids", "licences", "education", "weekly_minutes_min", "weekly_minutes_max", "shifts", "zones")
            plain = [getattr(vacancies, name)[row].item() for name in names]
            self.vacancies.append((required, needs, sum(weights[skill] for skill in required), *plain))

    def answer(self, rows: NDArray[np.int64]) -> Answers:
        """The best K for these persons."""
        answers = Answers.empty(len(rows))
        for place, row in enumerate(rows.tolist()):
            found = self._answer(row)
            answers.put(place, np.asarray([id_ for _, id_ in found]), np.asarray([-score for score, _ in found]))
        return answers

    def _answer(self, row: int) -> list[tuple[float, int]]:
        persons, weights = self.persons, self.weights
        held = set(persons.competences.row(row)[0].tolist())
        spoken = dict(zip(*(column.tolist() for column in persons.languages.row(row)), strict=True))
        licences, reached = persons.licences[row].item(), persons.education[row].item()
        possible, limit = persons.shifts[row].item(), persons.max_travel_minutes[row].item()
        least, most = persons.weekly_minutes_min[row].item(), persons.weekly_minutes_max[row].item()
        home, ways = persons.zones[row].item(), modes_of(persons.modes[row].item())
        journeys = [self.travel[mode][home] for mode in ways if mode in self.travel]
        found = []
        for required, needs, total, id_, asks, education, low, high, shifts, zone in self.vacancies:
            if asks & ~licences or shifts & ~possible or education > reached or low > most or high < least:
                continue
            if any(spoken.get(language, 0) < level for language, level in needs.items()):
                continue
            if min(minutes[zone] for minutes in journeys) > limit:
                continue
            gained = sum(weights[skill] for skill in required & held)
            if gained:
                found.append((-gained / total, id_))
        return sorted(found)[:K]


class Pandas:
    """Per person: filter the frame of vacancies, join it with the skills held, group, take the largest."""

    def __init__(self, work: Workload) -> None:
        import pandas as pd

        self.persons, self.conditions = work.persons, Conditions.of(work, COMPETENCES_ONLY)
        asked = work.vacancies.required.take(self.conditions.vacancy_rows)
        rows = np.repeat(np.arange(len(asked)), np.diff(asked.starts))
        self.skills = pd.DataFrame({"vacancy": rows, "weight": work.weights[asked.ids].astype(np.int64)}, asked.ids)
        self.skills = self.skills.sort_index()
        c = self.conditions
        self.vacancies = pd.DataFrame(
            {
                "id": c.vacancy_ids,
                "total": self.skills.groupby("vacancy")["weight"].sum(),
                "languages": c.asked_languages,
                "licences": c.asked_licences,
                "education": c.asked_education,
                "least": c.offered_least,
                "most": c.offered_most,
                "shifts": c.asked_shifts,
                "zone": c.zone,
            }
        )

    def answer(self, rows: NDArray[np.int64]) -> Answers:
        """The best K for these persons."""
        answers = Answers.empty(len(rows))
        for place, row in enumerate(rows.tolist()):
            best = self._answer(row)
            answers.put(place, best["id"].to_numpy(), best["score"].to_numpy())
        return answers

    def _answer(self, row: int) -> Any:
        c, frame = self.conditions, self.vacancies
        spoken = int(c.spoken_languages[row]) | c.guards
        fits = frame[
            (frame["licences"] & ~int(c.held_licences[row]) == 0)
            & ((spoken - frame["languages"]) & c.guards == c.guards)
            & (frame["least"] <= c.wanted_most[row])
            & (frame["most"] >= c.wanted_least[row])
            & (frame["education"] <= c.reached_education[row])
            & (frame["shifts"] & ~int(c.possible_shifts[row]) == 0)
            & c.reach[c.place[row]][frame["zone"]]
        ]
        held = self.persons.competences.row(row)[0]
        asked = self.skills.loc[self.skills.index.isin(held)]
        gained = asked.groupby("vacancy")["weight"].sum().rename("gained")
        scored = fits.join(gained, how="inner")
        scored["score"] = scored["gained"] / scored["total"]
        return scored.sort_values(["score", "id"], ascending=[False, True]).head(K)


class NumpyPerPerson:
    """Per person: look up every required skill of every vacancy, add per vacancy, filter, take the best."""

    def __init__(self, work: Workload) -> None:
        self.persons, self.conditions, self.weights = work.persons, Conditions.of(work, COMPETENCES_ONLY), work.weights
        self.asked = work.vacancies.required.take(self.conditions.vacancy_rows)
        self.totals = self._sums(work.weights[self.asked.ids])

    def _sums(self, values: NDArray[Any]) -> NDArray[np.int64]:
        running = np.zeros(len(values) + 1, dtype=np.int64)
        np.cumsum(values, out=running[1:])
        sums: NDArray[np.int64] = running[self.asked.starts[1:]] - running[self.asked.starts[:-1]]
        return sums

    def answer(self, rows: NDArray[np.int64]) -> Answers:
        """The best K for these persons."""
        answers, everything = Answers.empty(len(rows)), np.arange(len(self.totals))
        gains = np.zeros(len(self.weights), dtype=np.int64)
        for place, row in enumerate(rows.tolist()):
            held = self.persons.competences.row(row)[0]
            gains[held] = self.weights[held]
            scores = self._sums(gains[self.asked.ids]) / np.maximum(self.totals, 1)
            gains[held] = 0
            scores[~self.conditions.passed(row, everything)] = 0
            best = best_places(scores)
            answers.put(place, self.conditions.vacancy_ids[best], scores[best])
        return answers
