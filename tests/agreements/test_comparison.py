import pytest
from hypothesis import given
from hypothesis import strategies as st

from arbeidspact.agreements.actions import change_agreement, make_agreement
from arbeidspact.agreements.comparison import Change, changed_words, compared
from arbeidspact.agreements.models import Promiser
from arbeidspact.agreements.queries import version_in
from arbeidspact.people.access import PersonFile
from tests.agreements.factories import a_change, a_promise, an_agreement, in_days, newest

words = st.lists(st.sampled_from(["bel", "de", "cursus", "school", "morgen", "niet"]), max_size=12).map(" ".join)


@given(before=words, after=words)
def test_the_changed_words_tell_both_texts(before: str, after: str):
    runs = changed_words(before, after)

    assert " ".join(run.text for run in runs if run.change != Change.ADDED) == before
    assert " ".join(run.text for run in runs if run.change != Change.REMOVED) == after


@pytest.mark.parametrize(
    ("before", "after", "runs"),
    [
        ("Bel de school", "Bel de school", [("same", "Bel de school")]),
        (
            "Bel de school morgen",
            "Bel de cursus morgen",
            [("same", "Bel de"), ("removed", "school"), ("added", "cursus"), ("same", "morgen")],
        ),
        ("", "Kom langs", [("added", "Kom langs")]),
        ("Kom langs", "", [("removed", "Kom langs")]),
    ],
)
def test_words_that_stayed_went_and_came(before: str, after: str, runs: list[tuple[str, str]]):
    assert [(run.change.value, run.text) for run in changed_words(before, after)] == runs


@pytest.mark.django_db
def test_promises_are_compared_by_their_key_and_not_by_their_place(file: PersonFile):
    agreement = make_agreement(
        an_agreement(
            a_promise(what="Belt de school"), a_promise(what="Komt langs"), a_promise(what="Brengt de papieren mee")
        ),
        file=file,
    )
    first, second, _third = newest(agreement).promises.all()
    change_agreement(
        a_change(
            agreement,
            a_promise(what="Iets nieuws"),
            a_promise(key=second.key, what="Komt langs", promiser=Promiser.ORGANISATION),
            a_promise(key=first.key, what="Belt de cursus", due_on=in_days(9)),
        ),
        file=file,
    )

    before, after = (version_in(file, agreement.reference, number) for number in (1, 2))
    comparison = compared((before[0], before[1]), (after[0], after[1]))

    assert [one.change for one in comparison.promises] == [
        Change.ADDED,
        Change.CHANGED,
        Change.CHANGED,
        Change.REMOVED,
    ]
    _new, moved, reworded, _gone = comparison.promises
    assert (moved.has_other_promiser, moved.has_other_day) == (True, False)
    assert (reworded.has_other_promiser, reworded.has_other_day) == (False, True)
    assert not comparison.is_same
    assert compared((before[0], before[1]), (before[0], before[1])).is_same
