"""What a user keeps for themselves: a name, a language, lists with their filters."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from arbeidspact.organisations.actor import Actor
from arbeidspact.organisations.audit import record
from arbeidspact.organisations.commands import EditOwnProfile, ForgetView, KeepView, SetLanguage
from arbeidspact.organisations.exceptions import Conflict, NotAllowed, NotFound
from arbeidspact.organisations.models import Organisation, SavedView, User

VIEWS_AT_MOST = 50


def set_language(command: SetLanguage, *, actor: Actor) -> User:
    """The platform speaks this language to the user from now on, on screen and in mail."""
    user = _user_of(actor)
    if user.language == command.language:
        return user
    with transaction.atomic():
        user.language = command.language
        user.save(update_fields=["language"])
        record(actor, "set-language", user, language=command.language)
    return user


def edit_own_profile(command: EditOwnProfile, *, actor: Actor) -> User:
    """The user writes their own name and chooses their language."""
    user = _user_of(actor)
    wanted = command.model_dump()
    changed = [name for name, value in wanted.items() if getattr(user, name) != value]
    if not changed:
        return user
    with transaction.atomic():
        for name in changed:
            setattr(user, name, wanted[name])
        user.save(update_fields=changed)
        record(actor, "edit-own-profile", user, fields=changed)
    return user


def keep_view(command: KeepView, *, actor: Actor) -> SavedView:
    """Keeps a list with its filters under a name, for this user in this organisation.

    Raises: `Conflict` when the user has a view of this list with this name, or fifty views of it.
    """
    user, organisation = _user_of(actor), _organisation_of(actor)
    with transaction.atomic():
        kept = SavedView.objects.filter(user=user, organisation=organisation, list_name=command.list_name)
        if kept.count() >= VIEWS_AT_MOST:
            raise Conflict(_("You already keep fifty views of this list."), hint=_("Remove one that you do not use."))
        try:
            with transaction.atomic():
                view = SavedView.objects.create(
                    user=user,
                    organisation=organisation,
                    list_name=command.list_name,
                    name=command.name,
                    query=command.query.lstrip("?"),
                )
        except IntegrityError as error:
            raise Conflict(
                _("You already have a saved view with this name."), hint=_("Choose another name."), field="name"
            ) from error
        record(actor, "keep-view", view, list_name=command.list_name)
    return view


def forget_view(command: ForgetView, *, actor: Actor) -> str:
    """Removes a saved view of this user. Returns: the name of the list it was a view of."""
    user, organisation = _user_of(actor), _organisation_of(actor)
    with transaction.atomic():
        view = SavedView.objects.filter(pk=command.view, user=user, organisation=organisation).first()
        if view is None:
            raise NotFound(_("There is no such saved view."))
        record(actor, "forget-view", view, list_name=view.list_name)
        view.delete()
    return view.list_name


def _user_of(actor: Actor) -> User:
    if actor.user is None:
        raise NotAllowed(_("Sign in first."))
    return actor.user


def _organisation_of(actor: Actor) -> Organisation:
    if actor.organisation is None:
        raise NotAllowed(_("Choose the organisation you work for."))
    return actor.organisation
