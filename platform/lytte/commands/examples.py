"""What `lytte --help` and the help of each command show, ready to be copied."""

EPILOG = """\
examples
  lytte check questionnaire.json              what is wrong with it, and the way out
  lytte import questionnaire.json --hospital fjordvik
  lytte import dictionary.csv --hospital fjordvik    from REDCap; the file says what it is
  lytte export questionnaire.json --format redcap -o dictionary.csv
  lytte publish --hospital fjordvik --clinic bryst --form for-timen
  lytte demo load                             two hospitals, three clinics, 300 invented patients
  lytte demo code sykepleier@fjordvik.example  six digits to sign in with, without an app
  lytte serve                                 http://localhost:5000 (PORT sets another port)

Commands that touch data start the embedded server when it is down, and are written
to the hospital's audit as the operating-system user.
"""

WHOSE = "the hospital's name in addresses: fjordvik, for one"

EXAMPLES = {
    "lytte check": """\
  lytte check questionnaire.json              each fault with its place and the way out
  lytte check instruments/* --json            one entry a file: file, ok, kind, items, problems
Ends with 0 when every file can be imported, 1 when one cannot.""",
    "lytte evaluate": """\
  lytte evaluate questionnaire.json           what is asked before anything is answered
  lytte evaluate questionnaire.json --responses answers.json --json
An array of responses gives an array of {enabled, calculated, response, problems}.""",
    "lytte import": """\
  lytte import questionnaire.json --hospital fjordvik
  lytte import wording.csv --hospital fjordvik --recipe phq-9""",
    "lytte publish": """\
  lytte publish --hospital fjordvik --clinic bryst --form for-timen
  lytte publish --hospital fjordvik --clinic bryst --form kort --instrument lytte-underveis""",
    "lytte sheet": """\
  lytte sheet 9b03ff04-... -o sheet.pdf       the id stands in the address of the sheet""",
    "lytte demo link": """\
  lytte demo link                             JSON: url, birth_date
  lytte demo link --clinic tarm --hospital nordlys""",
    "lytte demo load": """\
  lytte demo load                             half a minute; later only today's are added""",
    "lytte demo staff": """\
  lytte demo staff                            JSON: url, email, password, totp_secret, role""",
    "lytte demo code": """\
  lytte demo code sykepleier@fjordvik.example  it works once and for a minute""",
    "lytte db upgrade": """\
  lytte db upgrade                            again as often as you like""",
    "lytte serve": """\
  PORT=8000 lytte serve                       http://localhost:8000, stopped with Ctrl-C
  lytte serve --door patient                  nothing of the staff's is reachable""",
    "lytte score": """\
  lytte score phq-9 --answers answers.json    {"q1": 2, "q2": null}, or an array of them
Ends with 1 when nothing can be scored.""",
    "lytte cat simulate": """\
  lytte cat simulate fixture.json             what is asked next, and the estimate after each""",
    "lytte export": """\
  lytte export questionnaire.json --format redcap -o dictionary.csv
  lytte export lytte-underveis --hospital fjordvik --format fhir-r4""",
    "lytte rehearse": """\
  lytte rehearse --hospital fjordvik --clinic bryst
  lytte rehearse --hospital fjordvik --clinic bryst --rules rules.toml --days 30
Says how many alerts a rule set would have raised, beside the one in use. Nothing is changed.""",
    "lytte bundle export": """\
  lytte bundle export --hospital fjordvik -o fjordvik.json
Telephone numbers and secrets stay behind; the file says which.""",
    "lytte bundle diff": """\
  lytte bundle diff fjordvik.json --hospital nordlys --clinic bryst=tarm""",
    "lytte bundle import": """\
  lytte bundle import fjordvik.json --hospital nordlys --clinic bryst=tarm
Look at `lytte bundle diff` first; what comes in waits as drafts.""",
    "lytte jobs": """\
  lytte jobs                                  until Ctrl-C, where `lytte serve` does not do it
  lytte jobs --once                           one round, for cron""",
    "lytte db roles": """\
  lytte db roles > roles.sql                  for a PostgreSQL of your own""",
    "lytte audit verify": """\
  lytte audit verify                          every hospital's chain; 1 when one is broken""",
}
