"""The English of closed sets of words about texts and how they are heard; as `labels` is."""

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
