"""A clinic chooses what is on the sheet: it stays one page, and nothing that matters is lost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from lytte.commands.sheet_sample import SYMPTOMS, sample
from lytte.core.invented import Trial
from lytte.core.sheet_layout import HIDEABLE, MOST, MOVED, SheetLayout
from lytte.core.summary import summarise
from lytte.core.summary_given import Letterhead, SummaryInput
from lytte.reports import plain_sheet, sheet_invented, summary_sheet
from lytte.reports.sheet_density import DENSITIES, PAGE
from tests.reports import extremes, pdfs

LAYOUTS = {
    "backwards": SheetLayout(order=tuple(reversed(MOVED))),
    "bare": SheetLayout(hidden=HIDEABLE),
    "greedy": SheetLayout(every_row=True, smallest="roomy", lines=MOST, found=MOST),
    "apart": SheetLayout(order=("plan", "others", "functions", "rest"), left_out=("d/0", "h/2")),
}
FULLEST = (extremes.first_visit, extremes.everything_flagged, extremes.far_too_much)
every_extreme = pytest.mark.parametrize("given", FULLEST, ids=lambda one: one.__name__)
every_layout = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


def read(given: SummaryInput, layout: SheetLayout) -> str:
    return pdfs.text(summary_sheet.pdf(replace(given, layout=layout)))


@every_layout
@every_extreme
def test_whatever_is_chosen_and_sent_the_sheet_is_one_page_and_keeps_what_it_must(
    given: Callable[[], SummaryInput], layout: SheetLayout
) -> None:
    content = summary_sheet.pdf(replace(given(), layout=layout))
    said = pdfs.text(content)

    assert len(pdfs.opened(content).pages) == 1
    assert "Viktigst for pasienten" in said
    assert "Ikke besvart:" in said
    assert "erstatter den ikke" in said
    assert all(one["/Alt"] for one in pdfs.tags(content, "Figure"))
    assert len(pdfs.tags(content, "H1")) == 1
    assert pdfs.not_accessible(content) == []


@every_layout
def test_what_was_reckoned_holds_the_page(layout: SheetLayout) -> None:
    """Were it short, a page that was promised would not come."""
    for given in extremes.EXTREMES:
        summary = summarise(replace(given(), layout=layout))
        for page, _ in list(summary_sheet.kept(summary))[:1]:
            assert page.height(DENSITIES[page.density]) <= PAGE
            assert given not in FULLEST or summary_sheet.kept_pdf(summary)


def test_blocks_stand_in_the_order_of_the_clinic() -> None:
    layout = SheetLayout(order=("plan", "functions", "symptoms", "findings"))
    said = summary_sheet.body(replace(sample(), layout=layout)).__html__()

    places = [
        said.index(one)
        for one in ("Viktigst for", "Avtalt i dag", "Funksjon 0–100", "Plager 0–10", "Se på dette")
    ]
    assert places == sorted(places)


def test_scores_stand_in_the_order_of_the_clinic() -> None:
    page, _ = next(
        summary_sheet.settings(
            summarise(replace(sample(), layout=SheetLayout(scores=("d/7", "d/1"))))
        )
    )

    drawn = [row.name for row in page.tables[0].rows]
    assert drawn[:3] == ["Uro", "Tretthet", "Smerte"]


def test_a_score_that_is_not_drawn_is_told_when_it_is_beyond_a_limit() -> None:
    hidden = SheetLayout(left_out=("d/0", "d/2"), hidden=("functions",))
    said = read(sample(), hidden)

    told = said[said.index("Ikke tegnet på denne siden, men forbi en grense:") :]
    assert "Smerte 8 (rød" in told
    assert "Fysisk funksjon 53 (gul" in told
    assert "kan leses på skjerm: Kvalme, Sosial funksjon" in told
    assert "1 Smerte 8 av 10" in said.replace("\xa0", " ").replace("  ", " ")


def test_nothing_is_called_well_because_it_is_hidden() -> None:
    everything = SheetLayout(hidden=("symptoms", "functions"))

    assert "Ingenting ble målt" not in read(extremes.nothing_flagged(), everything)
    beyond = replace(extremes.everything_flagged(), alerts=())
    assert "Ingen nye funn; se hva som er utelatt på siden" in read(beyond, everything)


def test_the_screen_and_the_record_have_what_the_page_leaves_out() -> None:
    given = replace(
        sample(agreements=(extremes.agreement(),)),
        layout=SheetLayout(hidden=("functions", "others", "last"), left_out=("d/2",)),
    )
    title = "Ikke på den trykte siden, etter klinikkens valg"
    for told in (summary_sheet.body(given).__html__(), plain_sheet.text(given)):
        printed, aside = told.split(title)
        for one in ("Fysisk funksjon", "Kvalme", "Ryggen", "smerteteamet"):
            assert one in aside
        assert "Sosial funksjon" not in printed
    assert title not in summary_sheet.body(sample()).__html__()


def test_a_layout_from_before_a_new_block_does_not_lose_it() -> None:
    layout = SheetLayout.model_validate({"order": ["plan"]})

    assert sorted(layout.order) == sorted(MOVED)
    assert layout.blocks[:3] == ("last", "priorities", "plan")


def test_a_page_too_full_for_what_was_chosen_gives_up_the_choice_and_not_the_patient() -> None:
    summary = summarise(replace(extremes.everything_flagged(), layout=LAYOUTS["greedy"]))

    assert list(summary_sheet.kept(summary)) == []
    page, _ = next(summary_sheet.settings(summary))
    assert sum(len(table.rows) for table in page.tables) == 13


def test_the_hospitals_picture_and_colour_head_the_page_and_take_no_room() -> None:
    out = BytesIO()
    Image.new("RGB", (480, 120), "navy").save(out, "PNG")
    letterhead = Letterhead(
        name="Oppdiktet sykehus", picture=out.getvalue(), width=480, height=120, accent="#7a1f5c"
    )
    given = sample()
    content = summary_sheet.pdf(replace(given, letterhead=letterhead))

    assert pdfs.not_accessible(content) == []
    figures = pdfs.tags(content, "Figure")
    assert next(one["/Alt"] for one in figures) == "Oppdiktet sykehus"
    assert len(figures) == len(pdfs.tags(content, "Table")) + 1
    plain, dressed = (
        next(summary_sheet.settings(summarise(one)))[0]
        for one in (given, replace(given, letterhead=letterhead))
    )
    assert dressed.height(DENSITIES["roomy"]) == plain.height(DENSITIES["roomy"])


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_an_invented_patient_fills_the_page_of_any_form(language: str) -> None:
    given = sample()
    trial = Trial(
        form=given.form, rules=given.rules, now=datetime(2026, 8, 24, tzinfo=UTC),
        zone=ZoneInfo("Europe/Oslo"), language=language, said=sheet_invented.said(language),
    )  # fmt: skip
    full, ordinary = summarise(trial.page("full")), summarise(trial.page("ordinary"))

    assert len(full.findings) > len(SYMPTOMS) > len(ordinary.findings) > 0
    assert full.emergencies.raised
    assert full.topics
    assert full.own_words
    assert full.person.synthetic
    assert len(pdfs.opened(summary_sheet.summary_pdf(full)).pages) == 1
