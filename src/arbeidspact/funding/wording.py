"""Words that actions and screens share: why a juror is kept out."""

from typing import Final

from django.utils.translation import gettext_lazy as _

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
