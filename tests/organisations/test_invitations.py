import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pydantic import ValidationError

from arbeidspact.organisations.actions import (
    accept_invitation,
    end_membership,
    invite_member,
    resend_invitation,
    withdraw_invitation,
)
from arbeidspact.organisations.actor import ANONYMOUS, Actor, actor_of, operator
from arbeidspact.organisations.commands import (
    AcceptInvitation,
    EndMembership,
    InviteMember,
    ResendInvitation,
    WithdrawInvitation,
)
from arbeidspact.organisations.exceptions import Conflict, InvalidValue, NotAllowed, NotFound
from arbeidspact.organisations.invitation_state import InvitationClosed, InvitationOpen, state_of
from arbeidspact.organisations.models import AuditEvent, Invitation, Membership, Organisation, Role, User
from arbeidspact.organisations.queries import invitation_for_token, open_invitations
from tests.organisations.factories import MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
GUEST = "amina@example.org"
PASSWORD = "een heel lange zin"


@pytest.fixture
def invited(administrator: Actor, django_capture_on_commit_callbacks) -> Invitation:
    with django_capture_on_commit_callbacks(execute=True):
        return invite_member(InviteMember(email=GUEST, roles=[Role.COUNSELLOR]), actor=administrator)


def token_in_mail(number: int = -1) -> str:
    found = re.search(r"/organisation/invitation/([^/\s]+)/", str(mail.outbox[number].body))
    assert found is not None
    return found[1]


def accept(token: str, actor: Actor = ANONYMOUS, **fields: str) -> Membership:
    answers = {"first_name": "Amina", "last_name": "Diallo", "password": PASSWORD, **fields}
    return accept_invitation(AcceptInvitation(token=token, **(answers if actor is ANONYMOUS else {})), actor=actor)


def test_an_invitation_is_mailed_and_only_the_hash_of_its_token_is_kept(invited: Invitation):
    letter = mail.outbox[0]

    assert letter.to == [GUEST]
    assert "Werkpunten Gent" in letter.subject
    assert token_in_mail() not in str(Invitation.objects.values().get())
    assert Invitation.objects.get().mailed_at is not None
    assert AuditEvent.objects.get().details == {"roles": ["counsellor"]}


def test_no_mail_leaves_when_the_invitation_is_not_saved(administrator: Actor, invited: Invitation):
    mail.outbox.clear()

    with pytest.raises(Conflict):
        invite_member(InviteMember(email=GUEST.upper(), roles=[Role.ANALYST]), actor=administrator)

    assert mail.outbox == []
    assert AuditEvent.objects.count() == 1


def test_a_mail_server_that_fails_leaves_an_invitation_to_send_again(
    administrator: Actor, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "tests.organisations.broken_mail.Backend"
    with django_capture_on_commit_callbacks(execute=True):
        invitation = invite_member(InviteMember(email=GUEST, roles=[Role.COUNSELLOR]), actor=administrator)

    invitation.refresh_from_db()
    assert invitation.mailed_at is None
    assert GUEST not in caplog.text


def test_a_new_user_accepts_with_a_name_and_a_password_and_works_there(invited: Invitation):
    membership = accept(token_in_mail())

    user = membership.user
    assert (user.email, str(user), user.check_password(PASSWORD)) == (GUEST, "Amina Diallo", True)
    assert actor_of(membership).roles == {Role.COUNSELLOR}
    event = AuditEvent.objects.first()
    assert event is not None
    assert (event.action, event.user) == ("accept-invitation", user)


def test_a_user_with_an_account_accepts_when_signed_in(invited: Invitation):
    known = UserFactory(email=GUEST)

    with pytest.raises(NotAllowed, match="already have an account"):
        accept(token_in_mail())
    membership = accept(token_in_mail(), Actor(user=known, organisation=None))

    assert membership.user == known
    assert User.objects.filter(email=GUEST).count() == 1


def test_an_invitation_is_only_for_the_address_it_was_sent_to(invited: Invitation, counsellor: Actor):
    with pytest.raises(NotAllowed, match="another mail address"):
        accept(token_in_mail(), counsellor)

    assert open_invitations(actor_of(Membership.objects.get(user=invited.invited_by))).count() == 1


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        pytest.param({"first_name": " "}, "first_name", id="no first name"),
        pytest.param({"last_name": ""}, "last_name", id="no last name"),
        pytest.param({"first_name": "A\nB"}, "first_name", id="a name on two lines"),
        pytest.param({"password": "short"}, "password", id="password too short"),
        pytest.param({"password": "83217946302158"}, "password", id="only digits"),
        pytest.param({"password": "amina@example.org"}, "password", id="the mail address"),
        pytest.param({"password": "qwerty123456"}, "password", id="a well-known password"),
    ],
)
def test_an_answer_that_will_not_do_is_named_and_nothing_is_made(invited: Invitation, answers, field):

    with pytest.raises(InvalidValue) as refusal:
        accept(token_in_mail(), **answers)

    assert refusal.value.field == field
    assert not User.objects.filter(email=GUEST).exists()
    accept(token_in_mail())


def _use(invitation: Invitation, administrator: Actor) -> None:
    accept(token_in_mail())


def _withdraw(invitation: Invitation, administrator: Actor) -> None:
    withdraw_invitation(WithdrawInvitation(invitation=invitation.pk), actor=administrator)


def _expire(invitation: Invitation, administrator: Actor) -> None:
    Invitation.objects.update(expires_at=timezone.now())


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        pytest.param(_use, "already used", id="used"),
        pytest.param(_withdraw, "withdrawn", id="withdrawn"),
        pytest.param(_expire, "expired", id="expired"),
    ],
)
def test_a_closed_invitation_says_why_it_cannot_be_accepted(invited: Invitation, administrator: Actor, happened, words):
    happened(invited, administrator)

    with pytest.raises(Conflict, match=words):
        accept(token_in_mail())
    _, state = invitation_for_token(token_in_mail())
    assert isinstance(state, InvitationClosed)
    assert words in str(state.reason)


@pytest.mark.parametrize(
    ("seconds", "is_open"),
    [
        pytest.param(-1, True, id="a second before"),
        pytest.param(0, False, id="at the moment itself"),
        pytest.param(1, False, id="a second after"),
    ],
)
def test_an_invitation_expires_at_its_moment(invited: Invitation, seconds, is_open):
    state = state_of(invited, invited.expires_at + timedelta(seconds=seconds))

    assert isinstance(state, InvitationOpen) is is_open


def test_an_unknown_link_is_not_found():
    with pytest.raises(NotFound):
        accept("no-such-token")
    assert invitation_for_token("no-such-token")[0] is None


def test_sending_again_renews_the_link_and_the_term(
    invited: Invitation, administrator: Actor, django_capture_on_commit_callbacks
):
    old = token_in_mail()
    _expire(invited, administrator)
    with django_capture_on_commit_callbacks(execute=True):
        resend_invitation(ResendInvitation(invitation=invited.pk), actor=administrator)

    assert len(mail.outbox) == 2
    with pytest.raises(NotFound):
        accept(old)
    assert accept(token_in_mail()).user.email == GUEST


@pytest.mark.parametrize("happened", [pytest.param(_use, id="used"), pytest.param(_withdraw, id="withdrawn")])
def test_what_is_done_is_not_sent_again_or_withdrawn(invited: Invitation, administrator: Actor, happened):
    happened(invited, administrator)

    with pytest.raises(Conflict):
        resend_invitation(ResendInvitation(invitation=invited.pk), actor=administrator)
    with pytest.raises(Conflict):
        withdraw_invitation(WithdrawInvitation(invitation=invited.pk), actor=administrator)


def test_an_expired_invitation_does_not_stand_in_the_way_of_a_new_one(invited: Invitation, administrator: Actor):
    _expire(invited, administrator)

    again = invite_member(InviteMember(email=GUEST, roles=[Role.ANALYST]), actor=administrator)

    assert list(open_invitations(administrator)) == [again]


def test_a_member_and_a_closed_account_are_not_invited(administrator: Actor, counsellor: Actor):
    assert counsellor.user is not None
    with pytest.raises(Conflict, match="already a member"):
        invite_member(InviteMember(email=counsellor.user.email, roles=[Role.ANALYST]), actor=administrator)
    UserFactory(email=GUEST, is_active=False)
    with pytest.raises(Conflict, match="closed"):
        invite_member(InviteMember(email=GUEST, roles=[Role.ANALYST]), actor=administrator)


def test_somebody_who_left_comes_back_with_a_new_membership(invited: Invitation, administrator: Actor):
    first = accept(token_in_mail())
    end_membership(EndMembership(membership=first.pk), actor=administrator)
    outbox = len(mail.outbox)

    from arbeidspact.organisations.tokens import hash_of

    again = invite_member(InviteMember(email=GUEST, roles=[Role.ANALYST]), actor=administrator)
    Invitation.objects.filter(pk=again.pk).update(token_hash=hash_of("known"))
    second = accept("known", Actor(user=first.user, organisation=None))

    assert outbox == 1
    assert second.pk != first.pk
    assert actor_of(second).roles == {Role.ANALYST}


def test_invitations_of_another_organisation_are_out_of_reach(invited: Invitation, vdab: Organisation):
    stranger = actor_of(MembershipFactory(organisation=vdab, roles=[Role.ADMINISTRATOR]))

    with pytest.raises(NotFound):
        withdraw_invitation(WithdrawInvitation(invitation=invited.pk), actor=stranger)
    with pytest.raises(NotFound):
        resend_invitation(ResendInvitation(invitation=invited.pk), actor=stranger)
    assert not open_invitations(stranger).exists()


def test_a_counsellor_invites_nobody_and_the_operator_needs_an_organisation(counsellor: Actor, werkpunt: Organisation):
    command = InviteMember(email=GUEST, roles=[Role.COUNSELLOR])
    with pytest.raises(NotAllowed):
        invite_member(command, actor=counsellor)
    with pytest.raises(NotAllowed):
        invite_member(command, actor=operator())
    assert invite_member(command, actor=operator(werkpunt)).invited_by is None


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        pytest.param({"email": "amina"}, "email", id="not an address"),
        pytest.param({"email": "a@b.be\nBcc: x@y.be"}, "email", id="an address with a second line"),
        pytest.param({"roles": []}, "roles", id="no role"),
        pytest.param({"roles": ["king"]}, "roles", id="unknown role"),
    ],
)
def test_an_invitation_asks_for_an_address_and_roles_that_exist(fields, field):
    with pytest.raises(ValidationError) as refusal:
        InviteMember(**{"email": GUEST, "roles": ["counsellor"], **fields})

    assert refusal.value.errors()[0]["loc"][0] == field


def test_a_command_does_not_show_its_password_or_token():
    shown = repr(AcceptInvitation(token="the-token", password="the-password"))

    assert "the-token" not in shown
    assert "the-password" not in shown
