import pytest
from pydantic import ValidationError

from arbeidspact.organisations.actions import edit_own_profile, forget_view, keep_view, set_language
from arbeidspact.organisations.actions.own import VIEWS_AT_MOST
from arbeidspact.organisations.actor import ANONYMOUS, Actor, actor_of
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import EditOwnProfile, ForgetView, KeepView, SetLanguage
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import AuditEvent, Organisation, Role, SavedView
from arbeidspact.organisations.queries import audit_actions, audit_trail, saved_views, words_of
from tests.organisations.factories import MembershipFactory, actor_with

pytestmark = pytest.mark.django_db


def keep(actor: Actor, name: str = "Night shifts", list_name: str = "vacancies") -> SavedView:
    return keep_view(KeepView(list_name=list_name, name=name, query="?shift=night"), actor=actor)


def test_a_view_is_kept_per_user_organisation_and_list(counsellor: Actor, vdab: Organisation):
    view = keep(counsellor)
    elsewhere = actor_of(MembershipFactory(user=counsellor.user, organisation=vdab))

    assert view.query == "shift=night"
    assert list(saved_views(counsellor, "vacancies")) == [view]
    assert not saved_views(counsellor, "people").exists()
    assert not saved_views(elsewhere, "vacancies").exists()
    assert not saved_views(ANONYMOUS, "vacancies").exists()
    keep(elsewhere)


def test_a_name_is_used_once_in_a_list_and_fifty_views_are_enough(counsellor: Actor):
    keep(counsellor)
    with pytest.raises(Conflict) as refusal:
        keep(counsellor)
    assert refusal.value.field == "name"
    keep(counsellor, list_name="people")

    SavedView.objects.bulk_create(
        SavedView(user=counsellor.user, organisation=counsellor.organisation, list_name="vacancies", name=str(n))
        for n in range(VIEWS_AT_MOST - 1)
    )
    with pytest.raises(Conflict, match="fifty"):
        keep(counsellor, name="One more")


def test_only_the_own_view_is_forgotten(counsellor: Actor, administrator: Actor):
    view = keep(counsellor)
    with pytest.raises(NotFound):
        forget_view(ForgetView(view=view.pk), actor=administrator)

    assert forget_view(ForgetView(view=view.pk), actor=counsellor) == "vacancies"
    assert not SavedView.objects.exists()
    assert [event.action for event in audit_trail(administrator_of(counsellor))] == ["forget-view", "keep-view"]


def administrator_of(actor: Actor) -> Actor:
    return actor_with(Role.ADMINISTRATOR, organisation=actor.organisation)


def test_who_did_not_sign_in_keeps_nothing():
    with pytest.raises(NotAllowed):
        keep(ANONYMOUS)
    with pytest.raises(NotAllowed):
        set_language(SetLanguage(language="en"), actor=ANONYMOUS)


def test_a_language_is_set_once_and_recorded_once(counsellor: Actor):
    for _ in range(2):
        set_language(SetLanguage(language="en"), actor=counsellor)

    assert counsellor.user is not None
    counsellor.user.refresh_from_db()
    assert counsellor.user.language == "en"
    assert AuditEvent.objects.count() == 1


def test_a_language_that_is_not_spoken_here_is_refused():
    with pytest.raises(ValidationError, match="languages of this platform"):
        SetLanguage(language="xx")


def test_a_profile_records_the_names_of_fields_and_not_their_values(counsellor: Actor):
    command = EditOwnProfile(first_name="Noor", last_name="Peeters", language="en")

    edit_own_profile(command, actor=counsellor)
    edit_own_profile(command, actor=counsellor)

    assert str(counsellor.user) == "Noor Peeters"
    assert AuditEvent.objects.get().details == {"fields": ["last_name", "language"]}


def test_the_audit_trail_is_of_the_own_organisation_newest_first(administrator: Actor, vdab: Organisation):
    assert administrator.organisation is not None
    other = actor_with(Role.ADMINISTRATOR, organisation=vdab)
    record(administrator, "edit-organisation", administrator.organisation)
    record(other, "edit-organisation", vdab)
    record(administrator, "a-new-kind-of-act", administrator.organisation)

    assert [event.action for event in audit_trail(administrator)] == ["a-new-kind-of-act", "edit-organisation"]
    assert [event.action for event in audit_trail(administrator, action="edit-organisation")] == ["edit-organisation"]
    assert dict(audit_actions(administrator)) == {
        "a-new-kind-of-act": "A new kind of act",
        "edit-organisation": words_of("edit-organisation"),
    }


def test_a_counsellor_does_not_read_the_audit_trail(counsellor: Actor):
    with pytest.raises(NotAllowed):
        audit_trail(counsellor)
