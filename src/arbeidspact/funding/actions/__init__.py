"""What is done in the project fund: each act checks, changes, and writes down."""

from .applications import (
    answer_clarification,
    ask_clarification,
    save_application,
    start_application,
    submit_application,
    withdraw_application,
)
from .calls import cancel_call, change_call, prepare_call, publish_call
from .contracts import add_instalment, close_contract, make_contract, remove_instalment, send_report
from .decisions import decide_application
from .evidence import add_evidence, fetch_evidence, remove_evidence, restore_evidence, withdraw_evidence
from .jury import appoint_juror, declare_interest, end_juror, save_scores
from .payments import (
    answer_revision,
    approve_claim,
    check_claim,
    claim_instalment,
    claw_back,
    pay_claim,
    refuse_claim,
)
from .verification import answer_verifier, name_verifier, verify_claim

__all__ = [
    "add_evidence",
    "add_instalment",
    "answer_clarification",
    "answer_revision",
    "answer_verifier",
    "appoint_juror",
    "approve_claim",
    "ask_clarification",
    "cancel_call",
    "change_call",
    "check_claim",
    "claim_instalment",
    "claw_back",
    "close_contract",
    "decide_application",
    "declare_interest",
    "end_juror",
    "fetch_evidence",
    "make_contract",
    "name_verifier",
    "pay_claim",
    "prepare_call",
    "publish_call",
    "refuse_claim",
    "remove_evidence",
    "remove_instalment",
    "restore_evidence",
    "save_application",
    "save_scores",
    "send_report",
    "start_application",
    "submit_application",
    "verify_claim",
    "withdraw_application",
    "withdraw_evidence",
]
