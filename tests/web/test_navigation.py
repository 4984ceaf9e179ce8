import pytest
from django.urls import reverse

from arbeidspact.organisations.actor import ANONYMOUS, actor_of
from arbeidspact.organisations.models import Role
from arbeidspact.web.navigation import THE_PACT, menu_of
from tests.organisations.factories import MembershipFactory

pytestmark = pytest.mark.django_db


def menu(path: str):
    return menu_of(actor_of(MembershipFactory(roles=[Role.STEERING_MEMBER, Role.ANALYST])), path)


def test_nobody_has_no_menu():
    assert menu_of(ANONYMOUS, "/") == []


def test_the_places_of_the_pact_stand_together():
    items = menu("/")
    (pact,) = [item for item in items if item.parts]

    assert pact.url == reverse("pact:overview")
    assert [part.url for part in pact.parts] == [reverse(name) for name in THE_PACT]
    assert not {part.url for part in pact.parts} & {item.url for item in items if item is not pact}


@pytest.mark.parametrize("place", THE_PACT)
def test_inside_the_pact_both_the_house_and_the_room_are_marked(place: str):
    (current,) = [item for item in menu(reverse(place)) if item.is_current]
    (part,) = [part for part in current.parts if part.is_current]

    assert part.url == reverse(place)


def test_elsewhere_no_place_of_the_pact_is_marked():
    (pact,) = [item for item in menu(reverse("vacancies:list")) if item.parts]

    assert not pact.is_current
    assert not any(part.is_current for part in pact.parts)
