"""Rules about items, texts and what holds them together."""

from collections import Counter
from collections.abc import Iterator

from lytte.core.checks.form import Form
from lytte.core.checks.telling import told
from lytte.core.evaluation.places import ancestors
from lytte.core.problems import Problem, error, note, warning

_LONG = 1_000
_DEEP = 6
IDENTITY_UNSAID = "Add what is missing before responses leave the house."
OWNER_UNSAID = "the questionnaire does not say who owns its wording (copyright)"


def same_link_id(form: Form) -> Iterator[Problem]:
    """Two items have the same linkId.

    An answer is stored under the linkId of its question; with two questions of one
    name nobody can tell whose it is. Give each its own.
    """
    times = Counter(item.link_id for item in form.items)
    for link_id, count in times.items():
        if count > 1:
            texts = [told(item) for item in form.items if item.link_id == link_id][:3]
            yield error(
                link_id,
                f"{count} items have the linkId {link_id}: {', '.join(texts)}",
                "Give each its own linkId.",
            )


def question_without_text(form: Form) -> Iterator[Problem]:
    """A question or a text has no words.

    The patient would see an empty line. Hidden and calculated items, and groups, may
    go without.
    """
    for place in form.places.all:
        item = place.item
        spoken = item.text or item.formatted or item.prefix
        if item.type != "group" and not spoken and not place.hidden and not place.calculated:
            around = next((one.item for one in ancestors(place) if one.item.text), None)
            said = f"here is {told(item)}"
            if around is not None:
                said = f"here is {told(item)}, under {told(around)}"
            yield warning(item.link_id, said, "Write what is asked, or hide it.")


def very_long_text(form: Form) -> Iterator[Problem]:
    """A question is longer than a patient reads on a phone (1,000 characters).

    Split it, or move the explanation into a text of its own.
    """
    for item in form.items:
        longest = max((len(each) for each in item.text.root.values()), default=0)
        if longest > _LONG and item.type != "display":
            yield warning(
                item.link_id,
                f"{told(item)} is {longest:,} characters long",
                "Move the explanation into a text of its own.",
            )


def deep_nesting(form: Form) -> Iterator[Problem]:
    """Items are nested more than six deep.

    Nobody keeps six headings in mind; on a phone they are only clutter.
    """
    for place in form.places.all:
        # Only the first one below the limit: what is inside it is the same fault.
        if sum(1 for _ in ancestors(place)) == _DEEP:
            yield warning(
                place.item.link_id,
                f"{told(place.item)} is nested more than {_DEEP} deep",
                "Flatten the groups above it.",
            )


def empty_group(form: Form) -> Iterator[Problem]:
    """A group has nothing in it.

    It would be a heading over nothing. Put items in it, make it a text, or remove it.
    """
    for item in form.items:
        if item.type == "group" and not item.items:
            yield warning(
                item.link_id,
                f"{told(item)} has nothing in it",
                "Put items in it, make it a text, or remove it.",
            )


def text_only(form: Form) -> Iterator[Problem]:
    """Nothing in the questionnaire can be answered.

    It has texts and groups only; a response to it would be empty.
    """
    if form.items and not form.questions:
        yield warning("", "nothing in the questionnaire can be answered", "Add a question.")


def title_missing(form: Form) -> Iterator[Problem]:
    """The questionnaire has no title.

    Staff choose it from a list and patients see it on the first page.
    """
    if not form.questionnaire.title:
        yield warning("", "the questionnaire has no title", "Give it one.")


def identity_missing(form: Form) -> Iterator[Problem]:
    """The questionnaire has no address (url) or no version.

    A response says which version of which questionnaire it answers; without both, a
    later change cannot be told from the original.
    """
    without = [name for name in ("url", "version") if not getattr(form.questionnaire, name)]
    if without:
        yield note(
            "",
            f"the questionnaire has no {' / '.join(without)}",
            IDENTITY_UNSAID,
        )


def licence_missing(form: Form) -> Iterator[Problem]:
    """Nothing says who owns the wording and on what terms it may be used.

    Most published instruments belong to somebody, and a hospital needs permission.
    """
    if not form.questionnaire.copyright:
        yield warning(
            "",
            OWNER_UNSAID,
            "Find out before it is used with patients, and write it down.",
        )


def rows_without_end(form: Form) -> Iterator[Problem]:
    """A group or question may be repeated without an upper limit.

    A patient can add rows for ever; say how many make sense (maxOccurs).
    """
    for item in form.items:
        if item.repeats and item.type == "group" and item.max_occurs is None:
            yield note(
                item.link_id, f"{told(item)} may be repeated without end", "Say at most how often."
            )


def repeat_not_said(form: Form) -> Iterator[Problem]:
    """More than one answer is wanted of something that does not repeat.

    maxOccurs or minOccurs is above one, but “repeats” is not set, so only one answer
    can be given.
    """
    for item in form.items:
        most = max(item.min_occurs or 0, item.max_occurs or 0)
        if most > 1 and not item.repeats:
            yield warning(
                item.link_id,
                f"{told(item)} asks for up to {most} answers but does not repeat",
                "Set repeats, or take minOccurs and maxOccurs away.",
            )


RULES = (
    same_link_id,
    question_without_text,
    very_long_text,
    deep_nesting,
    empty_group,
    text_only,
    title_missing,
    identity_missing,
    licence_missing,
    rows_without_end,
    repeat_not_said,
)
