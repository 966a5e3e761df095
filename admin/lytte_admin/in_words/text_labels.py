"""The English of closed sets of words about texts and how they are heard; as `labels` is."""

from lytte.wording.catalogue import Words
from lytte_admin.in_words.labels import BUNDLED

SUBJECTS = {**BUNDLED, "telephone": "Telephone and hours", "duty": "Duty"}
"""What a step of a clinic's history was done to."""

TEXT_PLACES = {
    "rules": "Advice and “call us now”",
    "safety": "Safety text",
    "settings": "Before the first question",
}

TEXTS_WAIT = {
    "form": "The forms have them when they are published.",
    "rules": "The rules have them when they are approved.",
    "safety": "The safety text waits for someone else to approve it.",
    "settings": "What stands before the first question waits on the page of settings.",
}
"""What becomes of texts that came in, by where they stand."""

HEARD = {
    "title": "Title of the page",
    "heading": "Heading {level}",
    "question": "Question",
    "radio": "One of these",
    "tick": "To tick",
    "field": "To write in",
    "menu": "Menu",
    "button": "Button",
    "link": "Link",
    "picture": "Picture",
    "words": "Text",
}

OWN_WORDS = {
    "Written for Lytte; see README.md.": (
        "Written for Lytte. Not tried in a study: the numbers are for the conversation, and "
        "compare with nothing but themselves."
    ),
    "Written for Lytte, with invented parameters; see README.md.": (
        "Written for Lytte, to show how it works. The numbers behind the score are made up, and "
        "the score compares with nothing but itself."
    ),
    "Lytte's own wording. May be used, changed and translated together with Lytte.": (
        "Lytte's own wording. May be used, changed and translated together with Lytte."
    ),
    "Lytte's own: the mean of the items, moved to 0 to 100": (
        "Lytte's own: the mean of the questions, moved to 0 to 100"
    ),
}
"""What Lytte's own instruments write about themselves, as the CMS says it."""


def own_words(text: str, say: Words) -> str:
    """Return what an instrument says of itself, in the reader's language where it is Lytte's."""
    return say(OWN_WORDS[text]) if text in OWN_WORDS else text
