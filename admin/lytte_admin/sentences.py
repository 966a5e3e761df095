"""The platform's problems that the CMS can say in every language, word for word as written there.

A test raises each of them for real, so that a sentence that was reworded at its source
is found here.
"""

SENTENCES = (
    # core/composition
    "The form has no title.",
    "Write the title that patients see.",
    "The form asks nothing.",
    "Add an instrument or a question.",
    "{name} stands twice in the form.",
    "Take one of them out.",
    "{name} is not among the hospital's instruments.",
    "Add it to the hospital first, or take it out of the form.",
    "This group of local questions is empty.",
    "Add a question.",
    # core/composition_checks
    "«{name}» waits for an answer that is given later in the form.",
    "Move it down, or let it wait for something that is asked before it.",
    "«{name}» waits for something that is no longer in the form.",
    "Put it back, or take the condition away.",
    "«{name}» is never asked: no answer opens it.",
    "Change the condition, or take it away.",
    "«{name}» is asked whatever the answer is.",
    "Take the condition away, or make it narrower.",
    "«{name}» has fewer than two options.",
    "Write at least two options.",
    # core/translations
    "Not written in {language} yet: {number} of {every} texts.",
    "Write them, choose what is shown instead, or take the language out of the form.",
    "Translated into {language} from an earlier wording: {number} of {every} texts.",
    "Put them right, or say that they still fit.",
    # core/plain_words
    "{gap} is left out.",
    "It is filled in by itself. Write it where it belongs.",
    "{gap} is not in the text this is made from.",
    "Take it out.",
    "{code} is code for web pages, and patients would see it as it stands.",
    "Write plain words only.",
    "There is a sign in it that cannot be seen.",
    "Type the text again instead of pasting it.",
    "It has {number} characters, and there is room for {most}.",
    "Make it shorter.",
    # services/translating
    "This text is no longer in the form.",
    "Copy your words if you need them elsewhere.",
    "Somebody else changed this text while you wrote.",
    "See what stands here now, and save again if yours is right.",
    # services/licensing
    "No licence is recorded for {title}.",
    "{owner} owns it. Record your agreement under Licences.",
    "The licence for {title} ran out on {date}.",
    "Renew it and record the new date under Licences.",
    # services/publishing
    "The clinic has no telephone number and no out-of-hours route.",
    "Give them under Texts and telephone; nothing is published without.",
    "The safety text is missing in {language}.",
    "Write it and have a second person approve it.",
    # core/rule_checks
    "A rule has nobody to step in when its recipient is away.",
    "Open the rule and choose a deputy.",
    "A rule looks at something that none of the clinic's forms ask.",
    "Take the rule out, or put the question back in a form.",
    "“Call us now” for «{name}» waits for a question that no form asks.",
    "Take it out, or put the question back in a form.",
    "“Call us now” for «{name}» does not say why in {language}.",
    "Write what the patient reads, in every language of the clinic's forms.",
    # core/safety
    "It does not say who answers the telephone.",
    "It does not say whom to ring when the clinic is closed.",
    "It does not say when to ring the emergency number.",
    "It does not say when answers are read.",
    "Write the line.",
)
