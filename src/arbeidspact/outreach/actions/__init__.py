"""Every change to contacts, places, referrers and programmes: one function each, allowed, recorded, in one
transaction."""

from arbeidspact.outreach.actions.contacts import (
    Registered,
    add_moment,
    change_contact,
    register_contact,
    remove_moment,
    reopen_contact,
    withdraw_contact,
)
from arbeidspact.outreach.actions.files import join_file, join_file_elsewhere, make_file
from arbeidspact.outreach.actions.places import (
    add_place,
    add_referrer,
    change_place,
    change_referrer,
    close_place,
    end_referrer,
    reopen_place,
    reopen_referrer,
)
from arbeidspact.outreach.actions.programmes import adopt_programmes, enrol_contact, enrol_person, leave_programme
from arbeidspact.outreach.actions.retention import OldContacts, anonymise_old_contacts

__all__ = [
    "OldContacts",
    "Registered",
    "add_moment",
    "add_place",
    "add_referrer",
    "adopt_programmes",
    "anonymise_old_contacts",
    "change_contact",
    "change_place",
    "change_referrer",
    "close_place",
    "end_referrer",
    "enrol_contact",
    "enrol_person",
    "join_file",
    "join_file_elsewhere",
    "leave_programme",
    "make_file",
    "register_contact",
    "remove_moment",
    "reopen_contact",
    "reopen_place",
    "reopen_referrer",
    "withdraw_contact",
]
