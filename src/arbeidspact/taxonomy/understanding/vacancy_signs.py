"""The words by which a vacancy tells its parts apart, in nl, en and fr: headings, and how a sentence begins.

A word that may as well belong to the work or the profile is not here: what is not told apart is read.
"""

import re
from enum import Enum
from typing import Final


class VacancyPart(Enum):
    """What is a passage of a vacancy about?

    `WORK` is the work and what it asks of somebody, and everything that cannot be told apart.
    """

    WORK = "work"
    OFFER = "offer"
    EMPLOYER = "employer"
    APPLYING = "applying"


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words)})", re.IGNORECASE)


def _begins(*words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(words)})(?!\w)", re.IGNORECASE)


# Headings, whole

_THE_WORK: Final = (
    r"(?!.*\b(?:functie|job|rol|taken|taakje|kandida\w+|profiel|jou|jouw|jij|jezelf|vacature|poste|profil"
    r"|fonction|vous|candidat\w*"
    r"|role|position|you|candidate)\b)"
)
_TO_YOU: Final = r"(?:\s(?:aan|voor|jou|je|u|jullie|hiervoor|ook|nog|volgende|het\svolgende|in\sruil))*"
_OFFER_HEADINGS: Final = _any_of(
    rf"(?:(?:ons|dit\sis\sons|wat\sis\sons|loon\sen|jouw|het)\s)?aanbod{_TO_YOU}(?:\s(?:en|&)\s\w+)?",
    rf"(?:dit\s|wat\s)?(?:bieden|geven)\s(?:wij|we){_TO_YOU}",
    rf"(?:wat|dit\sis\swat|dit)\s(?:wij|we){_TO_YOU}\s(?:te\s)?(?:bieden|aanbieden)(?:\shebben)?{_TO_YOU}",
    r"wat\s(?:hebben|heeft)\s.{1,40}\ste\sbieden",
    rf"(?:wij|we)\s(?:bieden|geven){_TO_YOU}(?:\saan)?",
    rf"wat\sbiedt\s.{{1,40}}|(?!(?:je|jij|u)\b)(?:[\w&.-]+\s){{1,3}}biedt{_TO_YOU}",
    rf"{_THE_WORK}(?:wat|dit)\s(?:krijg|krijgt)\s(?:je|jij|u)(?:\s.{{1,30}})?",
    r"(?:wat\s)?(?:(?:mag|kan|kun|kunt)\s(?:je|jij|u)|(?:je|jij|u)\s(?:mag|kan|kunt))(?:\svan\sons)?\sverwachten"
    r"(?:\s(?:van|bij)\s(?:ons|(?-i:[A-Z])[\w&.-]+))?",
    r"wat\s(?:staat\ser\stegenover|zit\ser\svoor\sjou\sin|levert\shet\s(?:je|jou)?\s?op)|in\sruil(?:\skrijg\sje)?",
    r"(?:loon-?\s?(?:en|&)\s)?(?:arbeids|loon|werk|verlonings|tewerkstellings)voorwaarden",
    r"(?:(?:onze|de|jouw|je|extra|extralegale|jouw\sextra)\s)?voordelen(?:\s(?:bij|van)\s(?:ons|(?-i:[A-Z])[\w&.-]+))?"
    r"|onze\s(?:troeven|pluspunten|extra['’]?s)|extra['’]?s",
    r"(?:(?:ons|jouw|je)\s)?(?:loon|salaris|verloning|vergoeding|loonpakket|salarispakket|beloning)"
    r"(?:\s(?:en|&)\s(?:extra(?:legale)?\s)?(?:voordelen|voorwaarden|vergoeding(?:en)?|extra['’]?s|contract"
    r"|verlof|aanbod))?",
    rf"waarom\s{_THE_WORK}.{{1,40}}",
    r"waarom\s(?:wij|ons|(?:kiezen\s)?voor\sons)",
    r"(?:this\sis\s)?what\s(?:do\s|can\s)?we(?:\scan|['’]re|\sare|\shave\sto)?\soffer(?:ing)?(?:\syou)?",
    r"(?:our\s|the\s|job\s)?offer|we\s(?:can\s)?offer(?:\syou)?|what['’]?s\sin\sit\sfor\syou|in\sreturn(?:,?\syou(?:['’]ll|\swill)?\s(?:get|receive))?",
    r"what\s(?:you(?:['’]ll|\swill)?|can\syou)\s(?:get|receive|expect\sfrom\sus)",
    r"(?:(?:our|your|the|job)\s)?(?:benefits|perks)(?:\s(?:and|&)\s\w+)?|(?:compensation|salary)(?:\s(?:and"
    r"|&)\s(?:benefits|perks))?",
    rf"why\s{_THE_WORK}.{{1,40}}|why\s(?:should\syou\s)?(?:join|work|choose).{{0,40}}",
    r"(?:notre\s|l['’])?offre",
    r"(?:ce\sque\s)?(?:nous|on)\s(?:vous\s)?(?:offrons|proposons|offre|propose)(?:\s[àa]\svous)?",
    r"que\s(?:vous\s)?(?:offrons|proposons)[\s-]nous|qu['’]offrons[\s-]nous|ce\squ['’]on\s(?:vous\s)?(?:offre|propose)",
    r"(?:(?:nos|vos|les)\s)?avantages(?:\s(?:extra[\s-]?l[ée]gaux|sociaux))?",
    r"(?:r[ée]mun[ée]ration|salaire)(?:\s(?:et|&)\s\w+)?|conditions\s(?:salariales|de\stravail)",
    rf"pourquoi\s{_THE_WORK}.{{1,40}}|pourquoi\s(?:nous|travailler|rejoindre|choisir).{{0,40}}",
)
_EMPLOYER_HEADINGS: Final = _any_of(
    r"over\s(?:ons|(?:de|deze)\s(?:werkgever|organisatie|firma|zaak|onderneming)|het\sbedrijf|onze?\s"
    rf"{_THE_WORK}\w+)",
    rf"over\s{_THE_WORK}(?:de\s|het\s)?(?-i:[A-Z]).{{1,40}}",
    rf"wie\s(?:zijn\s(?:wij|we)|(?:wij|we)\szijn)(?:\sjuist)?|wie\sis\s{_THE_WORK}(?-i:[A-Z]).{{1,40}}",
    r"(?:ons|het)\sbedrijf|bedrijf|(?:onze|de)\s(?:organisatie|firma|onderneming)|(?:(?:de|jouw"
    r"|je)\s)?(?:nieuwe\s)?werkgever",
    r"bedrijfs(?:profiel|info(?:rmatie)?|omschrijving|voorstelling|beschrijving|gegevens)|onze\s(?:missie"
    r"|waarden|visie|klant)"
    r"(?:\sen\s\w+)?|missie\sen\s\w+|wie\sen\swat\szijn\swe",
    r"about\s(?:us|(?:the|our)\s(?:company|employer|organi[sz]ation|firm|business))",
    rf"about\s{_THE_WORK}(?:the\s)?(?-i:[A-Z]).{{1,40}}",
    r"who\s(?:we\sare|are\swe)|(?:our|the)\s(?:company|organi[sz]ation|mission|story|client)"
    r"|company(?:\s(?:description|profile|overview|information))?|employer",
    r"qui\ssommes[\s-]nous|qui\snous\ssommes|[àa]\spropos(?:\sde\s(?:nous|l['’](?:entreprise|employeur)"
    r"|la\ssoci[ée]t[ée]"
    rf"|{_THE_WORK}(?-i:[A-Z]).{{1,40}}))?",
    r"(?:notre\s|l['’])(?:entreprise|organisation|employeur|association)|(?:notre|la)\ssoci[ée]t[ée]"
    r"|notre\sclient|employeur|entreprise",
    r"pr[ée]sentation\sde\s(?:l['’]entreprise|la\ssoci[ée]t[ée])",
)
_THIS: Final = r"(?:deze|de|onze|dit|this|the|our|ce|cette|notre)\s\w+"
_APPLYING_HEADINGS: Final = _any_of(
    rf"(?:(?:hoe|waar)\s)?(?:(?:kan|kun)\s(?:je|jij|u)\s)?solliciteren|(?:hoe|waar)\ssolliciteer\s(?:je|jij|u)"
    rf"|meteen\ssolliciteren|solliciteren\svoor\s{_THIS}",
    r"hoe\sverloopt\s(?:de|onze|het)\s(?:selectie|sollicitatie|procedure)\w*",
    r"sollicitatie(?:s|procedure|proces|modaliteiten|gegevens)?|selectie(?:procedure|proces)|(?:jouw|je)\ssollicitatie",
    rf"(?:heb\s(?:je|jij)\s|toon\s)?interesse(?:\sin\s{_THIS})?|(?:(?:ben|bent)\s(?:je|jij"
    rf"|u)\s)?ge[ïi]nteresseerd(?:\sin\s{_THIS})?",
    r"inlichtingen|(?:(?:je|jouw|uw)\s)?kandidatuur(?:\s(?:indienen|stellen))?",
    r"contact(?:gegevens|persoon|eer\sons)?|contacteren|(?:meer|bijkomende)\sinfo(?:rmatie)?(?:\s(?:nodig"
    r"|en\s\w+))?|meer\sweten",
    r"(?:how|where)\sto\sapply|applying|application(?:s|\sprocess|\sprocedure)?|(?:selection|hiring"
    r"|recruitment)\s(?:procedure|process)",
    rf"(?:are\syou\s)?interested(?:\sin\s{_THIS})?|contact(?:\sus|\sdetails)?|more\sinformation",
    r"(?:comment\s|pour\s|o[ùu]\s)?postuler|candidature|proc[ée]dure\sde\s(?:s[ée]lection|recrutement)|postulez",
    r"(?:[êe]tes[\s-]vous\s)?int[ée]ress[ée](?:e|\(e\)?|\.e|s|es)?|(?:plus\sd['’]"
    r"|pour\splus\sd['’])infos?(?:rmations?)?",
)
_APPLYING_QUESTIONS: Final = _any_of(
    r"(?:is\s(?:dit|deze\s\w+)\s)?iets\svoor\s(?:jou|u)|klinkt\s.{1,40}|spreekt\s.{1,40}\saan|(?:heb\s(?:je"
    r"|jij|u)\s)?(?:nog\s)?vragen.{0,30}",
    r"enthousiast|overtuigd|sounds?\s(?:good|great|interesting|like\s.{1,30})|(?:any\s"
    r"|do\syou\shave\s(?:any\s)?)?questions",
    r"(?:des|une)\squestions?|convaincue?|tent[ée]e?|envie\sde\snous\srejoindre",
    r"zin\som\s(?:bij|met)\sons\s.{2,30}|(?:are\syou\s)?ready\sto\s(?:start|apply|join(?:\sus)?)",
)
_HEADINGS: Final = (
    (VacancyPart.OFFER, _OFFER_HEADINGS),
    (VacancyPart.EMPLOYER, _EMPLOYER_HEADINGS),
    (VacancyPart.APPLYING, _APPLYING_HEADINGS),
)
_WORK_HEADINGS: Final = _any_of(
    r"(?:(?:de|het|je|jouw|uw|onze|deze|jij|over|inhoud\svan|omschrijving\svan|wat\sis|gevraagde?|gewenste?"
    r"|ideale|belangrijkste"
    r"|bijkomende)\s)*"
    r"(?:functie[\w-]*|job(?:omschrijving|beschrijving|inhoud|info)?|taken\w*|taak\w*|rol|opdracht|profiel\w*"
    r"|vereisten?|voorwaarden"
    r"|\w+voorwaarden|competenties|vaardigheden|kwalificaties|verantwoordelijkheden|ervaring"
    r"|diploma(?:['’]?s)?|talen(?:kennis)?"
    r"|pluspunten|troeven|kandidaat|vacature\w*|jou|jij|jezelf|werkzaamheden|dag)"
    r"(?:\s(?:en|&|\+|/)\s\w+){0,2}",
    r"(?:wat|wie|welke)\s.{2,50}|(?:dit|jij)\s(?:ben|bent|doe|doet|kan|kunt|hebt|heb)\b.{0,30}|herken\s(?:je"
    r"|jij)\s.{1,40}",
    r"jij\sbiedt(?:\sons)?|(?:wij|we)\s(?:zoeken|vragen|verwachten)(?:\s(?:van\s)?(?:jou|je|u|iemand\sdie))?|must[\s-]haves?"
    r"|nice[\s-]to[\s-]haves?",
    r"(?:(?:the|your|this|about|job|key|main|our|ideal|required|preferred|role|position|minimum)\s)*"
    r"(?:role|position|job|duties|responsibilities|tasks|profile|requirements|qualifications|skills"
    r"|description|candidate|experience"
    r"|you|mission|expectations)"
    r"(?:\s(?:and|&)\s\w+)?",
    r"(?:what|who)\s.{2,50}|we['’]?\s?(?:are|re)\slooking\sfor(?:\s\w+)?|you(?:['’]ll|\swill|\sare|\shave|\sbring)?",
    r"(?:(?:la|le|les|vos|votre|notre|du|de|des|description|contenu|d[ue]|[àa]\spropos)\s|l['’])*"
    r"(?:fonction|poste|job|t[âa]ches|missions?|profil|exigences|comp[ée]tences|responsabilit[ée]s|r[ôo]le"
    r"|qualifications|atouts|vous"
    r"|description|candidate?|candidat\sid[ée]al)"
    r"(?:\s(?:et|&|/)\s\w+|\s(?:principales|recherch[ée]\w*|requis\w*|demand[ée]\w*|id[ée]al))?",
    r"(?:que|quelles?|quels?|qui)\s.{2,50}|nous\s(?:recherchons|demandons|attendons|cherchons)(?:\s\w+)?"
    r"|ce\sque\snous\s.{2,40}",
)
# With a colon these say what is asked; without, they may be something that is offered too.
_WORK_LABELS: Final = _any_of(
    r"opleiding\w*|studie\w*|scholing|education|[ée]tudes|formation|vereiste?\s\w+|required\s\w+"
)
_FOR_ALL: Final = re.compile(r"\(?\b(?:[mvhfxd]\s?/\s?){1,3}[mvhfxd]\b\)?", re.IGNORECASE)
# On one line with what follows, without a colon: only the headings that nothing else begins with.
_LED: Final = tuple(
    (part, re.compile(rf"(?:{words})\s+(?=[A-Z])"))
    for part, words in (
        (
            VacancyPart.OFFER,
            r"(?:Ons a|A)anbod|Wat bieden (?:wij|we)(?: jou| je)?|Wat (?:wij|we) bieden|What we offer|Our offer"
            r"|Notre offre"
            r"|Ce que nous offrons",
        ),
        (VacancyPart.EMPLOYER, r"Over ons|Wie zijn (?:wij|we)|About us|Who we are|Qui sommes-nous|[ÀA] propos de nous"),
        (VacancyPart.APPLYING, r"Solliciteren|Hoe solliciteren|How to apply|Postuler|Comment postuler"),
        (
            VacancyPart.WORK,
            r"(?:Jouw |Je |De )?(?:[Pp]rofiel|[Ff]unctie(?:omschrijving)?|[Tt]aken(?:pakket)?|[Vv]ereisten)"
            r"|Wie ben jij|Wat ga je doen"
            r"|(?:Your |The )?(?:[Pp]rofile|[Rr]esponsibilities|[Rr]equirements|[Rr]ole)|(?:Votre |Le )?[Pp]rofil"
            r"|(?:La )?[Ff]onction",
        ),
    )
)


def heading_part(words: str, sign: str = "") -> VacancyPart | None:
    """Which part begins under this heading? None where it is none that is known.

    Arguments: `sign`, a colon or a question mark behind it.
    """
    if _FOR_ALL.search(words):
        return VacancyPart.WORK
    for part, headings in _HEADINGS:
        if headings.fullmatch(words):
            return part
    if sign == "?" and _APPLYING_QUESTIONS.fullmatch(words):
        return VacancyPart.APPLYING
    is_work = _WORK_HEADINGS.fullmatch(words) or (sign == ":" and _WORK_LABELS.fullmatch(words))
    return VacancyPart.WORK if is_work else None


def led_part(words: str) -> VacancyPart | None:
    """Which part does the heading begin that stands at the start of these words, without a sign between them?"""
    return next((part for part, led in _LED if led.match(words)), None)


# Sentences, by their beginning

OFFERED: Final = re.compile(
    r"""\b(?:loon\w*|\w+loon | salaris\w* | verloning | bruto\w* | \w*cheques? | hospitalisatie\w* | groepsverzekering
    | verlof\w* | vakantie\w* | adv | \w*premies? | bonus(?:sen)? | (?:bedrijfs|firma|poets|salaris)wagen
    | tankkaart | \w*vergoeding(?:en)?
    | (?:lease|bedrijfs)fiets | fietslease\w* | contract\w* | extralegale | voordelen | doorgroei\w*
    | opleiding(?:en)? | vorming(?:en)?
    | kans(?:en)? | mogelijkheid | mogelijkheden | recht | korting(?:en)? | vrijheid | sfeer | ruimte\svoor
    | inspraak | begeleiding | peter | meter
    | salary | wages? | pay | vouchers? | insurance | holidays? | leave | benefits | pension | discounts?
    | company\scar | training
    | salaire | contrat | ch[èe]ques(?:-\w+)? | assurance\w* | cong[ée]s | primes? | avantages
    | r[ée]mun[ée]ration | formations?
    | possibilit[ée]s?)(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
_OFFERS: Final = _begins(
    r"(?:(?:daarnaast|verder|bovendien|ook|in\sruil(?:\s(?:daar)?voor\s.{1,40}?)?|als\stegenprestatie|hiervoor"
    r"|daarvoor)\s)?,?\s?"
    r"(?:bieden\s(?:wij|we)|(?:wij|we)\sbieden|investeren\s(?:wij|we)\sin|(?:wij|we)\sinvesteren\sin)",
    r"(?!(?:je|jij|u|hij|zij|ze|wie)\b)(?:(?-i:[A-Z])[\w&.-]*\s){1,3}biedt\s(?:jou|je|u)",
    r"(?:ons|het)\saanbod\s?(?:is|bestaat|omvat|:)|(?:wat|dit)\s(?:mag|kan|kun)\s(?:je|jij"
    r"|u)(?:\svan\sons)?\sverwachten",
    r"(?:je|jij|u)\s(?:mag|kan|kunt)\s(?:bij\sons\s|ook\s|verder\s)?(?:rekenen\sop|genieten\svan)|(?:je|jij"
    r"|u)\shebt\srecht\sop",
    r"(?:een\s)?(?:aantrekkelijk|marktconform|competitief|correct|mooi|goed)e?\s(?:\w+\s)?(?:loon\w*"
    r"|salaris\w*|verloning|brutoloon)",
    r"(?:een\s)?(?:\w+\s)?contract\s(?:van\s(?:on)?bepaalde\sduur|voor\s(?:on)?bepaalde\s(?:duur|tijd))",
    r"(?:maaltijdcheques|ecocheques)\s(?:van|à|ter\swaarde)",
    r"(?:in\saddition,?\s|furthermore,?\s)?we\s(?:also\s)?(?:can\s)?offer",
    r"(?:nous|on)\s(?:vous\s)?(?:offrons|proposons|offre|propose)",
)
_RECEIVES: Final = _begins(
    r"(?:(?:je|jij|u)\s|(?:daarnaast|verder|bovendien|ook|hiervoor|bij\sons)\s)"
    r"(?:krijgt?|ontvangt?|geniet|verdient?)(?:\s(?:je|jij|u))?",
    r"you\s(?:will\s|['’]ll\s)?(?:also\s)?(?:get|receive|enjoy|benefit)|you['’]ll\s(?:get|receive|enjoy)",
    r"vous\s(?:b[ée]n[ée]fici\w+|recev\w+|touch\w+|profit\w+)",
)
_ASKS_TOO: Final = re.compile(
    r"""\b(?:waarin|waarbij|als)\b.{0,60}\b(?:je|jij|u)\b(?!
      \s(?:jezelf|(?:kan|kunt|je)\s(?:\w+\s){0,3}(?:groeien|doorgroeien|ontplooien|ontwikkelen|leren|thuis))\b)
    | (?:job|functie)\swaar\s(?:je|jij|u)\b | \b(?:en|maar)\sjij\b | \b(?:iemand|mensen|kandidaat)\sdie\b
    | [,;]\s(?:je|jij|u|you|vous)\b(?!\s(?:krijgt|ontvangt|kan|kunt|get|recevez)\b)
    | \bzoek\w*\b | \bverwacht(?:en)?\b.{0,20}\b(?:je|jou|u)\b | \b(?:vereist|noodzakelijk|verplicht)\b
    | \bin\swhich\syou\b | \bwhere\syou\b | \blooking\sfor\b | \b(?:someone|people)\swho\b | \brequired\b
    | \bo[ùu]\svous\b | \bdans\s(?:lequel|laquelle)\b | \brecherch\w+ | \bcherch\w+ | \bquelqu['’]un\squi\b
    | \b(?:requis|exig[ée])e?s?\b""",
    re.IGNORECASE | re.VERBOSE,
)
_IS_EMPLOYER: Final = _begins(
    r"(?:wij|we)\szijn",
    r"(?:ons|als)\s(?:\w+\s)?(?:familiebedrijf|bedrijf)|ons\s(?:\w+\s)?(?:kantoor|team)",
    r"onze\s(?:\w+\s)?(?:organisatie|firma|onderneming|vzw|winkel|zaak|school|groep)",
    r"we\sare\s(?:an?|the|one)|our\s(?:company|organi[sz]ation|firm)",
    r"nous\ssommes\s(?:une?|le|la|l['’])|notre\s(?:entreprise|soci[ée]t[ée]|association)",
)
_SEEKS: Final = re.compile(
    r"\b(?:zoek\w*|verwacht\w*|vragen|kandida\w+|je|jij|jou|jouw|u|uw|iemand|look(?:ing)?|seek(?:ing)?|hiring"
    r"|recruit\w*|you|your"
    r"|recherch\w+|cherch\w+|recrut\w+|vous|votre|vos|candidat\w*)\b",
    re.IGNORECASE,
)
_APPLIES: Final = _begins(
    r"solliciteer|solliciteren\s(?:kan|via|doe)|(?:je|jij|u)\s(?:kan|kunt)\s(?:ook\s)?solliciteren",
    r"(?:stuur|mail|bezorg)\s(?:(?:dan|snel|ons|vandaag|nog|gerust|dus|meteen|door|een)\s){0,4}(?:je|jouw|uw)?\s?"
    r"(?:motivatie\w*|cv|sollicitatie\w*|kandidatuur|mail\w*|e-mail|foto)",
    r"bel\s(?:ons|gerust|dan|\+?\d\S*|(?:naar\s)?(?-i:[A-Z])\w+\sop\s(?:het\s)?(?:nummer\s)?\+?\d\S*)|contacteer\s(?:ons|dan|gerust)|neem\s(?:dan\s|snel\s|gerust\s){0,2}contact\sop",
    rf"(?:heb\s(?:je|jij)\s)?interesse\sin\s{_THIS}|heb\s(?:je|jij)\sinteresse|spring\sbinnen|schrijf\s(?:je"
    rf"|jezelf)\sin|twijfel\sniet",
    r"(?:please\s)?apply\s(?:now|today|here|online|via|before)|(?:please\s)?send\s(?:us\s)?(?:your"
    r"|a)\s(?:\w+\s)?(?:cv|resume|résumé|application)"
    r"|to\sapply\s?(?:,|for\s(?:this|the)\b|please|send)|interested\s(?:candidates|applicants)|contact\sus",
    r"envoyez(?:[\s-]nous)?\s(?:\w+\s){0,3}(?:cv|candidature|lettre)|postulez|n['’]h[ée]sitez\spas"
    r"|contactez[\s-]nous|merci\sd['’]envoyer",
)
_PAPERS: Final = re.compile(
    r"\b(?:beschik\w*|rijbewijs|ervaring|diploma|licen[cs]e|experience|degree|permis|exp[ée]rience|dipl[ôo]me)\b",
    re.IGNORECASE,
)
_OF_APPLYING: Final = re.compile(
    r"\b(?:cv|kandidatuur|sollicit\w+|motivatie\w*|brief|bellen|mailen|gesprek\w*|uitgenodigd|contact\w*"
    r"|selectie\w*|antwoord|reactie|hoor[dt]?"
    r"|vragen|application|interview\w*|invited|reply|candidature|entretien|r[ée]ponse|lettre)\b|@",
    re.IGNORECASE,
)
_ABOUT_YOU: Final = re.compile(
    r"(?:je|jij|jouw|u|uw|you|your|vous|votre|vos|tu)\b|(?:als|bij|binnen|in)\b.{1,80}?\b(?:je|jij|u)\b"
    r"|in\sdeze\s(?:functie|job|rol)\b"
    r"|(?:as|in)\b.{1,80}?\byou\b|(?:en\stant\sque|dans)\b.{1,80}?\bvous\b",
    re.IGNORECASE,
)
_LOOKS_FOR: Final = re.compile(
    r"\b(?:zoeken|zoekt|op\szoek|(?:wij|we)\s(?:vragen|verwachten)|looking\sfor|hiring|recruiting|recherchons"
    r"|recherche|cherchons|cherche)\b",
    re.IGNORECASE,
)
_GIVEN: Final = re.compile(
    r"\b(?:ons|onze|(?:wij|we)(?!\s(?:zoek|vraag|verwacht|vragen)\w*)|terug\w*|vergoed\w*|betaal\w*|gratis|our"
    r"|free|paid|refund\w*|notre|nos"
    r"|gratuit\w*|rembours\w*)\b",
    re.IGNORECASE,
)
_ASKS: Final = _begins(
    r"(?:wij|we)\s(?:zoeken|vragen|verwachten)",
    r"(?:je|jij|u)\s(?:beschikt|staat\sin\svoor|bent|hebt|heb|heeft|spreekt|beheerst|bezit|kent)",
    r"(?:een\s|enige\s|goede\s|minstens\s)?(?:ervaring|kennis|diploma|rijbewijs)",
    r"you\s(?:have|are|speak|know|hold|possess)|we\s(?:expect|are\slooking)|(?:good\s)?(?:experience|knowledge)",
    r"vous\s(?:avez|[êe]tes|parlez|disposez|poss[ée]dez|ma[îi]trisez)|nous\s(?:recherchons|demandons|attendons)",
)


def begins_anew(words: str) -> bool:
    """Does a sentence begin here that asks something: what somebody is, has or knows?"""
    return _ASKS.match(words) is not None


def sentence_part(words: str) -> VacancyPart | None:
    """Which part is this sentence by its own beginning, whatever stands above it? None where that does not say."""
    if _OFFERS.match(words):
        return None if _ASKS_TOO.search(words) else VacancyPart.OFFER
    if _RECEIVES.match(words):
        return VacancyPart.OFFER if OFFERED.search(words) and not _ASKS_TOO.search(words) else None
    if _APPLIES.match(words):
        return None if _PAPERS.search(words) else VacancyPart.APPLYING
    if _IS_EMPLOYER.match(words) and not _SEEKS.search(words):
        return VacancyPart.EMPLOYER
    return None


def leaves(part: VacancyPart, words: str) -> bool:
    """Under a heading of this part: does this sentence speak of the work after all?"""
    if part is VacancyPart.OFFER:
        return begins_anew(words) and not OFFERED.search(words) and not _GIVEN.search(words)
    if part is VacancyPart.APPLYING:
        is_work = _ABOUT_YOU.match(words) is not None or _LOOKS_FOR.search(words) is not None
        return is_work and not _OF_APPLYING.search(words)
    if part is VacancyPart.EMPLOYER:
        return _LOOKS_FOR.search(words) is not None or _ABOUT_YOU.match(words) is not None
    return False


def is_under(part: VacancyPart, heading: str) -> bool:
    """Does a heading that is not known stay within this part, such as "Verlof:" in what is offered?"""
    return part is VacancyPart.OFFER and OFFERED.search(heading) is not None
