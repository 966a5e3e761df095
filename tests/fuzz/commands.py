"""Any bytes given to `lytte score` and `lytte cat simulate`: JSON, or a sentence."""

import json
from contextlib import suppress

from lytte.commands.scoring import NotUnderstood, cat_simulate, score
from tests.fuzz import guided
from tests.fuzz.bounds import within_bounds

RECIPES = ("phq-9", "eortc-qlq-c30", "pro-ctcae", "eq-5d-5l", "g8", "epic-26")
BANK = {
    "model": "graded_response",
    "bank": [{"link_id": f"i{n}", "a": 1.5 + n / 9, "b": [-1, 0, n / 4, 2]} for n in range(6)],
    "cases": [{"settings": {"max_items": 4, "min_items": 2, "max_se": 0.3},
               "responses": {f"i{n}": n % 5 for n in range(6)}}],
}  # fmt: skip
SEEDS = [
    b'\x00{"q1": 3, "q2": null, "q9": 0}',
    b'\x01[{"q1": 1, "q30": 7}, {}]',
    b'\x02{"f": 4, "s": 0, "i": null}',
    b'\x03{"mo": 1, "sc": 5, "ua": 1, "pd": 2, "ad": 3, "vas": 80}',
    b'\x04{"q4": 22.5, "q8": 81}',
    b"\x06" + json.dumps(BANK).encode(),
    b"\x06" + json.dumps([{**BANK, "model": "generalised_partial_credit"}]).encode(),
]
WORDS = [
    b'"model":"generalised_partial_credit"', b'"b":[', b'"a":', b'"lo":', b'"points":', b'"sd":',
    b'"max_se":', b'"best_health_after":1', b'"healthiest":"highest"', b"NaN", b"1e400", b"-0.0",
]  # fmt: skip

JSON_STARTS = 1


def attempt(document: bytes) -> None:
    """The first byte says which command; what it prints is JSON."""
    text = document[1:].decode("utf-8", "replace")
    which = document[0] % (len(RECIPES) + 1) if document else 0
    with within_bounds(), suppress(NotUnderstood):
        said = score(RECIPES[which], text) if which < len(RECIPES) else cat_simulate(text)
        json.loads(said)


if __name__ == "__main__":
    guided.start("commands")
