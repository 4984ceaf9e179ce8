"""The log of decisions: adopted for good, corrected in the open, followed up."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.steering.decision_commands import (
    AddTask,
    AdoptDecision,
    CorrectDecision,
    DecisionContent,
    DiscardDraft,
    DropTask,
    EditDecision,
    FinishTask,
    ReopenTask,
)
from arbeidspact.steering.decision_queries import (
    DecisionFilter,
    Standing,
    TaskStatus,
    decision_list,
    open_decision,
    open_tasks,
)
from arbeidspact.steering.decisions import (
    add_task,
    adopt_decision,
    correct_decision,
    discard_draft,
    drop_task,
    edit_decision,
    finish_task,
    reopen_task,
)
from arbeidspact.steering.models import ChangeKind, Decision, DecisionVersion, FollowUpTask
from tests.steering.factories import SignalFactory, content, decided

pytestmark = pytest.mark.django_db


def texts(**changes):
    return DecisionContent(**content(**changes))


def numbers(actor, pact, **chosen):
    return [line.decision.number for line in decision_list(actor, pact.slug, DecisionFilter(**chosen)).page.object_list]


def a_task(decision, actor, *, due_in=10):
    due_on = timezone.localdate() + timedelta(days=due_in)
    return add_task(
        AddTask(decision=decision.reference, what="Een lokaal zoeken", owner="OCMW Gent", due_on=due_on), actor=actor
    )


def test_a_decision_keeps_who_did_not_agree_word_for_word(pact, steering):
    decision = decided(pact, steering)

    version = decision.versions.get()
    assert version.minority == [{"who": "Voka", "why": "De klas is te ver van de bedrijven."}]
    assert (version.body_nl, version.about) == ("Stuurgroep", [["action", "jobteam"]])
    assert decision.number == f"{timezone.localdate().year}-01"
    assert decided(pact, steering).number.endswith("-02")


def test_a_draft_changes_and_what_is_adopted_does_not(pact, steering):
    decision = decided(pact, steering, adopted=False)
    edit_decision(
        EditDecision(decision=decision.reference, content=texts(text="We openen geen tweede klas.")), actor=steering
    )
    adopt_decision(AdoptDecision(decision=decision.reference), actor=steering)

    with pytest.raises(Conflict, match="adopted"):
        edit_decision(EditDecision(decision=decision.reference, content=texts()), actor=steering)
    with pytest.raises(Conflict, match="adopted"):
        discard_draft(DiscardDraft(decision=decision.reference), actor=steering)
    assert decision.versions.get().text == "We openen geen tweede klas."


@pytest.mark.parametrize("change", [{"text": "Iets anders."}, {"minority": []}, {"about": []}, {"adopted_at": None}])
def test_the_database_refuses_to_change_what_is_adopted(pact, steering, change):
    decision = decided(pact, steering)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        DecisionVersion.objects.filter(decision=decision).update(**change)


def test_the_database_lets_a_draft_change(pact, steering):
    decision = decided(pact, steering, adopted=False)

    assert DecisionVersion.objects.filter(decision=decision).update(text="Iets anders.") == 1


def test_a_correction_is_a_new_version_and_the_old_one_stays_readable(pact, steering, partner):
    decision = decided(pact, steering)
    correct_decision(
        CorrectDecision(
            decision=decision.reference,
            content=texts(text="We openen een tweede klas in november.", about=("pact",)),
            correction="De maand was verkeerd genoteerd.",
        ),
        actor=steering,
    )
    before = open_decision(partner, decision.reference)
    assert (before.version.version, before.draft) == (1, None)

    adopt_decision(AdoptDecision(decision=decision.reference), actor=steering)

    after = open_decision(partner, decision.reference)
    assert (after.version.version, after.version.text) == (2, "We openen een tweede klas in november.")
    assert [one.text for one in after.earlier] == ["We openen een tweede klas taal en werk in oktober."]
    assert numbers(partner, pact, about="pact:") == [decision.number]
    assert numbers(partner, pact, about="action:jobteam") == []


def test_one_correction_at_a_time(pact, steering):
    decision = decided(pact, steering)
    command = CorrectDecision(decision=decision.reference, content=texts(), correction="Een fout in de titel.")
    correct_decision(command, actor=steering)

    with pytest.raises(Conflict, match="draft"):
        correct_decision(command, actor=steering)
    discard_draft(DiscardDraft(decision=decision.reference), actor=steering)
    assert decision.versions.count() == 1


def test_a_draft_that_was_never_adopted_goes_whole_and_others_do_not_see_it(pact, steering, partner):
    decision = decided(pact, steering, adopted=False)

    assert numbers(partner, pact) == []
    with pytest.raises(NotFound):
        open_decision(partner, decision.reference)
    assert numbers(steering, pact, standing="draft") == [decision.number]
    discard_draft(DiscardDraft(decision=decision.reference), actor=steering)
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("kind", "standing"), [(ChangeKind.AMENDS, Standing.AMENDED), (ChangeKind.SUPERSEDES, Standing.SUPERSEDED)]
)
def test_a_later_decision_changes_an_earlier_one(pact, steering, partner, kind, standing):
    first = decided(pact, steering)
    second = decided(pact, steering, adopted=False, changes=first.reference, change_kind=kind)
    assert open_decision(partner, first.reference).standing == Standing.IN_FORCE

    adopt_decision(AdoptDecision(decision=second.reference), actor=steering)

    assert open_decision(partner, first.reference).standing == standing
    assert numbers(partner, pact, standing=standing.value) == [first.number]
    assert numbers(partner, pact, standing="in_force") == [second.number]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"body": "nobody"}, "body"),
        ({"taken_on": timezone.localdate() + timedelta(days=1)}, "taken_on"),
        ({"about": ("action:nothing",)}, "about"),
        ({"about": ("signal:00000000-0000-4000-8000-000000000000",)}, "about"),
        ({"about": ("signal:nonsense",)}, "about"),
        ({"minority": ({"who": "Voka", "why": "Bel 0470 12 34 56."},)}, "minority"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(pact, steering, changes, field):
    with pytest.raises(InvalidValue) as refused:
        decided(pact, steering, **changes)

    assert refused.value.field == field


def test_a_decision_about_a_signal_is_found_from_it(pact, steering, partner):
    signal = SignalFactory()
    decision = decided(pact, steering, about=(f"signal:{signal.reference}", "pact"))

    assert numbers(partner, pact, about=f"signal:{signal.reference}") == [decision.number]
    assert [str(getattr(one, "title", "")) for one in open_decision(partner, decision.reference).subjects] == [
        signal.title,
        "",
    ]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"text": "najaar"}, 1),
        ({"text": "haakt af"}, 1),
        ({"text": "zomer"}, 0),
        ({"body": "steering-group"}, 1),
        ({"body": "council"}, 0),
        ({"year": "1999"}, 0),
        ({"year": "all"}, 1),
    ],
)
def test_the_log_is_narrowed(pact, steering, partner, chosen, found):
    decided(pact, steering)

    assert len(numbers(partner, pact, **chosen)) == found


def test_only_the_steering_group_records(pact, steering, partner):
    decision = decided(pact, steering)
    with pytest.raises(NotAllowed):
        decided(pact, partner)
    with pytest.raises(NotAllowed):
        a_task(decision, partner)


def test_what_follows_has_a_status_from_its_days(pact, steering, partner):
    decision = decided(pact, steering)
    late, soon, dropped = a_task(decision, steering, due_in=-3), a_task(decision, steering), a_task(decision, steering)
    today = timezone.localdate()
    assert [line.status for line in open_tasks(partner, pact.slug)] == [
        TaskStatus.OVERDUE,
        TaskStatus.OPEN,
        TaskStatus.OPEN,
    ]

    finish_task(FinishTask(task=late.reference, done_on=today, outcome="Gevonden"), actor=steering)
    finish_task(FinishTask(task=soon.reference, done_on=today, outcome="Gevonden"), actor=steering)
    drop_task(DropTask(task=dropped.reference, outcome="Niet meer nodig"), actor=steering)

    statuses = {line.task.pk: line.status for line in open_decision(partner, decision.reference).tasks}
    assert statuses == {late.pk: "done_late", soon.pk: "done", dropped.pk: "dropped"}
    with pytest.raises(Conflict, match="closed"):
        drop_task(DropTask(task=soon.reference, outcome="Toch niet"), actor=steering)
    reopen_task(ReopenTask(task=soon.reference), actor=steering)
    assert [line.task for line in open_tasks(partner, pact.slug)] == [FollowUpTask.objects.get(pk=soon.pk)]


def test_tasks_of_a_draft_wait_for_nobody(pact, steering):
    a_task(decided(pact, steering, adopted=False), steering)

    assert open_tasks(steering, pact.slug) == []


def test_the_number_of_queries_does_not_grow_with_the_decisions(pact, steering, django_assert_num_queries):
    def add():
        for about in ("pact", "action:jobteam", f"signal:{SignalFactory().reference}"):
            a_task(decided(pact, steering, about=(about,)), steering)

    add()
    with django_assert_num_queries(9):
        decision_list(steering, pact.slug, DecisionFilter())
    add()
    with django_assert_num_queries(9):
        decision_list(steering, pact.slug, DecisionFilter())
