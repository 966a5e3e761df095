"""Rules about translations."""

from collections.abc import Iterator

from lytte.core.checks.form import Form
from lytte.core.checks.offer import Offer
from lytte.core.problems import Problem, warning
from lytte.core.texts import Text
from lytte.core.wordings import item_texts

_NAMED = 6


def missing_translation(form: Form) -> Iterator[Problem]:
    """Some texts are translated into a language and others are not.

    The patient would read two languages on one page. One line a language says how many
    texts lack it, and where the first ones are.
    """
    texts = list(_texts(form))
    source = form.questionnaire.language or "und"
    languages = _own(form)
    for language in languages:
        without = [place for place, text in texts if text and not text.has(language)]
        if not without or (language == source and len(languages) == 1):
            continue
        places = list(dict.fromkeys(without))
        shown = ", ".join(places[:_NAMED]) + (" …" if len(places) > _NAMED else "")
        called = "the language it is written in" if language == source else f"“{language}”"
        yield warning(
            places[0],
            f"texts are missing in {called}, which others have ({len(without)}): {shown}",
            "Translate them, or take the language out.",
        )


def languages_not_said(form: Form) -> Iterator[Problem]:
    """There are translations, but nothing says which language the questionnaire is in.

    A reader of that language cannot be given the original.
    """
    if form.questionnaire.language:
        return
    tags = _own(form).keys()
    if "und" in tags and len(tags) > 1:
        others = ", ".join(sorted(tags - {"und"}))
        yield warning(
            "",
            f"there are translations ({others}), but the language of the original is not given",
            "Set “language” of the questionnaire.",
        )


def _own(form: Form) -> dict[str, None]:
    """The languages of the title and the items, in order.

    Options may come from a value set that has more languages than this questionnaire.
    """
    used = [item.text for item in form.items] + [form.questionnaire.title]
    return dict.fromkeys(tag for text in used for tag in text.root if text)


def _texts(form: Form) -> Iterator[tuple[str, Text]]:
    """Yield each text and where it stands; a list of several questions where the first is."""
    yield "title", form.questionnaire.title
    offered: dict[int, Offer] = {}
    for item in form.items:
        if item.hidden:
            continue
        yield from ((item.link_id, text) for _, text in item_texts(item))
        offer = form.offer(item)
        if id(offer) not in offered:
            offered[id(offer)] = offer
            yield from ((item.link_id, text) for text in offer.texts)


RULES = (missing_translation, languages_not_said)
