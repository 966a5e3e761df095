"""The English of every closed set of words the CMS shows; each is translated like a sentence.

What is stored are short keys. None of them is ever shown: a test holds every key that the
platform can store against these tables, and every value against the catalogues.
"""

LANGUAGES = {"nb": "bokmål", "nn": "nynorsk", "en": "English", "ar": "العربية"}
"""Each in its own words; never translated."""

IN_LANGUAGE = {"nb": "bokmål", "nn": "nynorsk", "en": "English", "ar": "Arabic"}

SETTINGS = {
    "name": "Name",
    "logo": "Logo",
    "accent": "Colour",
    "told": "Information and consent",
    "alerts_a_week": "Alerts a week",
    "sheet": "Summary sheet",
}

QUESTION_KINDS = {
    "rating": "A number from 0 to 10",
    "one": "One of several options",
    "several": "Any of several options",
    "yes_no": "Yes or no",
    "words": "Own words",
}

ITEM_TYPES = {
    "attachment": "a file",
    "boolean": "yes or no",
    "choice": "choose from a list",
    "open-choice": "choose from a list, or own words",
    "date": "a date",
    "dateTime": "a date and time",
    "decimal": "a number",
    "display": "a text to read",
    "group": "a heading",
    "integer": "a whole number",
    "numeric_rating": "a number from {low} to {high}",
    "quantity": "a number with a unit",
    "reference": "a reference",
    "string": "a few words",
    "text": "own words",
    "time": "a time of day",
    "url": "a web address",
    "visual_analogue": "a mark on a line",
}

WORDINGS = {
    "title": "Title",
    "introduction": "First words to the patient",
    "question": "Question",
    "group": "Heading",
    "display": "Text between the questions",
    "help": "Help text",
    "prefix": "Number or letter before it",
    "short": "Short name, for the sheet",
    "low": "What the lowest number means",
    "high": "What the highest number means",
    "own_words": "Name of the field for own words",
    "format": "How to write the answer",
    "option": "Answer",
    "advice": "Advice to the patient",
    "name": "Name",
    "call_now": "Why we want to talk today",
    "danger": "When to ring the emergency number",
    "who_answers": "Who answers the telephone",
    "out_of_hours": "Whom to ring when it is closed",
    "when_read": "When answers are read",
    "information": "What the answers are for",
    "consent": "Consent",
}

LOCKED = {
    "authorised": "Authorised translation, locked",
    "machine": "Drafted by a machine, not authorised. Locked",
    "instrument": "Belongs to the instrument, locked",
}

TEXT_FILES = {
    "xlsx": "Spreadsheet (XLSX)",
    "xliff": "XLIFF, for translation bureaus",
    "po": "PO, for translation tools",
}

WORDING_STATES = {"missing": "Missing", "stale": "Out of date", "done": "Done"}

WORDED = {
    "text": "Words",
    "formatted": "Words with emphasis",
    "prefix": "Before the words",
    "short_text": "Name on the sheet",
    "low": "The lowest answer",
    "high": "The highest answer",
}

SAFETY_LINES = {
    "who_answers": "Who answers the telephone",
    "out_of_hours": "What to do when you are closed",
    "danger": "When to ring the emergency number",
    "when_read": "When answers are read ({read_by} is the hour)",
}

RULE_KINDS = {
    "at_least": "is at least",
    "below": "is under",
    "worsened": "has become worse since last time by at least",
    "from_start": "has become worse since the first time by at least",
    "persisted": "has several times been at least",
    "persisted_below": "has several times been under",
}

ROLES = {
    "nurse": "the nurse",
    "doctor": "the doctor",
    "coordinator": "the coordinator",
    "clinician": "clinician",
    "clinic_admin": "clinic admin",
    "hospital_admin": "hospital admin",
}
RECIPIENTS = ("nurse", "doctor", "coordinator")

SEVERITIES = {"red": "Red", "amber": "Amber"}

STATES = {
    "in_review": "waits for approval",
    "scheduled": "planned",
    "live": "in use",
    "retired": "used earlier",
    "rejected": "sent back",
    "withdrawn": "called off",
}

WEEKDAYS = {
    "1": "Monday",
    "2": "Tuesday",
    "3": "Wednesday",
    "4": "Thursday",
    "5": "Friday",
    "6": "Saturday",
    "7": "Sunday",
}

APPROVED = {"forms": "Form", "rules": "Alert rules", "safety": "Safety text"}
BUNDLED = {**APPROVED, "plan": "Plan for sending", "settings": "Settings"}
VERSIONED = {name: said for name, said in BUNDLED.items() if name != "forms"}

DEEDS = {
    "logo.add": "added a logo",
    "settings.change": "changed what patients are told, name, logo, colour or alerts a week",
    "settings.dismiss": "left settings that came with a file",
    "access.give": "gave a patient a link or a code",
    "alert.acknowledged": "acknowledged an alert",
    "alert.answered": "closed an alert on silence, because the answer came",
    "alert.known": "agreed a plan, so that an alert is known",
    "alert.known_ended": "ended a plan, so that an alert is heard again",
    "alert.silence": "put a patient on the list, because no answer came",
    "alert.overridden": "set an alert aside, with a reason",
    "alert.reopened": "opened an alert again",
    "alert.resolved": "closed an alert",
    "alerts.trace": "looked up why an alert was raised",
    "alerts.view": "looked at the list of alerts",
    "answers.save": "saved answers",
    "assessment.begin": "began a form",
    "assessment.plan": "planned a form for a patient",
    "assessment.view": "looked at a patient's answers",
    "bundle.export": "took the configuration out as a file",
    "bundle.import": "took in a configuration from a file",
    "call_now.reply": "answered on the page “Call us now”",
    "clinic_contact.confirm": "confirmed a telephone number",
    "clinic.covered": "duty covered all promised hours again",
    "clinic.uncovered": "duty no longer covered all promised hours",
    "clinic_duty.set": "said who is on duty",
    "clinic_contact.set": "changed a telephone number or hours",
    "clinic_day.view": "looked at the day's patients",
    "demo.load": "loaded the demo",
    "draft.undo": "took back a change of a draft",
    "enrolment.add": "added a patient to the clinic",
    "form.abandon_upgrade": "left the hospital's newer version of a form",
    "form.approve": "approved a form",
    "form.call_off": "called off a planned version of a form",
    "form.in_force": "put a planned version of a form in use",
    "form.copy": "copied a form from another hospital",
    "form.inherit": "began a form on the hospital's",
    "rules.inherit": "let alert rules build on the hospital's",
    "rules.upgrade": "laid alert rules on the hospital's newer version",
    "form.plan": "planned a version of a form",
    "form.propose": "sent a form for approval",
    "form.publish": "published a form",
    "form.reject": "sent a form back",
    "form.restore": "went back to an earlier version of a form",
    "form.retire": "took a form out of use",
    "form.save": "changed a draft of a form",
    "form.take_back": "took back a form that waited for approval",
    "form.share": "shared a form with other hospitals",
    "form.withdraw": "stopped sharing a form",
    "form.upgrade": "laid a form's changes on the hospital's newer version",
    "history.view": "looked at this history",
    "house_rules.change": "changed who may publish a form",
    "insight.view": "looked at the numbers of a clinic",
    "instrument.add": "added an instrument",
    "instrument.export": "took an instrument out as a file",
    "level.make": "opened what the hospital shares with its clinics",
    "licence.record": "recorded a licence",
    "page.refused": "was refused a page",
    "paper.print": "printed a form on paper",
    "papers.view": "looked for whose paper it was",
    "patient.enter": "opened the link or code",
    "preview.link": "made a link to try a form out on a phone",
    "rehearsal.names": "looked at names in a trial of alert rules",
    "rehearsal.run": "tried alert rules on earlier answers",
    "response.send": "sent a form",
    "response.correct": "corrected what was typed in from paper",
    "response.judge_again": "judged later answers again after a paper was typed in or corrected",
    "rule_set_publication.approve": "approved alert rules",
    "rule_set_publication.call_off": "called off planned alert rules",
    "rule_set_publication.in_force": "put planned alert rules in force",
    "rule_set_publication.propose": "sent alert rules for approval",
    "rule_set_publication.reject": "sent alert rules back",
    "rule_set_publication.restore": "went back to earlier alert rules",
    "rule_set_publication.take_back": "took back alert rules that waited for approval",
    "rules.save": "changed a draft of the alert rules",
    "safety_text.approve": "approved a safety text",
    "safety_text.call_off": "called off a planned safety text",
    "safety_text.in_force": "put a planned safety text in force",
    "safety_text.propose": "sent a safety text for approval",
    "safety_text.reject": "sent a safety text back",
    "safety_text.restore": "went back to an earlier safety text",
    "safety_text.take_back": "took back a safety text that waited for approval",
    "schedule.inherit": "let a plan for sending build on the hospital's",
    "schedule.upgrade": "laid a plan for sending on the hospital's newer version",
    "schedule.call_off": "called off a planned plan for sending",
    "schedule.in_force": "put a planned plan for sending in force",
    "schedule.names": "looked at names in a trial of the plan for sending",
    "schedule.plan": "planned a version of the plan for sending",
    "schedule.publish": "published a plan for sending",
    "schedule.restore": "went back to an earlier plan for sending",
    "schedule.save": "changed a draft of the plan for sending",
    "schedule.try": "tried a plan for sending",
    "sheet.view": "looked at a patient's sheet",
    "sign_in": "signed in",
    "sign_out": "signed out",
    "staff.add": "added a member of staff",
    "translation.fallback": "chose what is shown where a translation is missing",
    "translation.import": "brought in translated texts from a file",
    "translation.save": "translated texts",
}
ANY_DEED = "did something that has no name here yet"

STEPS = {
    "texts": "title, languages or length",
    "instrument": "an instrument was added",
    "newest": "an instrument is asked in a newer version",
    "move": "something was moved",
    "out": "something was taken out",
    "back": "something was put back",
    "question": "a question was added",
    "words": "a question was changed",
    "when": "when something is asked",
    "bundle": "a configuration was taken in",
    "sentence": "a sentence of the plan was changed",
    "care": "what holds for everything was changed",
    "fallback": "something fell back to the hospital's",
    "deviation": "an instrument was changed inside",
    "downgrade": "the hospital's newer version was left",
    "upgrade": "a newer version was laid under",
    "build_on": "it builds on the hospital's",
    "translation": "translated texts came in",
    "change": "the latest change",
}
"""What can be taken back, by the word that is stored with it."""

MODES = {"web": "on a telephone or computer", "kiosk": "on a tablet here", "paper": "on paper"}
ANSWERED_BY = {
    "self": "the patient alone",
    "helped": "the patient, with help",
    "proxy": "somebody for the patient",
    "interview": "in a conversation with staff",
}
COUNTED = {
    "asked": "Asked", "answered": "Answered", "left open": "Left open", "seconds": "Seconds",
    "minutes": "Minutes", "alerts": "Alerts", "set aside": "Were set aside",
}  # fmt: skip

FACTS = {
    "phone": "The clinic's telephone",
    "out_of_hours_name": "Who answers when you are closed",
    "out_of_hours_phone": "Number when you are closed",
    "emergency_phone": "Emergency number",
    "read_by": "Answers are read on weekdays before",
}
OUTCOMES = {"ok": "done", "denied": "refused"}

ACTORS = {
    "anonymous": "somebody not signed in",
    "patient": "a patient",
    "os": "the machine's operator",
    "job": "Lytte, by itself",
}
