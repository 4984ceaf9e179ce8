"""Words that actions and screens share: why a juror is kept out, and why somebody does not verify."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from arbeidspact.funding.conflicts import NotIndependent
from arbeidspact.funding.ranking import LeftOut
from arbeidspact.organisations.exceptions import Message

KEPT_OUT_WORDS: Final[dict[LeftOut, Message]] = {
    LeftOut.SAME_ORGANISATION: _("You work for the organisation that applies."),
    LeftOut.CO_APPLICANT: _("You work for an organisation that applies along."),
    LeftOut.DECLARED_INTEREST: _("You declared an interest in this application."),
    LeftOut.NOT_DECLARED: _("You have not declared yet whether you have an interest in this application."),
    LeftOut.NOT_HANDED_IN: _("You have not handed in your scores yet."),
    LeftOut.JURY_ENDED: _("You are not in the jury of this call any more."),
}
LEFT_OUT_WORDS: Final[dict[LeftOut, Message]] = {
    LeftOut.SAME_ORGANISATION: _("works for the organisation that applies"),
    LeftOut.CO_APPLICANT: _("works for an organisation that applies along"),
    LeftOut.DECLARED_INTEREST: _("declared an interest"),
    LeftOut.NOT_DECLARED: _("has not declared their interests yet"),
    LeftOut.NOT_HANDED_IN: _("has not handed in scores yet"),
    LeftOut.JURY_ENDED: _("is not in the jury any more"),
}
VERIFIER_WORDS: Final[dict[NotIndependent, Message]] = {
    NotIndependent.APPLICANT: _("This organisation does the work, or applies for it: it cannot verify its own result."),
    NotIndependent.PARTNER: _("This organisation is a partner in the project: it cannot verify the result."),
    NotIndependent.PAYER: _("This organisation pays: an independent one verifies."),
    NotIndependent.DECLARED: _("This organisation has an interest in the project."),
}
NOT_INDEPENDENT_WORDS: Final[dict[NotIndependent, Message]] = {
    NotIndependent.APPLICANT: _("You work for the organisation that does the work, so you do not verify its result."),
    NotIndependent.PARTNER: _("You work for a partner in the project, so you do not verify its result."),
    NotIndependent.PAYER: _("You work for the organisation that pays, so you do not verify the result."),
    NotIndependent.DECLARED: _("You declared an interest in this project, so you do not verify its result."),
}
