"""Every recipe that ships can be read, and scores what was scored by hand."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest

from lytte.core.instrument_recipe import Example, Recipe
from lytte.core.scoring.score import score
from lytte.instruments.recipes import INSTRUMENTS, NotARecipe, read_recipe, recipe_ids

read = cache(read_recipe)


def _examples() -> list[tuple[str, Example]]:
    return [
        (name, example) for name in recipe_ids() for example in read(INSTRUMENTS / name).examples
    ]


@pytest.mark.parametrize(
    ("name", "example"), _examples(), ids=lambda given: getattr(given, "name", given)
)
def test_a_recipe_scores_what_was_scored_by_hand(name: str, example: Example) -> None:
    recipe = read(INSTRUMENTS / name)

    results = score(recipe.scales_asked(frozenset(example.answers)), example.answers)

    for scale, expected in example.scores.items():
        found = results[scale].value
        if expected == "none":
            assert found is None
            assert results[scale].reason
        else:
            assert found is not None, results[scale].reason
            assert found.quantize(expected, ROUND_HALF_UP) == expected, scale


def test_the_recipes_named_in_the_documentation_ship() -> None:
    assert {
        "eortc-qlq-c30", "phq-9", "gad-7", "facit-fatigue", "esas-r", "who-5", "eq-5d-5l",
        "pro-ctcae", "promis-global-10", "g8", "epic-26", "hads", "fact-g",
    } <= set(recipe_ids())  # fmt: skip


@pytest.mark.parametrize("name", recipe_ids())
def test_a_recipe_carries_no_wording(name: str) -> None:
    folder = INSTRUMENTS / name

    assert not (folder / "texts").exists()
    assert (folder / "README.md").read_text().count("Source:") == 1
    assert "text" not in read(folder).items[0].model_dump()


@pytest.mark.parametrize("name", recipe_ids())
def test_every_scale_and_limit_names_its_source(name: str) -> None:
    for scale in read(INSTRUMENTS / name).scales:
        assert scale.source
        assert all(cut_off.source for cut_off in scale.cut_offs)
        assert {"en", "nb", "nn"} == set(scale.title.root), scale.id


@pytest.mark.parametrize("name", recipe_ids())
def test_the_ends_of_every_scale_can_be_reached(name: str) -> None:
    """Answering every item at one end and then at the other spans the stated range."""
    recipe = read(INSTRUMENTS / name)
    for scale in recipe.scales:
        low, high = scale.range or (Decimal(), Decimal())
        reached = {_all_at(recipe, scale.id, end) for end in ("low", "high")}
        assert all(value is None or low <= value <= high for value in reached)
    assert all(_all_at(recipe, scale.id, "low") is not None for scale in recipe.scales)


def _all_at(recipe: Recipe, scale: str, end: str) -> Decimal | None:
    answers = {item.id: item.minimum if end == "low" else item.maximum for item in recipe.items}
    [only_from] = (one.only_from for one in recipe.scales if one.id == scale)
    return score(recipe.scales, {**answers, **only_from})[scale].value


BROKEN = """
id = "broken"
version = "1"
title = { en = "Broken" }
wording = "licensed"
verified = false
source = "nobody"
worse = "up"
item = [{ id = "q1", minimum = 0, maximum = 3 }]

[[scale]]
id = "total"
items = ["q1", "q2"]
method = { type = "sum" }

[[scale]]
id = "a"
method = { type = "composite", combine = "sum", scales = ["b", "lost"] }

[[scale]]
id = "b"
method = { type = "composite", combine = "sum", scales = ["a"] }
"""


def _folder(root: Path, instrument: str) -> Path:
    folder = root / "broken"
    (folder / "examples").mkdir(parents=True)
    (folder / "instrument.toml").write_text(instrument)
    (folder / "LICENCE.toml").write_text('owner = "nobody"\nterms = "none"\n')
    (folder / "examples" / "one.toml").write_text(
        '[[example]]\nname = "one"\nanswers = { q1 = 9 }\nscores = { sum = "1" }\n'
    )
    return folder


def test_all_faults_of_a_recipe_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(NotARecipe) as refused:
        read_recipe(_folder(tmp_path, BROKEN))

    assert refused.value.faults == [
        "broken: scale total names q2, which is not an item",
        "broken: scale a is made of lost, which is not a scale",
        "broken: scales made of themselves: a, b",
        "broken: example 'one': q1 is 9, not 0 to 3",
        "broken: example 'one' scores sum, which is not a scale",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('type = "sum"', 'type = "guess"', "does not match any of the expected tags"),
        ('id = "broken"', 'id = "other"', "the folder's name must be too"),
        ('worse = "up"', 'worse = "sideways"', "Input should be 'up' or 'down'"),
        ('["q1", "q2"]', '["q1", "q1"]', "q1 stands twice"),
        ('id = "broken"', "id = ", "instrument.toml"),
    ],
)
def test_a_recipe_that_cannot_be_read_says_where(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    with pytest.raises(NotARecipe, match=fault):
        read_recipe(_folder(tmp_path, BROKEN.replace(old, new)))


def test_an_unreadable_neighbour_hides_no_recipe(tmp_path: Path) -> None:
    _folder(tmp_path, BROKEN)
    (tmp_path / "garbled").mkdir()
    (tmp_path / "garbled" / "instrument.toml").write_bytes(b"\xff = ")

    assert recipe_ids(tmp_path) == ["broken"]


def test_every_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path, "id = ")
    (folder / "LICENCE.toml").unlink()
    (folder / "examples" / "two.toml").write_text("[[")

    with pytest.raises(NotARecipe) as refused:
        read_recipe(folder)

    assert [fault.split(":")[0] for fault in refused.value.faults] == [
        "broken/instrument.toml",
        "broken/LICENCE.toml",
        "examples/two.toml",
    ]


@pytest.mark.parametrize(
    ("name", "scale", "value", "words"),
    [
        ("gad-7", "total", 7, "mild"),
        ("gad-7", "total", 8, "mild, above the more sensitive limit"),
        ("gad-7", "total", 10, "moderate"),
        ("mdasi", "worst", 4, None),
        ("mdasi", "worst", 5, "moderate"),
        ("mdasi", "worst", 7, "severe"),
        ("ipos", "worst", 2, None),
        ("ipos", "worst", 3, "severe"),
        ("kps", "total", 80, None),
        ("kps", "total", 70, "cannot work, lives at home"),
        ("kps", "total", 40, "cannot care for themselves"),
        ("fcri-sf", "total", 22, "clinical fear of recurrence"),
    ],
)
def test_a_score_is_named_by_the_last_limit_it_meets(
    name: str, scale: str, value: int, words: str | None
) -> None:
    [found] = (one for one in read(INSTRUMENTS / name).scales if one.id == scale)
    cut = found.finding(Decimal(value))

    assert (cut and cut.words.read("en")) == words


def test_a_scale_that_is_not_for_everybody_keeps_its_condition_on_other_link_ids() -> None:
    recipe = read(INSTRUMENTS / "eortc-qlq-br23")
    pairs = [(item.id, f"mine_{item.id}") for item in recipe.items]

    lost = score(recipe.scales_on(pairs), {"mine_q34": Decimal(2), "mine_q35": Decimal(4)})
    kept = score(recipe.scales_on(pairs), {"mine_q34": Decimal(1), "mine_q35": Decimal(4)})

    assert lost["BRHL"].value == 100
    assert str(kept["BRHL"].reason) == "not for this person, by the answer to mine_q34"
