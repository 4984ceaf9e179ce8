"""Vacancies as they are written in Flanders, all invented; what is not about the work stands between marks.

`[O ... ]` is what is offered, `[E ... ]` who the employer is, `[A ... ]` how to apply.
"""

import re
from typing import Final

from arbeidspact.taxonomy.understanding.vacancy_signs import VacancyPart

_MARKS: Final = {"O": VacancyPart.OFFER, "E": VacancyPart.EMPLOYER, "A": VacancyPart.APPLYING}

MARKED: Final = {
    "poetshulp, headings and dashes": """Poetshulp met dienstencheques in Gent (m/v/x)

[E Over ons]
[E Helder Huis is een sociaal dienstenchequebedrijf uit Ledeberg.] [E Wij poetsen bij 600 gezinnen.]
[E Onze consulenten spreken vlot Nederlands en Turks.]

Functie
Je poetst bij vaste klanten in en rond Gent.
- Je stofzuigt en dweilt de vloeren
- Je strijkt kleding
- Je maakt ramen en sanitair schoon

Profiel
- Je werkt zelfstandig en met oog voor detail
- Je spreekt een woordje Nederlands
- Ervaring is niet nodig

[O Wat bieden wij?]
- [O Een contract van onbepaalde duur, 20 tot 30 uur per week]
- [O Opleiding in ergonomie en schoonmaaktechnieken]
- [O Werkkledij en maaltijdcheques van 6 euro]
- [O Een rijbewijs B dat wij terugbetalen]

[A Interesse?]
[A Stuur je cv naar jobs@helderhuis.example of spring binnen in ons kantoor.]
""",
    "verzorgende, headings as questions": """Verzorgende in de thuiszorg - Gent Noord

[E Wie zijn wij?]
[E Zorgring vzw ondersteunt ouderen en mensen met een beperking thuis.]
[E Met 240 collega's begeleiden we elke dag 1.500 gezinnen.]

Wat ga je doen?
Je helpt cliënten bij het wassen en aankleden. Je kookt maaltijden en doet boodschappen.
Je observeert en rapporteert aan de verpleegkundige.

Wie zoeken we?
Je hebt een attest van verzorgende of zorgkundige en je bent geregistreerd.
Je beschikt over een rijbewijs B en een eigen wagen.
Je kan goed luisteren.

[O Wat mag je van ons verwachten?]
[O Een deeltijds contract van 28,5 uur per week, met een barema van het paritair comité 318.02.]
[O Je krijgt een kilometervergoeding en een gsm met een app voor planning.]
[O We organiseren bijscholing rond palliatieve zorg en dementie.]

[A Solliciteren]
[A Mail je motivatiebrief voor 15 december naar Liesbeth.] [A Een eerste gesprek volgt snel.]
""",
    "magazijnier, labels on one line": """Magazijnier met heftruckattest
[E Bedrijf: Tegelhuis Wondelgem, groothandel in vloeren en sanitair]
Functie: je laadt en lost vrachtwagens, je pickt bestellingen met de scanner en telt de voorraad.
Profiel: heftruckattest vereist, ervaring in een magazijn is een plus.
Talen: Nederlands (voldoende), Frans is een pluspunt
[O Aanbod: dagploeg, 38 uur per week, loon volgens PC 121, opleiding reachtruck.]
[A Contact: Johan, 09 000 00 00, op weekdagen tussen 9 en 17 uur]
""",
    "technieker, all in one paragraph": (
        "Onderhoudstechnieker gezocht voor een voedingsbedrijf in Drongen. Als technieker voer je preventief onderhoud "
        "uit aan verpakkingslijnen en los je storingen op. Je leest elektrische schema's en past PLC-programma's aan. "
        "Je hebt een diploma TSO elektromechanica en je werkt graag in een 2-ploegensysteem. Een BA4-attest is een "
        "plus. "
        "[O Wij bieden een aantrekkelijk loon met ploegenpremie, maaltijdcheques en een opleiding robotica bij de "
        "fabrikant.] [O Daarnaast krijg je een hospitalisatieverzekering en 32 dagen verlof.] [E Wij zijn een "
        "familiebedrijf "
        "dat sausen en soepen maakt voor heel Europa.] [A Solliciteer vandaag nog via onze site.]"
    ),
    "kinderbegeleider, a copied page": """<nav><a href="/">Home</a> <a href="/over">Over ons</a></nav>
<h1>Kinderbegeleider kinderdagverblijf De Vlinder</h1>
<h2>Jouw taken</h2>
<ul><li>Je zorgt voor baby's en peuters van 0 tot 3 jaar</li>
<li>Je bedenkt spelactiviteiten en leest voor</li>
<li>Je praat met ouders bij het brengen en halen</li></ul>
<h2>Jouw profiel</h2>
<ul><li>Je hebt een kwalificatiebewijs als kinderbegeleider</li>
<li>Je legt een uittreksel uit het strafregister model 596.2 voor</li>
<li>Je spreekt goed Nederlands</li></ul>
<h2>[O Ons aanbod]</h2>
<ul><li>[O Een voltijds contract van bepaalde duur]</li>
<li>[O Pedagogische coaching en een cursus levensreddend handelen bij kinderen]</li>
<li>[O Sluitingsperiode in de zomer]</li></ul>
<h2>[A Hoe solliciteren?]</h2>
<p>[A Stuur je cv met foto naar de coördinator.] [A De gesprekken vinden plaats in de eerste week van januari.]</p>
""",
    "jobstudent, short and without headings": """Jobstudent gezocht voor onze tearoom in Gent!
Kan jij vlot drankjes serveren en vriendelijk zijn als het druk is?
Je neemt bestellingen op, je dient op en je rekent af aan de kassa.
Je kan werken in het weekend, ook op zondag.
Ervaring in de horeca is mooi meegenomen maar geen must.
[O We bieden 15,20 euro per uur, een leuk team en gratis koffie.]
[O Je krijgt een opleiding latte art van onze barista.]
[A Stuur een mail met je foto en wanneer je kan werken.]
""",
    "bouwvakker, capitals and stars": """METSER - BEKISTER

[E ONS BEDRIJF]
[E Bouwwerken Claeys bouwt sinds 1968 woningen en appartementen.]
[E Onze eigen schrijnwerkerij maakt ramen en trappen op maat.]

TAKEN
* metselen van binnen- en buitenmuren
* bekistingen plaatsen en beton storten
* plannen lezen

VEREISTEN
* je hebt een VCA-attest
* je hebt een rijbewijs B
* je hebt geen hoogtevrees

[O VOORDELEN]
* [O loon volgens PC 124 met mobiliteitsvergoeding]
* [O 40 uur per week met 12 ADV-dagen]
* [O werken met modern gereedschap en eigen kranen]
* [O opleiding tot ploegbaas, BE-rijbewijs op onze kosten]

[A SOLLICITEREN]
[A Bel ons op 09 000 00 01.]
""",
    "developer, in Dutch with English headings": """Back-end developer (m/v/x) | Gent | hybride

[E About us]
[E Kade9 maakt software voor havens en scheepvaart.] [E Ons platform verwerkt 2 miljoen berichten per dag.]

The job
Je ontwikkelt API's in Python en je ontwerpt databanken in PostgreSQL.
Je schrijft automatische testen en je reviewt code van collega's.

Your profile
- Bachelor informatica of gelijkwaardig door ervaring
- 3 jaar ervaring met Python
- Vlot Engels, goede kennis van het Nederlands
- Nice to have: Docker, Kubernetes

[O What's in it for you?]
- [O Een bedrijfswagen met laadkaart, of een mobiliteitsbudget]
- [O Twee dagen per week thuiswerk, glijdende uren]
- [O Een budget van 2.000 euro voor conferenties over machine learning]
- [O Taallessen Frans tijdens de werkuren]

[A Sounds good?]
[A Apply now via the button below.]
""",
    "boekhouder, prose without headings": """Boekhouder voor een groeiend kantoor

Voor ons kantoor in Mariakerke zoeken we een boekhouder. Je verwerkt aankoop- en verkoopfacturen, je bereidt de
btw-aangifte voor en je stelt de jaarrekening op. Je bouwt een vertrouwensband op met je klanten.

Je hebt een bachelor accountancy-fiscaliteit en minstens twee jaar ervaring op een boekhoudkantoor. Je werkt vlot met
Excel. Frans is een troef.

[O Wij bieden jou een bediendecontract van onbepaalde duur, een brutoloon tussen 3.000 en 3.800 euro,
maaltijdcheques, een groepsverzekering en permanente vorming door ons eigen team van belastingadviseurs.]
[O Je kan rekenen op flexibele uren en een dag telewerk.]

[E Ons kantoor is klein en warm.] [A Interesse in deze vacature? Bezorg ons je cv en een korte motivatie.]
""",
    "vrachtwagenchauffeur, the company last": """Vrachtwagenchauffeur CE - internationaal
Wat verwachten wij?
✓ Rijbewijs CE en code 95
✓ Je plant je eigen routes en beheert de tachograaf
✓ Je laadt en zekert de lading
✓ Kennis van Duits of Frans is een plus
[O Wat krijg je in ruil?]
✓ [O Een nieuwe trekker met alle comfort]
✓ [O ADR-opleiding en rijlessen voor zuinig rijden]
✓ [O Netto onkostenvergoedingen]
[E Over Transport Maes]
[E Transport Maes vervoert al drie generaties diepgevroren groenten.] [E Onze garage herstelt alle vrachtwagens zelf.]
""",
    "nurse, in English": """Night nurse - residential care home, Ghent

[E About Sint-Jozef]
[E Our home welcomes 120 residents.] [E We are a non-profit organisation with its own kitchen and laundry.]

Your responsibilities
- You administer medication and care for wounds
- You record observations in the electronic file

What we expect
- You are a registered nurse
- Good knowledge of Dutch, French is an asset

[O What we offer]
- [O A part-time contract of 30 hours a week, night shifts]
- [O Training in palliative care]
- [O Dutch language courses]

[A How to apply]
[A Send your CV to the head nurse.]
[A We will invite you for an interview and a guided tour.]
""",
    "vendeur, in French": """Vendeur en boulangerie (h/f/x)

[E Qui sommes-nous ?]
[E La boulangerie Dubois fabrique du pain au levain depuis 1975.] [E Nos boulangers travaillent la nuit.]

Vos tâches
- Vous accueillez et conseillez les clients
- Vous encaissez et rangez le magasin

Votre profil
- Vous parlez bien français et néerlandais
- Vous êtes disponible le week-end

[O Nous offrons :]
- [O Un contrat de 24 heures par semaine]
- [O Une formation en pâtisserie]
- [O Des chèques-repas]

[A Postuler]
[A Envoyez votre CV à l'adresse du magasin.]
""",
}
_MARK: Final = re.compile(r"\[([OEA])\s|\]")


def unmarked(marked: str) -> tuple[str, list[tuple[int, int, VacancyPart]]]:
    """The text of a vacancy, and where it is not about the work."""
    text, places = "", []
    start, opened = 0, (0, VacancyPart.WORK)
    for mark in _MARK.finditer(marked):
        text += marked[start : mark.start()]
        start = mark.end()
        if mark[1]:
            opened = (len(text), _MARKS[mark[1]])
        else:
            places.append((opened[0], len(text), opened[1]))
    return text + marked[start:], places


VACANCIES: Final = {name: unmarked(marked)[0] for name, marked in MARKED.items()}
