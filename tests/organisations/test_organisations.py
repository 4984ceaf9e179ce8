import pytest
from pydantic import ValidationError

from arbeidspact.organisations.actions import create_organisation, edit_organisation
from arbeidspact.organisations.actor import Actor, operator
from arbeidspact.organisations.commands import CreateOrganisation, EditOrganisation
from arbeidspact.organisations.exceptions import Conflict, NotAllowed
from arbeidspact.organisations.models import AuditEvent, Organisation, OrganisationKind
from arbeidspact.organisations.queries import all_organisations
from tests.organisations.factories import OrganisationFactory

pytestmark = pytest.mark.django_db
NUMBER = "0207.451.227"


def test_the_operator_takes_up_an_organisation_and_the_record_says_so():
    made = create_organisation(
        CreateOrganisation(name="  Stad Gent ", kind=OrganisationKind.CITY, enterprise_number="0207451227"),
        actor=operator(),
    )

    assert (made.name, made.slug, made.enterprise_number) == ("Stad Gent", "stad-gent", NUMBER)
    event = AuditEvent.objects.get()
    assert (event.action, event.subject_id, event.user) == ("create-organisation", str(made.pk), None)


def test_two_organisations_may_share_a_name_and_get_their_own_short_name():
    slugs = [
        create_organisation(CreateOrganisation(name="De Sleutel", kind="partner"), actor=operator()).slug
        for _ in range(3)
    ]

    assert slugs == ["de-sleutel", "de-sleutel-2", "de-sleutel-3"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param({"slug": "vdab"}, "slug", id="short name taken"),
        pytest.param({"enterprise_number": NUMBER}, "enterprise_number", id="enterprise number taken"),
    ],
)
def test_a_short_name_or_number_that_is_taken_is_refused_at_its_field(fields, field):
    OrganisationFactory(vdab=True, enterprise_number=NUMBER)

    with pytest.raises(Conflict) as refusal:
        create_organisation(CreateOrganisation(name="VDAB", kind="pes", **fields), actor=operator())

    assert refusal.value.field == field
    assert Organisation.objects.count() == 1
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param({"name": " "}, "name", id="no name"),
        pytest.param({"name": "a\nb"}, "name", id="a name on two lines"),
        pytest.param({"name": "x" * 201}, "name", id="a name that is too long"),
        pytest.param({"kind": "club"}, "kind", id="unknown kind"),
        pytest.param({"enterprise_number": "12"}, "enterprise_number", id="number too short"),
        pytest.param({"enterprise_number": "0207.451.228"}, "enterprise_number", id="checksum wrong"),
        pytest.param({"slug": "Ghent!"}, "slug", id="short name with a sign"),
        pytest.param({"colour": "green"}, "colour", id="unknown field"),
    ],
)
def test_a_command_names_the_field_that_cannot_be(fields, field):
    with pytest.raises(ValidationError) as refusal:
        CreateOrganisation(**{"name": "Stad Gent", "kind": "city", **fields})

    assert refusal.value.errors()[0]["loc"] == (field,)


def test_an_administrator_changes_the_own_organisation_and_only_changes_are_recorded(administrator: Actor):
    command = EditOrganisation(name="Werkpunten Gent", enterprise_number=NUMBER)

    edit_organisation(command, actor=administrator)
    edit_organisation(command, actor=administrator)

    assert administrator.organisation is not None
    administrator.organisation.refresh_from_db()
    assert administrator.organisation.enterprise_number == NUMBER
    assert AuditEvent.objects.get().details == {"fields": ["enterprise_number"]}


def test_the_number_of_another_organisation_is_refused(administrator: Actor, vdab: Organisation):
    Organisation.objects.filter(pk=vdab.pk).update(enterprise_number=NUMBER)

    with pytest.raises(Conflict, match="enterprise number"):
        edit_organisation(EditOrganisation(name="W", enterprise_number=NUMBER), actor=administrator)


def test_members_do_not_make_organisations_and_counsellors_do_not_change_them(administrator: Actor, counsellor: Actor):
    with pytest.raises(NotAllowed):
        create_organisation(CreateOrganisation(name="X", kind="partner"), actor=administrator)
    with pytest.raises(NotAllowed):
        edit_organisation(EditOrganisation(name="X"), actor=counsellor)


def test_organisations_are_found_by_a_part_of_the_name_and_by_kind(counsellor: Actor, vdab: Organisation):
    assert [found.name for found in all_organisations(counsellor)] == ["VDAB", "Werkpunten Gent"]
    assert [found.name for found in all_organisations(counsellor, search="punt gent")] == ["Werkpunten Gent"]
    assert list(all_organisations(counsellor, kind=OrganisationKind.PES)) == [vdab]
    with pytest.raises(NotAllowed):
        all_organisations(Actor(user=counsellor.user, organisation=None))
