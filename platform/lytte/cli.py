"""The `lytte` command: check, import, publish and print; load the demo; run the server.

Each command's code is imported when it is asked for, so that `lytte --help` is quick.
"""

import argparse
import gc
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import cast

from lytte.commands import waiting
from lytte.commands.examples import EPILOG, EXAMPLES, WHOSE

# They do one thing and are gone: nothing they make has time to become rubbish, and looking
# for it is up to a third of their work.
_BRIEF = ("check", "evaluate", "scoring", "demo")
_READING = ("check", "evaluate")
# services/instruments/exporting has them too; a test holds the two together.
_FORMATS = ("fhir-r4", "fhir-r5", "redcap", "xlsform", "toml")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 not done, 2 asked wrongly."""
    given = parsed(arguments)
    if not hasattr(given, "module"):
        _parser().print_help()
        return 2
    if given.module in _BRIEF:
        gc.disable()
    try:
        with waiting.told(given.called, getattr(given, "hospital", None)):
            if given.module in _READING:
                given.read = _reader(given)
            module = importlib.import_module(f"lytte.commands.{given.module}")
            return int(getattr(module, given.function)(given) or 0)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except _told() as fault:
        print(_told_as(fault), file=sys.stderr)
        return 1
    finally:
        gc.enable()


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what was asked for; what cannot be understood ends the process with 2."""
    return _parser().parse_args(arguments)


def _reader(given: argparse.Namespace) -> Callable[..., object]:
    """Return what reads the files; what reads tables and folders only where there are any."""
    module = importlib.import_module("lytte.commands.fhir_file")
    if not all(map(module.is_one, given.files if given.module == "check" else [given.file])):
        module = importlib.import_module("lytte.commands.questionnaire_file")
    return cast(Callable[..., object], module.read)


def _told() -> tuple[type[Exception], ...]:
    """Return what is told in words instead of with a trace; looked up when something broke."""
    return tuple(importlib.import_module("lytte.commands.told").TOLD)


def _told_as(fault: Exception) -> str:
    return str(importlib.import_module("lytte.commands.told").words(fault))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lytte",
        description="Questionnaires for oncology clinics.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _add_questionnaires(commands)
    _add_content(commands)
    _add_export(commands)
    _add_sheet(commands)
    _add_rehearsal(commands)
    _add_bundle(commands)
    _add_house(commands)
    _add_servers(commands)
    return parser


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    module: str,
    function: str,
    text: str,
) -> argparse.ArgumentParser:
    made = commands.add_parser(
        name,
        help=text,
        description=text,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.epilog = f"for example\n{EXAMPLES[made.prog]}"
    made.set_defaults(module=module, function=function, called=made.prog)
    return made


def _add_questionnaires(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = _command(
        commands, "check", "check", "run_check", "List what is wrong with questionnaires."
    )
    check.add_argument("files", nargs="+", metavar="FILE")
    check.add_argument("--json", action="store_true", help="print a JSON array, one entry a file")

    evaluate = _command(
        commands,
        "evaluate",
        "evaluate",
        "run",
        "Say what is asked and calculated, given answers.",
    )
    evaluate.add_argument("file", metavar="FILE")
    evaluate.add_argument(
        "--responses", metavar="RESPONSES", help="a FHIR QuestionnaireResponse, or an array of them"
    )
    evaluate.add_argument("--json", action="store_true", help="print what a program can read")
    evaluate.add_argument(
        "--observations",
        action="store_true",
        help="with --json, add what observationExtract takes out of a finished response",
    )

    score = _command(commands, "score", "scoring", "run_score", "Score answers by a recipe.")
    score.add_argument("recipe", metavar="RECIPE")
    score.add_argument("--answers", required=True, metavar="FILE")

    cat = commands.add_parser("cat", help="Adaptive tests.")
    inner = cat.add_subparsers(required=True, metavar="COMMAND")
    simulate = _command(
        inner, "simulate", "scoring", "run_cat_simulate", "Run an adaptive test over given answers."
    )
    simulate.add_argument("file", metavar="FILE")


def _add_content(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bring = _command(
        commands, "import", "content", "run_import", "Put a questionnaire on a hospital's shelf."
    )
    bring.add_argument("file", metavar="FILE")
    bring.add_argument("--hospital", required=True, metavar="SLUG", help=WHOSE)
    bring.add_argument("--id", metavar="ID", help="what to call it; otherwise from its name")
    bring.add_argument("--version", metavar="VERSION", help="otherwise the file's own")
    bring.add_argument(
        "--language", default="nb", metavar="TAG", help="of texts that do not say theirs (nb)"
    )
    bring.add_argument(
        "--recipe", default="", metavar="ID", help="score it as this instrument; FILE may be a CSV"
    )
    bring.add_argument(
        "--beside",
        action="append",
        default=[],
        metavar="LINKID",
        help="a question that is asked with it and not in the recipe; once for each",
    )

    publish = _command(commands, "publish", "content", "run_publish", "Put a clinic's form in use.")
    publish.add_argument("--hospital", required=True, metavar="SLUG", help=WHOSE)
    publish.add_argument("--clinic", required=True, metavar="SLUG", help="bryst, for one")
    publish.add_argument("--form", required=True, metavar="SLUG", help="for-timen, for one")
    made_of = "make the form of these instruments first, in this order"
    publish.add_argument("--instrument", action="append", default=[], metavar="ID", help=made_of)
    told = "an alert rule in force that would look at nothing, as you know; once for each"
    publish.add_argument("--silencing", action="append", default=[], metavar="RULE", help=told)
    publish.add_argument("--title", metavar="TEXT", help="of a form that is made here")


def _add_export(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    export = _command(
        commands, "export", "export", "run", "Write a questionnaire as a file for another tool."
    )
    export.add_argument("what", metavar="WHAT", help="a file, a folder, or the id of an instrument")
    export.add_argument("--format", required=True, choices=_FORMATS)
    export.add_argument("-o", "--output", metavar="FILE", help="otherwise it is printed")
    export.add_argument("--hospital", metavar="SLUG", help="whose instrument it is")
    export.add_argument(
        "--language", default="", metavar="TAG", help="where the format holds only one"
    )


def _add_sheet(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sheet = _command(commands, "sheet", "sheet", "run", "Print the summary sheet of a response.")
    sheet.add_argument("response", metavar="RESPONSE-ID")
    sheet.add_argument(
        "--hospital", metavar="SLUG", help="whose response it is; found when it is not given"
    )
    sheet.add_argument("-o", "--output", required=True, metavar="FILE", help="a PDF of one page")
    sheet.add_argument("--language", default="nb", choices=("nb", "nn", "en"))


def _add_rehearsal(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    rehearse = _command(
        commands, "rehearse", "rehearse", "run", "Try thresholds on a clinic's own past."
    )
    rehearse.add_argument("--clinic", required=True, metavar="SLUG")
    rehearse.add_argument("--hospital", metavar="SLUG")
    rehearse.add_argument("--rules", metavar="FILE", help="JSON or TOML; otherwise the draft")
    rehearse.add_argument("--days", type=int, default=90, metavar="N", help="90 unless told")
    rehearse.add_argument("--posts", type=int, default=1, metavar="N", help="rostered posts")
    rehearse.add_argument("--budget", type=int, metavar="N", help="warn above N alerts a week")
    rehearse.add_argument("--json", action="store_true")


def _add_bundle(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    bundle = commands.add_parser("bundle", help="A hospital's whole configuration as one file.")
    inner = bundle.add_subparsers(required=True, metavar="COMMAND")
    export = _command(inner, "export", "bundle", "run_export", "Write the configuration as JSON.")
    export.add_argument("-o", dest="output", metavar="FILE", help="otherwise it is printed")
    export.add_argument(
        "--drafts", action="store_true", help="what is being made, instead of what is in use"
    )
    diff = _command(
        inner, "diff", "bundle", "run_diff", "Say what taking a file in would change here."
    )
    bring = _command(
        inner, "import", "bundle", "run_import", "Take a file in as drafts; nothing is published."
    )
    for one in (diff, bring):
        one.add_argument("file", metavar="FILE")
        one.add_argument(
            "--clinic", action="append", metavar="THERE=HERE",
            help="which clinic here takes the place of one in the file; THERE= leaves it out",
        )  # fmt: skip
    for one in (export, diff, bring):
        one.add_argument("--hospital", required=True, metavar="SLUG")


def _add_servers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    jobs = _command(commands, "jobs", "jobs", "run", "Do what is due, again and again.")
    jobs.add_argument("--once", action="store_true", help="one round, and print how much was done")
    serve = _command(commands, "serve", "serve", "run", "Run the web server.")
    serve.add_argument(
        "--workers", type=_one_or_more, default=2, metavar="N", help="processes that answer (2)"
    )
    serve.add_argument(
        "--door",
        choices=("application", "patient", "staff"),
        default="application",
        help="serve patients or staff alone; otherwise both, and the CMS",
    )
    serve.add_argument("--look", action="store_true", help="only tell whether it could serve")


def _one_or_more(given: str) -> int:
    number = int(given)
    if number < 1:
        raise argparse.ArgumentTypeError("one or more are needed")
    return number


def _add_house(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    demo = commands.add_parser("demo", help="Two invented hospitals to try Lytte on.")
    inner = demo.add_subparsers(required=True, metavar="COMMAND")
    load = _command(
        inner, "load", "demo", "run_load", "Load the demo, or bring its appointments to today."
    )
    load.add_argument("--hospital", metavar="SLUG", help="otherwise both, side by side")
    link = _command(
        inner, "link", "demo", "run_link", "Make a fresh assessment and print its link."
    )
    link.add_argument("--hospital", metavar="SLUG", help="otherwise the first")
    link.add_argument("--clinic", metavar="SLUG", help="otherwise the hospital's first")
    link.add_argument("--form", metavar="SLUG", help="otherwise the clinic's first in use")
    _command(inner, "staff", "demo", "run_staff", "Print how to sign in as each role, as JSON.")
    code = _command(
        inner, "code", "demo", "run_code", "Print someone's one-time code, as an app would show it."
    )
    code.add_argument("email", metavar="EMAIL")

    db = commands.add_parser("db", help="The database.")
    inner = db.add_subparsers(required=True, metavar="COMMAND")
    _command(
        inner, "upgrade", "db", "run_upgrade", "Make the roles and bring the tables up to date."
    )
    roles = _command(inner, "roles", "db", "run_roles", "Print the SQL that makes the roles.")
    roles.add_argument("--print", action="store_true", help="what it does anyway")

    audit = commands.add_parser("audit", help="Who did what, and who saw what.")
    inner = audit.add_subparsers(required=True, metavar="COMMAND")
    _command(inner, "verify", "audit", "run_verify", "Check that no row was changed or taken out.")


if __name__ == "__main__":
    sys.exit(main())
