"""Any bytes, read as a table of wording and laid onto each kind of recipe."""

from lytte.instruments.recipes import INSTRUMENTS, read_recipe
from lytte.services.instruments.importing_table import is_table, read_table
from lytte.services.instruments.laying import onto_recipe
from tests.fuzz import guided
from tests.fuzz.bounds import within_bounds

RECIPES = [
    read_recipe(INSTRUMENTS / name) for name in ("phq-9", "esas-r", "eq-5d-5l", "g8", "pro-ctcae")
]
ROWS = ["\r\n".join(f"{item.id};About {item.id}?;" for item in recipe.items) for recipe in RECIPES]
SEEDS = [
    *(bytes([number]) + rows.encode() for number, rows in enumerate(ROWS)),
    b"\x00" + "\n".join(f"{n};About?;a|b|c|d" for n in range(1, 10)).encode(),
    b"\x00" + "\n".join(f"{n}\tAbout?\t0=a|1=b|2=c|3=d" for n in range(1, 10)).encode("utf-16"),
    b'\x01item,text,options\n,"Think, of today",\n1,"How ""bad""?",none|worst\n',
]
WORDS = [b"|", b";", b"\t", b'"', b"\r\n", b"=", b"1=", b"0.5=", b"q1", b"mo", b"vas", b"\xff\xfe"]


def attempt(document: bytes) -> None:
    """Read it; it becomes an instrument, or every fault has a sentence."""
    recipe = RECIPES[document[0] % len(RECIPES)] if document else RECIPES[0]
    with within_bounds():
        is_table(document[1:])
        questionnaire, problems = read_table(document[1:], recipe, "nb")
        assert (questionnaire is None) == bool(problems)
        if questionnaire is not None:
            instrument, problems = onto_recipe(questionnaire, recipe)
            assert instrument is not None or problems
    assert all(one.message for one in problems)


if __name__ == "__main__":
    guided.start("tables")
