"""The English of every closed set of words in a plan for sending; as `labels` is."""

CHANNELS = {
    "sms": "text message",
    "email": "e-mail",
    "letter": "letter",
    "desk": "paper at the desk",
}
MEETINGS = {
    "visit": "each appointment",
    "cycle": "each treatment",
    "operation": "the operation",
    "radiotherapy": "the radiotherapy",
    "discharge": "coming home",
}
FACTS = {
    "when": "When",
    "least": "At least so long between",
    "off": "Weekend and holiday",
    "fresh": "How old answers may be",
    "by": "How it is sent",
    "open": "How long it is open",
    "remind-1": "First reminder",
    "remind-2": "Second reminder",
    "remind-3": "Third reminder",
    "stop": "When it stops",
}
SETTINGS = {
    "quiet": "Quiet hours",
    "minutes": "Minutes a week",
    "apart": "Days between two forms",
    "reuse": "Answers used again",
    "ask": "Messages on one day",
}
NOT_SET = {
    "quiet": "There are no quiet hours.",
    "minutes": "No limit on the minutes a week.",
    "apart": "Two forms may come right after one another.",
    "reuse": "Everybody is asked each time.",
    "ask": "Nothing is asked about.",
}
MARKS = {
    "visit": "Appointment",
    "cycle": "Treatment",
    "operation": "Operation",
    "radiotherapy": "Radiotherapy",
    "discharge": "Comes home",
}
STARTS = {
    "enrolment": "the first day at the clinic",
    "cycle": "the first treatment",
    "operation": "the operation",
    "radiotherapy": "the radiotherapy",
    "discharge": "coming home",
    "course_end": "the last treatment",
}
UNITS = {"day": "days", "week": "weeks", "month": "months"}
REST_DAYS = {
    "before": "the working day before",
    "after": "the working day after",
    "anyway": "on the day itself",
}
STOPS = {
    "course": "after the last treatment",
    "date": "after a date",
    "open": "only when the patient is no longer followed",
}
REUSED = {"clinic": "this clinic", "hospital": "any clinic of the hospital"}
DAYS_OFF = {
    "weekend": "weekend",
    "new_year": "New Year's Day",
    "maundy_thursday": "Maundy Thursday",
    "good_friday": "Good Friday",
    "easter_sunday": "Easter Sunday",
    "easter_monday": "Easter Monday",
    "labour_day": "1 May",
    "ascension": "Ascension Day",
    "constitution_day": "17 May",
    "whit_sunday": "Whit Sunday",
    "whit_monday": "Whit Monday",
    "christmas_day": "Christmas Day",
    "boxing_day": "Boxing Day",
}
NAMED_BY_DATE = frozenset({"labour_day", "constitution_day"})
"""Days off whose name says which day it is."""
MOVED = {
    "off": "Moved from {day}: {why}.",
    "fresh": "Not {day}: the answers would be too old at the appointment.",
    "quiet": "Moved from {hour}: quiet hours.",
    "clock": "{hour} is skipped when the clocks go forward.",
    "late": "At once, because the planned day has passed: {day}.",
}
LEFT = {
    "deceased": "Died {day}.",
    "withdrawn": "Does not want to be asked, since {day}.",
    "ended": "Was followed here until {day}.",
    "paused": "Pauses until {day}.",
    "protected": "Has a protected address, so no message is sent.",
    "unreachable": "No way in the plan reaches the patient.",
    "unchecked": "Waits. The population register was last asked {day}.",
    "never_checked": "Waits. The population register was never asked.",
    "course_over": "The treatment was over {day}.",
    "plan_over": "The plan stopped {day}.",
    "times_used": "Was sent {number} times before, which is the limit.",
    "sent": "Was sent {day}.",
    "answered": "Answered {day}. The answers are used.",
    "reused": "Answered {day} in {clinic}. The answers are used again.",
    "too_often": "Too soon after {day}: there must be {number} days in between.",
    "too_close": "Another form goes {day}, less than {number} days away.",
    "week_full": "The week's {number} minutes are used.",
    "too_late": "There is no time left before the appointment.",
    "not_in_use": "The form is not in use.",
}
LEFT_GROUPS = {
    "deceased": "Died",
    "withdrawn": "Does not want to be asked",
    "ended": "No longer followed here",
    "paused": "Pauses",
    "protected": "Protected address",
    "unreachable": "Cannot be reached",
    "unchecked": "Waits for the population register",
    "course_over": "The treatment is over",
    "plan_over": "The plan has stopped",
    "times_used": "Sent as often as planned",
    "sent": "Sent already",
    "answered": "Answered already",
    "reused": "Answered in another clinic",
    "too_often": "Too soon after the last one",
    "too_close": "Too close to another form",
    "week_full": "The week's minutes are used",
    "too_late": "Too late",
    "not_in_use": "The form is not in use",
}
