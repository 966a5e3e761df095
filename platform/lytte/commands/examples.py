"""What `lytte --help` and the help of each command show, ready to be copied."""

EPILOG = """\
examples
  lytte check questionnaire.json              what is wrong with it, and the way out
  lytte import questionnaire.json --hospital fjordvik
  lytte import dictionary.csv --hospital fjordvik    from REDCap; the file says what it is
  lytte export questionnaire.json --format redcap -o dictionary.csv
  lytte publish --hospital fjordvik --clinic bryst --form for-timen
  lytte demo load                             two hospitals, three clinics, 300 invented patients
  lytte demo code sykepleier@fjordvik.example the six digits to sign in with, without an app
  lytte serve                                 http://localhost:5000 (PORT sets another port)

Commands that touch data start the embedded server when it is down, and are written
to the hospital's audit as the operating-system user.
"""

WHOSE = "the hospital's name in addresses: fjordvik, for one"

EXAMPLES = {
    "check": """\
  lytte check questionnaire.json              each fault with its place and the way out
  lytte check instruments/* --json            one entry a file: file, ok, kind, items, problems
Ends with 0 when every file can be imported, 1 when one cannot.""",
    "evaluate": """\
  lytte evaluate questionnaire.json           what is asked before anything is answered
  lytte evaluate questionnaire.json --responses answers.json --json
An array of responses gives an array of {enabled, calculated, response, problems}.""",
    "import": """\
  lytte import questionnaire.json --hospital fjordvik
  lytte import wording.csv --hospital fjordvik --recipe phq-9""",
    "publish": """\
  lytte publish --hospital fjordvik --clinic bryst --form for-timen
  lytte publish --hospital fjordvik --clinic bryst --form kort --instrument lytte-underveis""",
    "sheet": """\
  lytte sheet 9b03ff04-... -o sheet.pdf       the id stands in the address of the sheet""",
    "link": """\
  lytte demo link                             JSON: url, birth_date
  lytte demo link --clinic tarm --hospital nordlys""",
    "load": """\
  lytte demo load                             half a minute; later only today's are added""",
    "staff": """\
  lytte demo staff                            JSON: url, email, password, totp_secret, role""",
    "code": """\
  lytte demo code sykepleier@fjordvik.example it works once and for a minute""",
    "upgrade": """\
  lytte db upgrade                            again as often as you like""",
    "serve": """\
  PORT=8000 lytte serve                       http://localhost:8000, stopped with Ctrl-C
  lytte serve --door patient                  nothing of the staff's is reachable""",
}
