"""What a text of a vacancy may ask: read at once, and nothing of it is kept."""

from typing import Annotated

from ninja import Field, Router, Schema
from pydantic import ConfigDict

from arbeidspact.api.v1.authentication import ApiRequest
from arbeidspact.api.v1.problems import answers
from arbeidspact.organisations.permissions import Permission, require
from arbeidspact.organisations.vocabulary import current_taxonomy
from arbeidspact.proposals.queries import HowFound, ProposalKind
from arbeidspact.proposals.vacancy_texts import language_of, plain_text, vacancy_proposals
from arbeidspact.proposals.words import value_in_words

router = Router(tags=["vacancies"])


class GivenText(Schema):
    """A text of a vacancy, plain or a web page; at most 100,000 characters once it is plain."""

    model_config = ConfigDict(extra="forbid")
    text: Annotated[
        str,
        Field(
            min_length=1,
            max_length=500_000,
            pattern=r"^[^\x00]*$",
            examples=["Magazijnier\n\nJe hebt een heftruckattest. Kennis van Frans is een plus."],
        ),
    ]


class Place(Schema):
    """A place in `text` of the answer: characters from `start` up to `end`."""

    start: int
    end: int


class OtherReading(Schema):
    """Another thing that the same words may mean."""

    value: str
    name: str
    score: float


class ProposalValue(Schema):
    """One thing that the text may ask.

    `value`: the id of a concept or a licence, `nl:B1`, hours `19-38`, a shift, a diploma or years. `is_confident`:
    without it, no answer is sure, and a person chooses. `score`: how likely it is right, 0-1; 1 for a rule.
    """

    kind: ProposalKind
    value: str
    name: str
    label: str
    how: HowFound
    score: float
    is_confident: bool
    is_required: bool
    words: list[Place]
    others: list[OtherReading]


class ReadText(Schema):
    """What was read: the plain text that the places count in, its language (null: none that is read), and proposals."""

    taxonomy: str
    language: str | None
    text: str
    proposals: list[ProposalValue]


@router.post("/vacancies/read-text", response=answers(ReadText, 422), operation_id="read_vacancy_text")
def read_text(request: ApiRequest, given: GivenText) -> ReadText:
    """What may this text ask: occupation, competences, languages, licences, hours, shifts, diploma? Nothing is kept."""
    require(request.auth, Permission.EDIT_VACANCY)
    text = plain_text(given.text)
    language = language_of(text)
    return ReadText(
        taxonomy=current_taxonomy().version,
        language=language,
        text=text,
        proposals=[
            ProposalValue(
                kind=one.kind,
                value=one.value,
                name=value_in_words(one.kind, one.value),
                label=one.label,
                how=one.how,
                score=one.score,
                is_confident=one.is_confident,
                is_required=one.is_required,
                words=[Place(start=start, end=end) for start, end in one.places],
                others=[
                    OtherReading(value=other.value, name=value_in_words(one.kind, other.value), score=other.score)
                    for other in one.others
                ],
            )
            for one in vacancy_proposals(text, language)
        ],
    )
