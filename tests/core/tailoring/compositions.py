"""Compositions of every shape for tests: a few names, so that two of them have much in common."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from lytte.core.composition import Composition, Fallback, InstrumentSlot, LocalSlot
from lytte.core.conditions import AtLeast, IsTrue
from lytte.core.deviations import Deviating, LeaveOut, SayOtherwise
from lytte.core.items.boolean import Boolean
from lytte.core.items.choice import AnswerOption, Choice
from lytte.core.items.group import Group
from lytte.core.items.numeric_rating import NumericRating
from lytte.core.questionnaire import Questionnaire
from lytte.core.texts import Text
from lytte.core.values import Coding

words = st.sampled_from(["", "Hvor vondt?", "Har du sovet?", "نعم"])
texts = st.dictionaries(st.sampled_from(["nb", "nn", "ar"]), words, max_size=3).map(Text)
names = st.sampled_from(["a", "b", "c", "d"])
conditions = st.none() | st.sampled_from(
    [AtLeast(item="esas/pain", value=Decimal(4)), IsTrue(item="sleep-1/sleep")]
)
options = st.lists(
    st.builds(
        AnswerOption,
        value=st.sampled_from(
            [Coding(code="yes"), Coding(code="no"), Coding(display="maybe"), "own words"]
        ),
        text=texts,
        weight=st.none() | st.just(Decimal(1)),
    ),
    max_size=3,
).map(tuple)
ratings = st.builds(NumericRating, link_id=names, text=texts, low=texts, required=st.booleans())
yes_nos = st.builds(Boolean, link_id=names, text=texts, own_page=st.booleans())
choices = st.builds(
    Choice, link_id=names, text=texts, answer_options=options, repeats=st.booleans()
)
questions = ratings | yes_nos | choices
groups = st.builds(Group, link_id=names, text=texts, items=st.lists(yes_nos, max_size=2).map(tuple))
questionnaires = st.builds(
    Questionnaire,
    title=st.just(Text()) | texts,
    items=st.lists(questions | groups, max_size=4, unique_by=lambda one: one.link_id).map(tuple),
)
deviations = st.none() | st.sampled_from(
    [
        Deviating(by="Ali Prøve", reason="Kort", steps=(LeaveOut(item="pain"),)),
        Deviating(
            by="Ali Prøve",
            reason="Dialekt",
            steps=(SayOtherwise(item="pain", language="nn", text="Kor vondt?"),),
        ),
    ]
)
instruments = st.builds(
    InstrumentSlot,
    instrument=st.sampled_from(["esas", "phq-9", "plager", "a"]),
    version=st.sampled_from(["1", "2"]),
    condition=conditions,
    deviating=deviations,
)
locals_ = st.builds(
    LocalSlot,
    id=st.sampled_from(["sleep-1", "food-2", "fever-3", "a"]),
    title=texts,
    questionnaire=questionnaires,
    condition=conditions,
)
slots = st.lists(instruments | locals_, max_size=7).map(tuple)
wordings = st.sampled_from(["Hvor vondt?", "Har du sovet?"])
origins = st.dictionaries(
    st.sampled_from(["title", "a/b#text"]),
    st.dictionaries(st.sampled_from(["nn", "ar"]), wordings, min_size=1, max_size=2),
    max_size=2,
)
CHOSEN = Fallback(by="Ali Prøve", at=datetime(2026, 11, 20, 9, tzinfo=UTC))
compositions = st.builds(
    Composition,
    translated_from=origins,
    fallbacks=st.dictionaries(st.sampled_from(["nn", "ar"]), st.just(CHOSEN), max_size=2),
    title=texts,
    introduction=texts,
    languages=st.lists(st.sampled_from(["nb", "nn", "ar"]), unique=True).map(tuple),
    minutes=st.none() | st.integers(1, 9),
    slots=slots,
    set_aside=st.lists(instruments | locals_, max_size=2).map(tuple),
)
