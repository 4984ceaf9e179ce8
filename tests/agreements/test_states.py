from itertools import product

import pytest

from arbeidspact.agreements.models import AgreementState as State
from arbeidspact.agreements.models import AgreementVersion, Party
from arbeidspact.agreements.states import (
    BOTH,
    IN_STATE,
    Act,
    Facts,
    acts_for,
    in_state,
    missing_from,
    refuse_unless,
    state_from,
)
from arbeidspact.organisations.exceptions import Conflict
from tests.agreements.factories import AgreementFactory, VersionFactory, agree, days_ago, newest

NOBODY: frozenset[Party] = frozenset()
PERSON, ORGANISATION = frozenset({Party.PERSON}), frozenset({Party.ORGANISATION})


def facts(**values: object) -> Facts:
    usual = {
        "closed_as": "",
        "is_offered": True,
        "agreed": NOBODY,
        "has_open_objection": False,
        "has_version_in_force": False,
    }
    return Facts(**{**usual, **values})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("happened", "state", "missing"),
    [
        pytest.param(facts(is_offered=False), State.DRAFT, (), id="nobody was asked"),
        pytest.param(facts(), State.TO_CONFIRM, (Party.PERSON, Party.ORGANISATION), id="both are asked"),
        pytest.param(facts(agreed=PERSON), State.TO_CONFIRM, (Party.ORGANISATION,), id="the person agreed"),
        pytest.param(facts(agreed=ORGANISATION), State.TO_CONFIRM, (Party.PERSON,), id="the organisation agreed"),
        pytest.param(facts(agreed=BOTH), State.CONFIRMED, (), id="both agreed"),
        pytest.param(facts(has_version_in_force=True), State.TO_CONFIRM, tuple(Party), id="changed after a yes"),
        pytest.param(facts(has_open_objection=True), State.OBJECTED, (), id="the person objected"),
        pytest.param(facts(has_open_objection=True, agreed=ORGANISATION), State.OBJECTED, (), id="after one yes"),
        pytest.param(facts(closed_as="withdrawn"), State.WITHDRAWN, (), id="withdrawn"),
        pytest.param(facts(closed_as="ended", agreed=BOTH), State.ENDED, (), id="ended after both agreed"),
        pytest.param(facts(closed_as="ended", has_open_objection=True), State.ENDED, (), id="closed goes first"),
    ],
)
def test_the_state_follows_from_what_happened(happened: Facts, state: State, missing: tuple[Party, ...]):
    assert state_from(happened) == state
    assert missing_from(happened) == missing


@pytest.mark.parametrize(
    ("happened", "acts"),
    [
        pytest.param(facts(is_offered=False), {Act.CHANGE, Act.OFFER, Act.WITHDRAW}, id="draft"),
        pytest.param(
            facts(is_offered=False, has_version_in_force=True),
            {Act.CHANGE, Act.OFFER, Act.MARK, Act.END},
            id="draft of the next version",
        ),
        pytest.param(
            facts(),
            {Act.CHANGE, Act.CONFIRM_PERSON, Act.CONFIRM_ORGANISATION, Act.OBJECT, Act.WITHDRAW},
            id="both are asked",
        ),
        pytest.param(
            facts(agreed=PERSON, has_version_in_force=True),
            {Act.CHANGE, Act.CONFIRM_ORGANISATION, Act.OBJECT, Act.MARK, Act.END},
            id="changed, the person agreed again",
        ),
        pytest.param(
            facts(agreed=BOTH, has_version_in_force=True), {Act.CHANGE, Act.OBJECT, Act.MARK, Act.END}, id="confirmed"
        ),
        pytest.param(facts(has_open_objection=True), {Act.CHANGE, Act.ANSWER, Act.WITHDRAW}, id="objected"),
        pytest.param(
            facts(has_open_objection=True, has_version_in_force=True),
            {Act.CHANGE, Act.ANSWER, Act.MARK, Act.END},
            id="objected to a change",
        ),
        pytest.param(facts(closed_as="withdrawn"), {Act.REOPEN}, id="withdrawn"),
        pytest.param(facts(closed_as="ended", agreed=BOTH), {Act.REOPEN}, id="ended"),
    ],
)
def test_what_can_be_done_follows_from_what_happened(happened: Facts, acts: set[Act]):
    assert acts_for(happened) == acts
    for act in Act:
        if act in acts:
            refuse_unless(happened, act)
        else:
            with pytest.raises(Conflict):
                refuse_unless(happened, act)


def test_every_state_says_what_can_be_done_and_every_act_is_possible_somewhere():
    assert set(IN_STATE) == set(State)
    assert frozenset().union(*IN_STATE.values()) == frozenset(Act)


ALL_FACTS = [
    facts(
        closed_as=closed_as,
        is_offered=is_offered,
        agreed=agreed if is_offered else NOBODY,
        has_open_objection=objected and is_offered,
        has_version_in_force=earlier or (agreed == BOTH and is_offered and not closed_as),
    )
    for closed_as, is_offered, agreed, objected, earlier in product(
        ("", "withdrawn", "ended"), (False, True), (NOBODY, PERSON, ORGANISATION, BOTH), (False, True), (False, True)
    )
    # A yes is taken back by an objection of the person.
    if not (objected and Party.PERSON in agreed)
]


@pytest.mark.django_db
def test_the_database_and_python_agree_on_the_state_of_every_agreement():
    expected: dict[int, State] = {}
    for happened in ALL_FACTS:
        agreement = AgreementFactory(
            draft=not happened.is_offered,
            agreed_by=sorted(happened.agreed),
            objected=happened.has_open_objection,
            withdrawn=happened.closed_as == "withdrawn",
            ended=happened.closed_as == "ended",
        )
        expected[newest(agreement).pk] = state_from(happened)

    found = {
        pk: state
        for state in State
        for pk in AgreementVersion.objects.filter(in_state(state)).order_by("pk").values_list("pk", flat=True)
    }

    assert found == expected


@pytest.mark.django_db
def test_a_version_that_was_replaced_is_in_no_state():
    agreement = AgreementFactory(version__replaced_at=days_ago(1))
    second = VersionFactory(agreement=agreement, number=2)
    agree(second, Party.PERSON)

    assert [
        version.number for state in State for version in AgreementVersion.objects.filter(in_state(state)).order_by("pk")
    ] == [2]
