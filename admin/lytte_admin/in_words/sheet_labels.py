"""The English of the summary sheet's blocks and choices; see `labels`."""

BLOCKS = {
    "last": "What was agreed last time",
    "priorities": "What matters most to the patient",
    "findings": "What to look at, and why",
    "known": "What is known, with an agreement",
    "symptoms": "Symptoms from 0 to 10",
    "functions": "Functions from 0 to 100",
    "higher_is_worse": "Other scores, where higher is worse",
    "higher_is_better": "Other scores, where higher is better",
    "undirected": "Measures with no better or worse",
    "rest": "What was not answered, and what the marks mean",
    "others": "Other answers",
    "plan": "Lines to write on: what is agreed today",
}
STAYS = {
    "priorities": "It is the patient's conversation: their own words are read before any number.",
    "findings": "A reason to ask must not be missed.",
    "known": "What is known and covered is still beyond a limit.",
    "rest": "A page that is silent about what is missing would look better than it is.",
}
"""Why a block cannot be taken away."""
SHEET_SIZES = {
    "roomy": "Large text, always",
    "snug": "A little smaller",
    "tight": "Small",
    "bare": "As small as it takes",
}
WAYS = {"rows": "Draw only what has news", "smallest": "Let the text be smaller"}
