"""What was accepted of a text, as it stands in the form of a vacancy."""

from typing import Any, Final

from arbeidspact.proposals.queries import ProposalKind, ReadingView
from arbeidspact.vacancies.queries import concept_name

LONGEST_DESCRIPTION: Final = 20_000


def accepted_values(view: ReadingView) -> dict[str, Any]:
    """The values of the form: title and description from the text, and all that was accepted of it.

    Where several places were accepted for hours or a diploma, the widest hours and the lowest diploma count.
    """
    values: dict[str, Any] = {"title": view.title, "description": view.reading.text[:LONGEST_DESCRIPTION]}
    accepted = [line.proposal for line in view.accepted]

    def of(kind: ProposalKind) -> list[str]:
        return list(dict.fromkeys(one.counts_as for one in accepted if one.kind == kind))

    for occupation in of(ProposalKind.OCCUPATION)[:1]:
        values |= {"occupation": occupation, "occupation_text": concept_name(occupation)}
    competences = {one.counts_as: one.is_required for one in accepted if one.kind == ProposalKind.COMPETENCE}
    for rows, is_required in (("required", True), ("nice", False)):
        for number, concept in enumerate(one for one, required in competences.items() if required is is_required):
            values |= {f"{rows}_{number}": concept, f"{rows}_{number}_text": concept_name(concept)}
    languages = dict(one.partition(":")[::2] for one in of(ProposalKind.LANGUAGE))
    for number, (language, level) in enumerate(languages.items()):
        values |= {f"language_{number}": language, f"level_{number}": level}
    for number, licence in enumerate(of(ProposalKind.LICENCE)):
        values[f"licence_{number}"] = licence
    hours = [tuple(map(float, one.split("-"))) for one in of(ProposalKind.HOURS)]
    if hours:
        values |= {"hours_min": f"{min(hours)[0]:g}", "hours_max": f"{max(high for _low, high in hours):g}"}
    if shifts := of(ProposalKind.SHIFT):
        values["shifts"] = shifts
    for level in of(ProposalKind.EDUCATION)[:1]:
        values["education_required"] = "" if level == "none" else level
    return values
