"""Every change to what is known about people: one function each, allowed, recorded, in one transaction."""

from arbeidspact.people.actions.accompaniments import (
    end_accompaniment,
    set_referent,
    set_referents,
    start_accompaniment,
)
from arbeidspact.people.actions.compartment import close_compartment, open_compartment
from arbeidspact.people.actions.identity import edit_contact, edit_identity, set_national_number
from arbeidspact.people.actions.profile import (
    add_competence,
    add_licence,
    change_competence,
    drop_occupation,
    remove_competence,
    remove_language,
    remove_licence,
    restore_competence,
    seek_occupation,
    set_availability,
    set_education,
    set_language,
)
from arbeidspact.people.actions.registration import PossibleDuplicates, register_person
from arbeidspact.people.actions.statuses import close_status, open_status, reopen_status
from arbeidspact.people.actions.team import (
    add_team_member,
    end_after_handover,
    end_team_member,
    move_referents,
    start_by_handover,
)

__all__ = [
    "PossibleDuplicates",
    "add_competence",
    "add_licence",
    "add_team_member",
    "change_competence",
    "close_compartment",
    "close_status",
    "drop_occupation",
    "edit_contact",
    "edit_identity",
    "end_accompaniment",
    "end_after_handover",
    "end_team_member",
    "move_referents",
    "open_compartment",
    "open_status",
    "register_person",
    "remove_competence",
    "remove_language",
    "remove_licence",
    "reopen_status",
    "restore_competence",
    "seek_occupation",
    "set_availability",
    "set_education",
    "set_language",
    "set_national_number",
    "set_referent",
    "set_referents",
    "start_accompaniment",
    "start_by_handover",
]
