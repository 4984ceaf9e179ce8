"""The figures that the invented population follows, each with its source; what nobody published is an assumption.

"Policy note" is: Stad Gent, Beleidsnota Werk en Sociale Economie 2020-2025 (2020_GRMW_01061).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from arbeidspact.taxonomy.scales import CefrLevel, EducationLevel

JOB_SEEKERS: Final = 12_123
"""Job seekers without work in Ghent, November 2019. Source: policy note."""
OPEN_VACANCIES: Final = 8_831
"""Open vacancies in Ghent. Source: policy note, 7.2."""


class Origin(StrEnum):
    """Where somebody, or their parents, came from; the slugs are those of the person file."""

    BELGIAN = "belgian"
    EU = "eu"
    NON_EU = "non_eu"


NOT_BELGIAN_SHARE: Final = 0.345
"""Job seekers of an origin that is not Belgian, November 2019. Source: policy note, 7.4."""
ORIGIN_SHARES: Final[Mapping[Origin, float]] = {
    Origin.BELGIAN: 1 - NOT_BELGIAN_SHARE,
    # How the rest is divided is an assumption.
    Origin.EU: 0.11,
    Origin.NON_EU: NOT_BELGIAN_SHARE - 0.11,
}


class Duration(StrEnum):
    """For how long somebody has been looking for work."""

    UNDER_ONE_YEAR = "under_one_year"
    ONE_TO_TWO_YEARS = "one_to_two_years"
    TWO_YEARS_OR_MORE = "two_years_or_more"


DURATION_SHARES: Final[Mapping[Duration, float]] = {
    Duration.UNDER_ONE_YEAR: 0.50,
    Duration.ONE_TO_TWO_YEARS: 0.15,
    Duration.TWO_YEARS_OR_MORE: 0.35,
}
"""Half look for more than a year, 35 % for two years or more (February and November 2019). Source: policy note, 7.4."""
DURATION_DAYS: Final[Mapping[Duration, tuple[int, int]]] = {
    Duration.UNDER_ONE_YEAR: (5, 364),
    Duration.ONE_TO_TWO_YEARS: (366, 729),
    Duration.TWO_YEARS_OR_MORE: (732, 3_650),
}

EDUCATION_SHARES: Final[Mapping[EducationLevel, float]] = {
    EducationLevel.NONE: 0.18,
    EducationLevel.LOWER_SECONDARY: 0.32,
    EducationLevel.UPPER_SECONDARY: 0.30,
    EducationLevel.HIGHER_VOCATIONAL: 0.03,
    EducationLevel.BACHELOR: 0.10,
    EducationLevel.MASTER: 0.07,
}
"""The first two together are "low-skilled": half of the job seekers. Source: policy note. The rest is an assumption."""
LOW_SKILLED: Final = frozenset({EducationLevel.NONE, EducationLevel.LOWER_SECONDARY})

AGE_SHARES: Final[Mapping[tuple[int, int], float]] = {
    (18, 24): 0.17,
    (25, 34): 0.27,
    (35, 44): 0.22,
    (45, 54): 0.19,
    (55, 64): 0.15,
}
"""First and last age of each group. Assumption: younger than the working population, with a long tail."""

NEIGHBOURHOOD_WEIGHTS: Final[Mapping[str, float]] = {
    "gent-binnenstad": 5.5,
    "gent-sluizeken-tolhuis-ham": 7.0,
    "gent-macharius-heirnis": 3.0,
    "gent-brugse-poort-rooigem": 9.5,
    "gent-watersportbaan-ekkergem": 4.5,
    "gent-elisabethbegijnhof-prinsenhof-papegaai-sint-michiels": 3.0,
    "gent-rabot-blaisantvest": 6.0,
    "gent-wondelgem": 5.5,
    "gent-bloemekenswijk": 5.5,
    "gent-muide-meulestede-afrikalaan": 4.5,
    "gent-gentse-kanaaldorpen-en-zone": 1.5,
    "gent-oostakker": 3.0,
    "gent-dampoort": 6.0,
    "gent-sint-amandsberg": 7.0,
    "gent-moscou-vogelhoek": 1.5,
    "gent-gentbrugge": 2.5,
    "gent-oud-gentbrugge": 3.5,
    "gent-ledeberg": 5.0,
    "gent-zwijnaarde": 1.5,
    "gent-nieuw-gent-uz": 4.5,
    "gent-stationsbuurt-zuid": 2.0,
    "gent-stationsbuurt-noord": 2.5,
    "gent-sint-denijs-westrem-afsnee": 1.0,
    "gent-mariakerke": 3.5,
    "gent-drongen": 1.5,
}
"""The 25 neighbourhoods of Ghent. Assumption: people, weighed towards the nineteenth-century belt."""


class MainSector(StrEnum):
    """The sectors in which the policy note counts jobs: industry and building; market services; the rest."""

    SECONDARY = "secondary"
    TERTIARY = "tertiary"
    QUATERNARY = "quaternary"


MAIN_SECTOR_SHARES: Final[Mapping[MainSector, float]] = {
    MainSector.TERTIARY: 0.44,
    MainSector.QUATERNARY: 0.38,
    MainSector.SECONDARY: 0.18,
}
"""Shares of the jobs in Ghent, 2018. Source: policy note, 7.4. That vacancies divide likewise is an assumption."""
SECTORS_OF: Final[Mapping[MainSector, Mapping[str, float]]] = {
    MainSector.SECONDARY: {
        "construction": 7,
        "metal": 4,
        "technology": 4,
        "chemistry": 1,
        "energy": 1.5,
        "food-industry": 2,
        "textile": 0.7,
        "vehicles": 1.5,
    },
    MainSector.TERTIARY: {
        "port-logistics": 7,
        "transport": 5,
        "retail": 7,
        "hospitality": 7,
        "cleaning": 6,
        "ict": 6,
        "administration": 6,
        "finance": 2,
        "personal-services": 1.5,
        "security": 2,
        "green": 2,
    },
    MainSector.QUATERNARY: {
        "care": 12,
        "education": 8,
        "welfare": 5,
        "childcare": 4,
        "social-economy": 4,
        "culture": 2,
    },
}
"""The sectors of the starter taxonomy with their weight in a main sector; the weights are an assumption."""

WORKPLACE_WEIGHTS: Final[Mapping[str, float]] = {
    "gent-gentse-kanaaldorpen-en-zone": 12,
    "gent-binnenstad": 12,
    "gent-zwijnaarde": 7,
    "gent-nieuw-gent-uz": 6,
    "gent-sint-denijs-westrem-afsnee": 6,
    "gent-muide-meulestede-afrikalaan": 6,
    "gent-stationsbuurt-noord": 4,
    "gent-stationsbuurt-zuid": 3,
    "gent-oostakker": 4,
    "gent-wondelgem": 3,
    "gent-mariakerke": 3,
    "gent-drongen": 3,
    "gent-sint-amandsberg": 3,
    "gent-dampoort": 3,
    "gent-ledeberg": 2,
    "gent-gentbrugge": 2,
    "gent-brugse-poort-rooigem": 2,
    "evergem": 3,
    "zelzate": 2,
    "lokeren": 2,
    "merelbeke-melle": 3,
    "deinze": 2,
    "destelbergen": 2,
    "lochristi": 2,
    "aalter": 2,
    "eeklo": 1.5,
    "wetteren": 1.5,
    "lievegem": 1,
    "nazareth-de-pinte": 1.5,
}
"""Where work is: neighbourhoods of Ghent and municipalities around it. Assumption: most in port, centre and south."""

WAGE_WISH_KNOWN_SHARE: Final = 0.4
"""Assumption: many were never asked which wage they hope for."""
RECIPIENT_SHARE: Final = 0.17
NEWCOMER_SHARE_OF_NON_EU: Final = 0.25
EMPLOYED_SHARE_OF_OTHERS: Final = 0.45
INACTIVE_SHARE_OF_OTHERS: Final = 0.35
STUDENT_SHARE_OF_OTHERS: Final = 0.12
"""Of the people who are no job seekers; those left are long-term sick. These five shares are assumptions."""

MOTHER_TONGUES: Final[Mapping[Origin, Mapping[str, float]]] = {
    Origin.BELGIAN: {"nl": 0.92, "fr": 0.05, "tr": 0.03},
    Origin.EU: {"bg": 0.36, "sk": 0.14, "pl": 0.1, "ro": 0.1, "es": 0.1, "fr": 0.08, "it": 0.06, "pt": 0.06},
    Origin.NON_EU: {
        "tr": 0.28,
        "ar": 0.24,
        "ps": 0.1,
        "so": 0.07,
        "tw": 0.08,
        "ru": 0.09,
        "uk": 0.08,
        "ur": 0.06,
    },
}
"""Assumption: the languages most heard at a desk in Ghent."""
DUTCH_OF_OTHERS: Final[Mapping[CefrLevel | None, float]] = {
    None: 0.06,
    CefrLevel.A1: 0.16,
    CefrLevel.A2: 0.27,
    CefrLevel.B1: 0.24,
    CefrLevel.B2: 0.17,
    CefrLevel.C1: 0.10,
}
"""How well those with another mother tongue speak Dutch; None: not at all. Assumption."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a population is: residents of whom a fixed share looks for work, vacancies of whom a share is open."""

    people: int
    vacancies: int

    @property
    def job_seekers(self) -> int:
        return round(self.people * JOB_SEEKER_SHARE)

    @property
    def open_vacancies(self) -> int:
        return round(self.vacancies * OPEN_SHARE)


JOB_SEEKER_SHARE: Final = 0.92
OPEN_SHARE: Final = 0.8
"""Assumptions: what else is in the files of counsellors: people who found work, vacancies that are past."""
USUAL_SIZE: Final = Size(people=1_500, vacancies=900)
FULL_SIZE: Final = Size(people=round(JOB_SEEKERS / JOB_SEEKER_SHARE), vacancies=round(OPEN_VACANCIES / OPEN_SHARE))
"""As many job seekers and open vacancies as were published."""
