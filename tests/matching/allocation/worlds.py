"""Small cities as lists, and larger ones drawn from a seed."""

import numpy as np
from hypothesis import strategies as st

from arbeidspact.matching.allocation import Candidates

# Few different scores on purpose: ties, and with them price wars, must be common.
few_scores = st.sampled_from([0, 1, 300_000, 500_000, 500_001, 1_000_000])
all_scores = st.integers(0, 1_000_000)


@st.composite
def cities(draw, least_positions=0):
    """Lists of up to 8 persons over up to 6 vacancies, some empty, ids in no order."""
    positions = draw(st.dictionaries(st.integers(-5, 40), st.integers(least_positions, 3), max_size=6))
    scores = draw(st.sampled_from([few_scores, all_scores]))
    one_list = st.dictionaries(st.sampled_from(sorted(positions)), scores) if positions else st.just({})
    lists = draw(st.dictionaries(st.integers(-5, 40), one_list, max_size=8))
    return city_of(lists, positions)


def city_of(lists, positions):
    """From {person: {vacancy: score in millionths}} and {vacancy: positions}."""
    return Candidates.from_lists(
        {
            person: [(vacancy, score / 1_000_000) for vacancy, score in entries.items()]
            for person, entries in lists.items()
        },
        positions,
    )


def lists_of(candidates):
    """The candidates as {person: {vacancy: score in millionths}}, to build another city from."""
    vacancies = candidates.vacancy_ids[candidates.columns].tolist()
    scores, starts = candidates.scores.tolist(), candidates.starts.tolist()
    return {
        person: dict(zip(vacancies[start:stop], scores[start:stop], strict=True))
        for person, start, stop in zip(candidates.person_ids.tolist(), starts[:-1], starts[1:], strict=True)
    }


def positions_of(candidates):
    return dict(zip(candidates.vacancy_ids.tolist(), candidates.positions.tolist(), strict=True))


def drawn_city(seed, *, persons=300, vacancies=200, longest=20, steps=1_000_000, most_positions=1):
    """A city in which some vacancies are far more popular than others; scores are multiples of 1 / `steps`."""
    random = np.random.default_rng(seed)
    popular = 1 / (np.arange(vacancies) + 5.0)
    popular /= popular.sum()
    lists = {}
    for person in random.permutation(persons).tolist():
        chosen = random.choice(vacancies, random.integers(0, longest + 1), replace=False, p=popular)
        scores = (random.integers(1, steps + 1, len(chosen)) * (1_000_000 // steps)).tolist()
        lists[person] = dict(zip(chosen.tolist(), scores, strict=True))
    return city_of(lists, dict(enumerate(random.integers(0, most_positions + 1, vacancies).tolist())))
