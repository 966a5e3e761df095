"""What a patient who does not exist writes, so that a layout of the sheet can be looked at."""

from lytte.core.invented import Said
from lytte.wording.catalogue import words


def said(language: str) -> Said:
    """Return the invented patient's words, in the reader's language."""
    _ = words("sheet", language)
    return Said(
        name=_("Kari Invented"),
        topic=_("The pain and the tiredness keep me from having visitors"),
        own_words=_(
            "I do not know how long I can go on like this. My husband is worn out, he too. "
            "Is it normal that it hurts when I turn over?"
        ),
        answer=_("It comes and goes, mostly at night"),
        agreed_topic=_("Matter"),
        agreed=_("the pain team rings within a week"),
        who=_("coordinating nurse"),
        verdict=_("helped a little"),
        course=_("Treatment 6 of 8"),
        source=_("the visit list"),
    )
