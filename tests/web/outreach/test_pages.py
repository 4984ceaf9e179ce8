"""The pages of outreach: the list, a contact, places, the funnel, the panel of a file."""

import pytest
from django.urls import reverse
from django.utils import timezone

from arbeidspact.organisations.models import AuditEvent, Role
from arbeidspact.outreach.models import Contact, ContactState, Enrolment, Place, Referrer
from arbeidspact.outreach.queries import contact_in
from arbeidspact.people.models import Person
from tests.organisations.factories import MembershipFactory, OrganisationFactory, actor_with
from tests.outreach.factories import ContactFactory, PlaceFactory, days_ago
from tests.people.factories import PersonFactory
from tests.web.pathways.conftest import client_of

pytestmark = pytest.mark.django_db
LIST, FUNNEL = reverse("outreach:list"), reverse("outreach:funnel")


def at(name, *keys):
    return reverse(f"outreach:{name}", args=[getattr(key, "reference", key) for key in keys])


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


class TestTheList:
    def test_it_starts_with_my_open_contacts(self, worker, place, membership):
        ContactFactory(place=place, given_name="Mijneen", registered_by=membership.user)
        ContactFactory(place=place, given_name="Vananders")
        ContactFactory(place=place, given_name="Metdossier", registered_by=membership.user, with_file=True)

        shown = page(worker, LIST)

        assert "Mijneen" in shown
        assert "Vananders" not in shown
        assert "Metdossier" not in shown
        assert "Vananders" in page(worker, LIST + "?whose=team")

    def test_it_says_who_waits(self, worker, place, membership):
        ContactFactory(place=place, registered_by=membership.user, met_on=days_ago(20))

        assert "20 days without a follow-up" in page(worker, LIST)

    def test_an_empty_list_says_what_to_do(self, worker):
        assert "Nobody was registered yet" in page(worker, LIST)

    def test_it_is_paged_with_a_constant_number_of_queries(
        self, worker, place, membership, django_assert_max_num_queries
    ):
        counts = []
        for more in (2, 40):
            for _each in range(more):
                ContactFactory(place=place, registered_by=membership.user)
            with django_assert_max_num_queries(40) as queries:
                shown = page(worker, LIST)
            counts.append(len(queries))

        assert counts[0] == counts[1]
        assert "1 to 25 of 42" in shown
        assert "42 results" in shown

    def test_the_list_is_exported_by_those_who_may_and_that_is_recorded(self, worker, team_lead, place):
        ContactFactory(place=place, given_name="Samira")
        assert worker.get(at("export")).status_code == 403

        file = b"".join(team_lead.get(at("export")).streaming_content).decode()

        assert "Samira" in file
        assert AuditEvent.objects.get(action="export-contacts").details == {"count": 1}


class TestAContact:
    def test_another_organisation_does_not_see_it(self, place):
        ocmw = OrganisationFactory(ocmw=True)
        other = client_of(MembershipFactory(organisation=ocmw, roles=[Role.OUTREACH_WORKER]))

        assert other.get(at("contact", ContactFactory(place=place))).status_code == 404

    def test_a_follow_up_is_noted_and_removed(self, worker, place):
        contact = ContactFactory(place=place)
        answer = worker.post(at("follow-up", contact), {"kind": "call", "note": "komt dinsdag"})
        assert (answer.status_code, answer["Location"]) == (303, at("contact", contact))
        assert "komt dinsdag" in page(worker, at("contact", contact))

        worker.post(at("drop-follow-up", contact, contact.moments.get()))

        assert not contact.moments.exists()

    def test_a_follow_up_without_a_kind_keeps_what_was_typed(self, worker, place):
        answer = worker.post(at("follow-up", ContactFactory(place=place)), {"note": "komt dinsdag"})

        assert answer.status_code == 422
        assert "komt dinsdag" in answer.content.decode()

    def test_it_is_changed(self, worker, place):
        contact = ContactFactory(place=place)
        assert contact.reach in page(worker, at("change", contact))

        answer = worker.post(at("change", contact), {"given_name": "Samirah", "place": str(place.reference)})

        assert answer.status_code == 303
        contact.refresh_from_db()
        assert (contact.given_name, contact.reach) == ("Samirah", "")

    def test_it_is_withdrawn_and_opened_again(self, worker, place):
        contact = ContactFactory(place=place)
        assert worker.post(at("withdraw", contact), {}).status_code == 422

        worker.post(at("withdraw", contact), {"reason": "no_wish"})
        assert "This contact is withdrawn" in page(worker, at("contact", contact))

        worker.post(at("reopen", contact))
        assert Contact.objects.get().withdrawn_on is None

    def test_it_takes_part_in_a_programme_and_stops(self, worker, place, jobteam):
        contact = ContactFactory(place=place)
        worker.post(at("enrol", contact), {"programme": "jobteam"})
        enrolment = Enrolment.objects.get()
        assert "Jobteam" in page(worker, at("contact", contact))

        worker.post(at("leave", contact, enrolment.pk))

        enrolment.refresh_from_db()
        assert enrolment.until == timezone.localdate()

    @pytest.mark.parametrize(
        ("reach", "link"),
        [
            ("0470 00 00 00", 'href="tel:0470000000"'),
            ("samira@example.org", 'href="mailto:samira@example.org"'),
            ("via haar broer", ""),
        ],
    )
    def test_a_number_is_called_with_one_touch(self, reach, link, worker, place):
        shown = page(worker, at("contact", ContactFactory(place=place, reach=reach)))

        assert link in shown
        assert bool(link) == ('href="tel:' in shown or 'href="mailto:' in shown)

    def test_who_has_the_same_number_is_pointed_out(self, worker, place):
        ContactFactory(place=place)

        assert "reached in the same way" in page(worker, at("contact", ContactFactory(place=place)))


class TestTheFile:
    def typed(self, **values):
        return {"given_name": "Samira", "ground": "consent", "reason": "Vraagt hulp", **values}

    def test_a_file_is_made_on_a_stated_ground(self, worker, place, werkpunt):
        contact = ContactFactory(place=place, note="zoekt werk in de zorg", talked_again=True)

        answer = worker.post(at("to-file", contact), self.typed())

        person = Person.objects.get()
        assert answer["Location"] == reverse("people:file", args=[person.reference])
        assert person.accompaniments.get().ground == "consent"
        shown = page(worker, answer["Location"])
        assert "zoekt werk in de zorg" in shown
        assert "Talked by phone" in shown
        assert page(worker, at("to-file", contact)).count("No file can be made") == 1

    def test_without_a_reason_nothing_is_made(self, worker, place):
        answer = worker.post(at("to-file", ContactFactory(place=place)), self.typed(reason=""))

        assert answer.status_code == 422
        assert not Person.objects.exists()

    def test_a_file_within_reach_is_joined(self, worker, place, werkpunt):
        contact = ContactFactory(place=place, given_name="Amina")
        known = PersonFactory(family_name="Verzonnen", accompanied_by=werkpunt)
        refused = worker.post(at("to-file", contact), self.typed(given_name="Amina", family_name="Verzonnen"))
        assert refused.status_code == 422
        assert "add the contact to the file" in refused.content.decode()

        answer = worker.post(at("to-file", contact), {"join": str(known.reference)})

        assert answer["Location"] == reverse("people:file", args=[known.reference])
        contact.refresh_from_db()
        assert contact.person == known

    def test_a_file_elsewhere_is_joined_on_a_ground(self, worker, place):
        contact = ContactFactory(place=place, given_name="Amina")
        ocmw = OrganisationFactory(ocmw=True)
        known = PersonFactory(family_name="Verzonnen", accompanied_by=ocmw)
        values = self.typed(given_name="Amina", family_name="Verzonnen", birth_date="1988-03-14")
        refused = worker.post(at("to-file", contact), values).context

        answer = worker.post(at("to-file", contact), values | {"handle": refused["rows"][0]["duplicate"].handle})

        assert answer["Location"] == reverse("people:file", args=[known.reference])
        assert known.accompaniments.count() == 2

    def test_somebody_with_a_file_takes_part_from_the_file(self, worker, werkpunt, jobteam):
        person = PersonFactory(accompanied_by=werkpunt)
        answer = worker.post(at("enrol-person", person), {"programme": "jobteam"})
        assert answer["Location"].endswith("#outreach")

        worker.post(at("leave-person", person, Enrolment.objects.get().pk))

        assert Enrolment.objects.get().until is not None
        assert "Jobteam" in page(worker, reverse("people:file", args=[person.reference]))


class TestPlaces:
    def test_a_team_lead_adds_changes_and_closes_a_place(self, team_lead, werkpunt):
        team_lead.post(at("place-add"), {"name": "Aula", "kind": "school", "neighbourhood": "muide"})
        place = Place.objects.get()
        assert "Aula" in page(team_lead, at("places"))

        team_lead.post(at("place-change", place), {"name": "Grote aula", "kind": "school"})
        team_lead.post(at("place-close", place))
        assert "closed since" in page(team_lead, at("places"))

        team_lead.post(at("place-reopen", place))
        place.refresh_from_db()
        assert (place.name, place.closed_on) == ("Grote aula", None)

    def test_a_name_that_is_taken_is_refused_at_its_field(self, team_lead, place):
        answer = team_lead.post(at("place-add"), {"name": place.name, "kind": "school"})

        assert answer.status_code == 422
        assert "already has an entry with this name" in answer.content.decode()

    def test_others_see_the_places_and_change_none(self, worker, place):
        assert at("place-add") not in page(worker, at("places"))
        assert worker.get(at("place-add")).status_code == 403

    def test_referrers_are_kept_and_offered(self, team_lead, worker, place):
        team_lead.post(at("referrer-add"), {"name": "De Brug", "kind": "organisation"})
        assert "De Brug" in page(worker, at("new"))
        referrer = Referrer.objects.get()
        team_lead.post(at("referrer-change", referrer), {"name": "Vzw De Brug", "kind": "organisation"})
        team_lead.post(at("referrer-end", referrer))
        assert "De Brug" not in page(worker, at("new"))
        assert "Vzw De Brug" in page(worker, at("referrers"))

        team_lead.post(at("referrer-reopen", referrer))

        assert "Vzw De Brug" in page(worker, at("new"))


class TestTheFunnel:
    def test_it_shows_stages_as_chart_and_table_and_rows(self, worker, place, jobteam):
        for _each in range(7):
            ContactFactory(place=place, in_programme=jobteam)

        shown = page(worker, FUNNEL + "?split=neighbourhood")

        assert 'data-chart="chart-' in shown
        assert "Muide" in shown
        assert "People reached" not in shown
        assert "Reached" in shown

    def test_a_small_count_is_not_shown(self, worker, place, jobteam):
        for _each in range(3):
            ContactFactory(place=place, in_programme=jobteam)

        shown = page(worker, FUNNEL)
        assert "not shown" in shown
        file = b"".join(worker.get(at("funnel-file")).streaming_content).decode()
        assert ",3," not in file

    def test_an_analyst_sees_it_from_the_menu(self, werkpunt, jobteam):
        analyst = client_of(MembershipFactory(organisation=werkpunt, roles=[Role.ANALYST], user__language="en"))

        assert FUNNEL in page(analyst, "/")
        assert "Nobody was met as chosen" in page(analyst, FUNNEL)
        assert "Jobteam" in page(analyst, at("programmes"))

    def test_without_programmes_it_says_so(self, worker):
        assert "No programme is in force" in page(worker, FUNNEL)
        assert "No programme is in force" in page(worker, at("programmes"))

    def test_an_option_that_does_not_exist_narrows_nothing(self, worker, place, jobteam):
        for _each in range(7):
            ContactFactory(place=place, in_programme=jobteam)

        assert "7" in page(worker, FUNNEL + "?year=1066&place=nowhere&programme=atlantis")


def test_a_contact_of_a_closed_place_keeps_it_when_it_changes(worker, werkpunt):
    closed = PlaceFactory(organisation=werkpunt, closed_on=days_ago(1))
    contact = ContactFactory(place=closed)

    answer = worker.post(at("change", contact), {"given_name": "Samirah", "place": str(closed.reference)})

    assert answer.status_code == 303
    assert contact_in(actor_with(Role.OUTREACH_WORKER, organisation=werkpunt), contact.reference).state == (
        ContactState.MET
    )


class TestToday:
    def test_the_day_of_an_outreach_worker_starts_with_contacts(self, worker, place, membership):
        ContactFactory(place=place, registered_by=membership.user, met_on=days_ago(20))

        shown = page(worker, "/")

        assert at("new") in shown
        assert "Waiting for a follow-up" in shown

    def test_others_find_their_contacts_in_the_menu(self, team_lead):
        shown = page(team_lead, "/")

        assert at("list") in shown
        assert at("new") not in shown
