"""Everything that changes an agreement."""

from arbeidspact.agreements.actions.closing import end_agreement, reopen_agreement, withdraw_agreement
from arbeidspact.agreements.actions.confirming import (
    confirm_by_link,
    confirm_on_paper,
    confirm_on_screen,
    offer_agreement,
)
from arbeidspact.agreements.actions.making import change_agreement, make_agreement
from arbeidspact.agreements.actions.objecting import answer_objection, object_by_link, object_to_agreement
from arbeidspact.agreements.actions.promises import make_step_of_promise, mark_promise, unmark_promise
from arbeidspact.agreements.actions.sending import send_agreement_link

__all__ = [
    "answer_objection",
    "change_agreement",
    "confirm_by_link",
    "confirm_on_paper",
    "confirm_on_screen",
    "end_agreement",
    "make_agreement",
    "make_step_of_promise",
    "mark_promise",
    "object_by_link",
    "object_to_agreement",
    "offer_agreement",
    "reopen_agreement",
    "send_agreement_link",
    "unmark_promise",
    "withdraw_agreement",
]
