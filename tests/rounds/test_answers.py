"""The lists that leave: references, recorded for everybody in them, only for who may, and not of people who left."""

import io
from uuid import uuid4

import pyarrow.parquet as pq
import pytest

from arbeidspact.organisations.actor import operator
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, OrganisationKind, Role
from arbeidspact.people.models import AccessEvent, Accompaniment, Look, Purpose
from arbeidspact.rounds.actions import start_round
from arbeidspact.rounds.answers import ANSWER_COLUMNS, AnswerFormat, answer_as_parquet, answer_rows, export_round
from arbeidspact.rounds.commands import StartRound
from arbeidspact.rounds.folders import folder_of
from arbeidspact.rounds.launching import launch_nothing
from tests.organisations.factories import OrganisationFactory, actor_with

pytestmark = pytest.mark.django_db


def exported(round_, actor, form=AnswerFormat.CSV):
    return export_round(round_.reference, form, actor=actor)


def test_everybodys_list_leaves_in_references_and_numbers(finished, counsellor, city):
    rows = list(answer_rows(exported(finished(), counsellor)))

    assert {row[0] for row in rows} == {str(one.reference) for one in (*city.drivers, city.cleaner)}
    assert (str(city.drivers[0].reference), 1, str(city.crowded.reference)) in [row[:3] for row in rows]
    assert all(0 < row[3] <= 1 for row in rows)


def test_as_parquet_it_holds_the_same(finished, counsellor):
    table = exported(finished(), counsellor, AnswerFormat.PARQUET)

    again = pq.read_table(io.BytesIO(answer_as_parquet(table)))

    assert tuple(again.column_names) == ANSWER_COLUMNS
    assert list(answer_rows(again)) == list(answer_rows(table))


def test_everybody_in_the_file_is_recorded_as_exported_and_the_download_once(finished, counsellor, city):
    round_ = finished()

    exported(round_, counsellor)

    events = AccessEvent.objects.order_by("person_id")
    assert [event.person for event in events] == [*city.drivers, city.cleaner]
    assert {(event.user, event.purpose, event.look) for event in events} == {
        (counsellor.user, Purpose.EXPORT, Look.LINE)
    }
    audit = AuditEvent.objects.get(action="export-round")
    assert (audit.subject_id, audit.details) == (str(round_.reference), {"people": 4, "format": "csv"})


def test_people_who_are_no_longer_accompanied_and_vacancies_that_are_gone_are_left_out(finished, counsellor, city):
    round_ = finished()
    Accompaniment.objects.filter(person=city.drivers[0]).update(until="2026-06-01")
    city.cleaning.delete()

    rows = list(answer_rows(exported(round_, counsellor)))

    assert {row[0] for row in rows} == {str(one.reference) for one in city.drivers[1:]}
    assert not AccessEvent.objects.filter(person=city.drivers[0]).exists()


@pytest.mark.parametrize(
    ("role", "kind"),
    [
        pytest.param(Role.ANALYST, OrganisationKind.CITY, id="an analyst"),
        pytest.param(Role.SOCIAL_ECONOMY_COACH, OrganisationKind.SOCIAL_ECONOMY, id="a coach"),
        pytest.param(Role.COUNSELLOR, OrganisationKind.PARTNER, id="a counsellor without a statutory task"),
    ],
)
def test_who_may_run_rounds_may_not_always_take_the_lists_out(finished, role, kind):
    round_ = finished()
    organisation = OrganisationFactory(kind=kind)
    round_.organisation = organisation
    round_.save()

    with pytest.raises(NotAllowed):
        exported(round_, actor_with(role, organisation=organisation))
    assert not AccessEvent.objects.exists()


def test_the_operator_takes_references_out_and_no_names(finished, city):
    rows = list(answer_rows(exported(finished(operator()), operator())))

    assert len({row[0] for row in rows}) == 4


def test_another_organisation_finds_no_such_round(finished):
    with pytest.raises(NotFound):
        exported(finished(), actor_with(Role.COUNSELLOR, vdab=True))


def test_an_unknown_round_is_not_there(counsellor):
    with pytest.raises(NotFound):
        export_round(uuid4(), AnswerFormat.CSV, actor=counsellor)


def test_a_round_that_is_not_finished_has_no_lists(city, counsellor):
    round_ = start_round(StartRound(), actor=counsellor, launch=launch_nothing)

    with pytest.raises(Conflict, match="not finished"):
        exported(round_, counsellor)


def test_lists_that_were_removed_are_said_to_be(finished, counsellor):
    round_ = finished()
    folder_of(round_.reference).answer.unlink()

    with pytest.raises(Conflict, match="were removed"):
        exported(round_, counsellor)
