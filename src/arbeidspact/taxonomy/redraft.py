"""An edition taken apart again into a draft, so that something can be added to it."""

from arbeidspact.taxonomy.columns import grouped, text_column
from arbeidspact.taxonomy.draft import HIDDEN, PREFERRED, ConceptDraft, EditionDraft
from arbeidspact.taxonomy.edition import Edition


def draft_of(edition: Edition) -> EditionDraft:
    """Which draft compiles into this edition? Compiled again it gives the same columns."""
    facts = edition.facts
    draft = EditionDraft(facts.name, facts.version, facts.source)
    descriptions = text_column(edition.columns, "description")
    for position, concept_id in enumerate(edition.ids):
        concept = edition.concept(position)
        made = ConceptDraft(
            concept_id,
            concept.kind,
            isco=concept.isco or "",
            code=concept.code or "",
            competence_type=concept.competence_type or "",
            reuse=concept.reuse or "",
            sector=concept.sector or "",
            broader=list(concept.broader),
            collections=set(concept.collections),
        )
        _add_names(made, edition, position)
        for number in grouped(edition.columns, "description.by_concept").of(position).tolist():
            language = facts.languages[int(edition.columns["description.language"][number])]
            made.descriptions[language] = descriptions[number]
        draft.concepts[concept_id] = made
        for essential, strength in ((True, "essential"), (False, "optional")):
            for other in edition.related_ids(f"asks.{strength}", position):
                draft.asked[concept_id, other] = essential
            for other in edition.related_ids(f"builds_on.{strength}", position):
                draft.built_on[concept_id, other] = essential
    return draft


def _add_names(made: ConceptDraft, edition: Edition, position: int) -> None:
    for number in edition.labels_of(position).tolist():
        language = edition.facts.languages[int(edition.columns["label.language"][number])]
        rank = int(edition.columns["label.rank"][number])
        text = edition.label_text(number)
        if rank == PREFERRED:
            made.preferred[language] = text
        elif rank == HIDDEN:
            made.hidden.setdefault(language, []).append(text)
        else:
            made.alternatives.setdefault(language, []).append(text)
