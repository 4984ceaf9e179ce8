"""Lines open when a rule finds something, and close when it finds it no longer."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from arbeidspact.followup.findings import Asked, Finding, Rule
from arbeidspact.followup.lines import Refreshed, refresh
from arbeidspact.followup.models import Line, LineEvent, LineEventKind, RuleName
from arbeidspact.followup.thresholds import thresholds
from tests.organisations.factories import UserFactory
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 2)


class Facts:
    """What a rule looks at, set by the test."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = list(findings)

    def rule(self) -> Rule:
        return Rule(RuleName.SILENCE, self.find, "Call")

    def find(self, asked: Asked) -> Iterable[Finding]:
        return [one for one in self.findings if asked.people is None or one.person in asked.people]


def asked(day: date = DAY, people: frozenset[int] | None = None) -> Asked:
    return Asked(day, thresholds(), people)


@pytest.fixture
def silent(werkpunt, counsellor) -> Finding:
    return Finding(PersonFactory().pk, werkpunt.pk, "s1", DAY - timedelta(days=40), owner=counsellor.user.pk)


def test_what_is_found_gets_a_line_once(silent):
    rules = [Facts(silent).rule()]

    assert refresh(rules, asked())["silence"] == Refreshed(opened=1, closed=0, kept=0)
    assert refresh(rules, asked())["silence"] == Refreshed(opened=0, closed=0, kept=1)

    line = Line.objects.get()
    assert (line.person_id, line.owner_id, line.since) == (silent.person, silent.owner, silent.since)
    assert list(LineEvent.objects.values_list("kind", flat=True)) == [LineEventKind.OPENED]


def test_what_is_found_no_longer_closes_and_may_come_back(silent):
    facts = Facts(silent)
    refresh([facts.rule()], asked())
    facts.findings.clear()

    assert refresh([facts.rule()], asked(DAY + timedelta(days=1)))["silence"].closed == 1
    assert Line.objects.get().closed_on == DAY + timedelta(days=1)

    facts.findings.append(silent)
    refresh([facts.rule()], asked(DAY + timedelta(days=2)))
    assert Line.objects.filter(closed_on__isnull=True).count() == 1
    assert Line.objects.count() == 2


def test_a_rehearsal_counts_and_changes_nothing(silent):
    assert refresh([Facts(silent).rule()], asked(), is_rehearsal=True)["silence"].opened == 1
    assert not Line.objects.exists()


def test_a_refresh_for_some_people_leaves_the_lines_of_others(silent, werkpunt):
    other = Finding(PersonFactory().pk, werkpunt.pk, "s2", DAY)
    facts = Facts(silent, other)
    refresh([facts.rule()], asked())
    facts.findings.clear()

    refresh([facts.rule()], asked(people=frozenset({silent.person})))

    assert Line.objects.get(closed_on__isnull=True).person_id == other.person


def test_an_owner_chosen_by_hand_stays_while_the_days_follow(silent, werkpunt):
    facts = Facts(silent)
    refresh([facts.rule()], asked())
    chosen = UserFactory()
    Line.objects.update(owner=chosen, is_reassigned=True)
    facts.findings = [Finding(silent.person, werkpunt.pk, "s1", DAY - timedelta(days=3), owner=silent.owner)]

    refresh([facts.rule()], asked())

    line = Line.objects.get()
    assert (line.owner, line.since) == (chosen, DAY - timedelta(days=3))


def test_a_new_referent_takes_over_the_lines(silent, werkpunt):
    facts = Facts(silent)
    refresh([facts.rule()], asked())
    successor = UserFactory()
    facts.findings = [Finding(silent.person, werkpunt.pk, "s1", silent.since, owner=successor.pk)]

    refresh([facts.rule()], asked())

    assert Line.objects.get().owner == successor


def test_a_run_takes_as_many_queries_for_many_as_for_one(silent, werkpunt, django_assert_max_num_queries):
    facts = Facts(silent, *(Finding(PersonFactory().pk, werkpunt.pk, f"n{n}", DAY) for n in range(30)))

    with django_assert_max_num_queries(8):
        refresh([facts.rule()], asked())
