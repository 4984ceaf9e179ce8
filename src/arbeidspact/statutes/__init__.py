"""Rules of law and of the pact, each with its status, validity and source: what is due when, and why.

Pure: rules are read from folders handed over; no database, no web.
"""

from .bonus import BonusAmount, BonusLine, BonusRule, BonusStep, BonusVersion, job_bonus
from .counting import Counting, Length, Unit
from .due import DueDate, Exemption, Pause, TermEvent, TraceLine, TraceStep, due_on
from .exceptions import NoParameters, StatuteError, TermNotInForce
from .legal_status import LegalStatus
from .rule import Effect, RuleVersion, Subject, TermRule, TermVersion
from .rule_file import OWN_RULES, Rulebook, read_rules
from .state import OPEN_STATES, TermState, counts_in_figures, state_on
from .working_days import BELGIUM, WorkingDays, holiday_name, next_working_day

__all__ = [
    "BELGIUM",
    "OPEN_STATES",
    "OWN_RULES",
    "BonusAmount",
    "BonusLine",
    "BonusRule",
    "BonusStep",
    "BonusVersion",
    "Counting",
    "DueDate",
    "Effect",
    "Exemption",
    "LegalStatus",
    "Length",
    "NoParameters",
    "Pause",
    "RuleVersion",
    "Rulebook",
    "StatuteError",
    "Subject",
    "TermEvent",
    "TermNotInForce",
    "TermRule",
    "TermState",
    "TermVersion",
    "TraceLine",
    "TraceStep",
    "Unit",
    "WorkingDays",
    "counts_in_figures",
    "due_on",
    "holiday_name",
    "job_bonus",
    "next_working_day",
    "read_rules",
    "state_on",
]
