"""Lists from entries are the lists from rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.matching import BadInput, GradedLists, IdLists

ENTRIES = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6), st.integers(1, 100)), max_size=40)


@given(entries=ENTRIES)
def test_entries_in_any_order_give_the_same_lists_as_rows(entries):
    rows = [[(id_, grade) for row, id_, grade in entries if row == here] for here in range(5)]
    places, ids, grades = (tuple(one[part] for one in entries) for part in range(3))

    graded = GradedLists.from_entries(places, ids, grades, row_count=5)
    listed = IdLists.from_entries(places, ids, row_count=5)

    from_rows = GradedLists.from_rows(rows)
    assert graded.starts.tolist() == from_rows.starts.tolist()
    assert graded.ids.tolist() == from_rows.ids.tolist()
    assert graded.grades.tolist() == from_rows.grades.tolist()
    assert listed.starts.tolist() == from_rows.starts.tolist()
    assert listed.ids.tolist() == from_rows.ids.tolist()


def test_no_rows_and_no_entries_are_empty_lists():
    assert len(GradedLists.from_entries([], [], [], row_count=0)) == 0
    assert len(IdLists.from_entries([], [], row_count=3)) == 3


@pytest.mark.parametrize("row", [-1, 2])
def test_an_entry_of_a_row_that_does_not_exist_is_refused(row):
    with pytest.raises(BadInput, match="from 0 to 1"):
        IdLists.from_entries([0, row], [1, 1], row_count=2)
