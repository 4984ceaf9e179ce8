"""Three invented years of guidance: what happened with the invented people, one module an area.

Each writer makes its rows in bulk from what is stored already: who accompanies whom, since when. It takes `Past` from
`history.past`.
"""

from collections.abc import Callable, Mapping
from typing import Final

from arbeidspact.demo.history.action_plans import write_action_plans
from arbeidspact.demo.history.agreements import write_agreements
from arbeidspact.demo.history.assessments import write_assessments
from arbeidspact.demo.history.correspondence import write_correspondence
from arbeidspact.demo.history.decisions import write_decisions
from arbeidspact.demo.history.funding import write_funding
from arbeidspact.demo.history.handovers import write_handovers
from arbeidspact.demo.history.outreach import write_outreach
from arbeidspact.demo.history.past import Past
from arbeidspact.demo.history.plan import write_plan
from arbeidspact.demo.history.steering import write_steering
from arbeidspact.demo.history.talks import write_talks
from arbeidspact.demo.history.terms import write_terms

__all__ = ["WRITERS", "Past"]

WRITERS: Final[Mapping[str, Callable[[Past], None]]] = {
    "Contacts and programmes": write_outreach,
    "Assessments of three years": write_assessments,
    "Plans and three years of steps": write_plan,
    "Pauses and exemptions of terms": write_terms,
    "Messages": write_correspondence,
    "Talks": write_talks,
    "Handovers": write_handovers,
    "Agreements": write_agreements,
    "Plans of three actions": write_action_plans,
    "Signals to the steering group": write_steering,
    "Decisions and a review": write_decisions,
    "Project fund": write_funding,
}
"""In this order, after the people and their steps; the key says on the screen what is being made."""
