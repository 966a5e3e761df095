"""Responses that a sheet must survive: too much, too little, too long, in another script."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from lytte.commands.sheet_sample import FUNCTIONS, NOW, SYMPTOMS, sample
from lytte.core.answers import Missing
from lytte.core.summary_given import Agreement, SummaryInput

FULL = {
    "Smerter i muskler, ledd og knokler": (4, 5, 6, 6, 7, 9),
    "Utmattelse som ikke går over med hvile": (6, 6, 7, 7, 8, 8),
    "Kvalme og oppkast": (1, 3, 2, None, 4, 6),
    "Munnslimhinnebetennelse og svelgevansker": (0, 2, 5, 6, 6, 8),
    "Tung pust ved anstrengelse": (2, 2, 3, 3, 4, 5),
    "Innsovningsvansker og tidlig oppvåkning": (5, 5, 6, 7, 7, 7),
    "Uro, bekymring og tilbakefallsangst": (4, 4, 5, 5, 5, 6),
    "Nedstemthet": (2, 2, 3, 3, 4, 6),
    "Nummenhet og prikking i hender og føtter": (3, 3, 4, 4, 5, 5),
}
LESS = {
    "Fysisk funksjon": (80, 73, 73, 67, 60, 40),
    "Gjøremål og arbeidsoppgaver": (67, 67, 67, 50, 50, 33),
    "Konsentrasjon og hukommelse": (83, 67, 67, 67, 50, 50),
    "Livskvalitet": (67, 58, 58, 58, 50, 33),
}
LONG_NAME = "Smerter i muskler, ledd og knokler som hindrer nattesøvn"
LONG_WORD = "Gjennomføringsevnesvikt" * 3


def agreement(**changed: Any) -> Agreement:
    """One thing that was agreed three weeks ago."""
    fields: dict[str, Any] = {
        "topic": "Smerter",
        "what": "smerteteamet ringer innen en uke",
        "who": "koordinerende sykepleier",
        "agreed_on": (NOW - timedelta(days=21)).date(),
        "verdict": "hjalp litt",
    }
    return Agreement(**fields | changed)


def everything_flagged() -> SummaryInput:
    """Thirteen flags, three agreements, three topics, an emergency: the fullest real page."""
    return sample(
        FULL,
        LESS,
        topics=(
            ("Smertene og utmattelsen gjør at jeg ikke orker besøk", "urgent"),
            ("Svelgevansker: klarer bare flytende ernæringstilskudd", "urgent"),
            ("Fastlegesamarbeid og hjemmesykepleietjenesten", "can_wait"),
        ),
        own_words="Jeg vet ikke hvor lenge jeg klarer dette. Mannen min er helt utslitt, han også.",
        agreements=(agreement(), agreement(topic="Søvn"), agreement(topic="Kvalme")),
    )


def far_too_much() -> SummaryInput:
    """More of everything than anybody should ever send."""
    given = sample(
        {f"{LONG_NAME} {i:02d}": (3, 5, None, 7, 6, 8 + i % 3) for i in range(16)},
        {f"{LONG_WORD[:58]}{i:02d}": (80, 73, None, 67, 60, 40 - i) for i in range(4)},
        topics=[("Veldig langt ønske om å snakke om dette " * 6, "urgent")] * 4,
        own_words="Dette er en lang fortelling om natten. " * 40,
        choices={f"Spørsmål {i} om noe viktig": "Et langt svar i egne ord " * 8 for i in range(30)},
        not_asked_about=["et emne som ikke er med"] * 40,
        agreements=[agreement(topic=LONG_WORD, what="smerteteamet ringer " * 9)] * 6,
    )
    meeting = replace(given.meeting, course="Bukspyttkjertelkreft med spredning " * 5)
    return replace(given, person=replace(given.person, name="Maximiliana " * 6), meeting=meeting)


def nothing_flagged() -> SummaryInput:
    """A good day, after other good days."""
    return sample(
        dict.fromkeys(SYMPTOMS, (1, 1, 2, 1, 1, 1)),
        dict.fromkeys(FUNCTIONS, (83, 83, 83, 83, 83, 83)),
        urgent=False,
    )


def all_missing() -> SummaryInput:
    """Nothing was answered this time."""
    given = sample(
        {name: (*values[:5], None) for name, values in SYMPTOMS.items()},
        {name: (*values[:5], None) for name, values in FUNCTIONS.items()},
        topics=(),
        own_words="",
        choices={},
        urgent=False,
    )
    silent = {part: dict.fromkeys(of, Missing.SKIPPED) for part, of in given.answers.items()}
    return replace(given, answers=silent, sending=replace(given.sending, answered=0))


def nothing_at_all() -> SummaryInput:
    """The first form, and nothing answered."""
    return replace(all_missing(), history=())


def by_proxy() -> SummaryInput:
    """A helper answered, on paper, and the last year was another year."""
    given = sample()
    history = tuple(one._replace(at=one.at - timedelta(days=300)) for one in given.history)
    sending = replace(given.sending, answered_by="proxy", mode="paper")
    return replace(given, sending=sending, history=history, alerts=())


def arabic() -> SummaryInput:
    """The patient wrote in Arabic; the reader reads bokmål."""
    given = sample(
        topics=(("الألم في ظهري أثناء الليل", "urgent"),),
        own_words="لا أستطيع النوم بسبب الألم. أخاف أن يكون في العظم (10 من 10).",
        choices={"Noe mer": "أريد التحدث مع طبيب"},
    )
    return replace(given, sending=replace(given.sending, language="ar"))


def usual() -> SummaryInput:
    """An ordinary sheet."""
    return sample()


def first_visit() -> SummaryInput:
    """The first form a patient sends."""
    return sample(first=True, urgent=False)


EXTREMES: tuple[Callable[[], SummaryInput], ...] = (
    usual,
    first_visit,
    everything_flagged,
    far_too_much,
    nothing_flagged,
    all_missing,
    nothing_at_all,
    by_proxy,
    arabic,
)
