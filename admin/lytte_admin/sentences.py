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
    "The title is missing in {language}.",
    "Translate it.",
    "«{text}» is not written in {language}.",
    "Translate it, or take the language out of the form.",
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
    "The answers to «{name}» are not all written in {language}.",
    "Translate them, or take the language out of the form.",
    # services/licensing
    "No licence is recorded for {title}.",
    "{owner} owns it. Record your agreement under Licences.",
    "The licence for {title} ran out on {date}.",
    "The licence for {title} runs out on {date}.",
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
    "The form asks {name} {version}, which is neither in the file nor on the shelf here.",
    "Bring the instrument in first, or take it out of the form over there.",
    "A text holds markup, as a page or a script does.",
    "Write it as plain words, without angle brackets.",
    "{name} {version} is here already, with other content.",
    "A version is never changed. Give it another version where it comes from.",
    "There is no clinic here called {name} ({slug}).",
    "Make it first, or say which clinic here takes its place.",
    "The clinic stands twice in the file.",
    "Leave one of them out.",
    "Export it again, and change nothing.",
)
