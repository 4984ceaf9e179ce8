"""A crowd of people and some work, in files: enough of both for parts, ties, and people without a match."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from arbeidspact.batch import BatchRequest, batch_of
from arbeidspact.matching import Index, Persons
from tests.matching.worlds import CAR, N_COMPETENCES, POLICY, WALK, PersonRow, VacancyRow, index_of, persons_of

K = 4
CROWD = 90


def crowd(count: int = CROWD, *, seed: int = 7, first_id: int = 1_000) -> Persons:
    """So many people, every ninth without anything known, ids in no order."""
    random = np.random.default_rng(seed)
    rows = []
    for place, id_ in enumerate(random.permutation(count) + first_id):
        held = random.choice(N_COMPETENCES, random.integers(1, 4), replace=False).tolist()
        known = place % 9 != 0
        row = PersonRow(
            id=int(id_),
            competences=tuple((skill, int(random.choice([40, 60, 100]))) for skill in held) if known else (),
            languages=((0, int(random.integers(1, 7))),),
            licences=int(random.integers(0, 4)),
            shifts=int(random.integers(0, 4)),
            zone=int(random.integers(-1, 3)),
            limit=int(random.choice([15, 45, 65_535])),
            modes=WALK | CAR,
            occupations=frozenset({int(random.integers(0, 3))}) if known else frozenset(),
            wage=int(random.choice([-1, 250_000])),
        )
        rows.append(row)
    return persons_of(rows)


def work(count: int = 25, *, seed: int = 5) -> Index:
    """The index of so many vacancies."""
    random = np.random.default_rng(seed)
    return index_of(
        [
            VacancyRow(
                id=int(id_),
                required=frozenset(random.choice(N_COMPETENCES, 2, replace=False).tolist()),
                languages=((0, int(random.integers(1, 4))),),
                licences=int(random.choice([0, 0, 1])),
                zone=int(random.integers(-1, 3)),
                occupation=int(random.integers(0, 3)),
            )
            for id_ in random.permutation(count) + 1
        ]
    )


@dataclass(frozen=True)
class Office:
    """A place with a file of people and the file of an index."""

    place: Path
    persons: Persons

    @property
    def people_file(self) -> Path:
        return self.place / "people.parquet"

    @property
    def index_file(self) -> Path:
        return self.place / "work.index"

    @property
    def folder(self) -> Path:
        return self.place / "answers"

    def request(self, **changes) -> BatchRequest:
        usual = {
            "persons": self.people_file,
            "index": self.index_file,
            "folder": self.folder,
            "policy": POLICY,
            "k": K,
            "part_rows": 20,
            "threads": 1,
        }
        return BatchRequest(**usual | changes)

    def answers(self, folder: Path | None = None) -> pa.Table:
        return pa.concat_tables(pq.read_table(file) for file in sorted((folder or self.folder).glob("*.parquet")))


def an_office(place: Path, persons: Persons | None = None, index: Index | None = None) -> Office:
    office = Office(place, crowd() if persons is None else persons)
    pq.write_table(pa.Table.from_batches([batch_of(office.persons)]), office.people_file, row_group_size=32)
    (work() if index is None else index).save(office.index_file)
    return office
