"""The sheet is one page, whatever was sent, and says what it leaves out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from lytte.commands.sheet_sample import SYMPTOMS, sample
from lytte.core.summary import summarise
from lytte.core.summary_given import SummaryInput
from lytte.reports import pdf as reports_pdf
from lytte.reports import summary_sheet
from lytte.reports.sheet_density import BARE, ROOMY, SNUG, TIGHT
from lytte.reports.sheet_page import SheetPage
from lytte.wording.catalogue import words
from tests.reports import extremes, pdfs

DENSITIES = {density.name: density for density in (ROOMY, SNUG, TIGHT, BARE)}
MM = 25.4 / 96
every_extreme = pytest.mark.parametrize("given", extremes.EXTREMES, ids=lambda one: one.__name__)


@every_extreme
def test_it_is_one_page_from_title_to_foot(given: Callable[[], SummaryInput]) -> None:
    content = summary_sheet.pdf(given())
    read = pdfs.text(content)

    assert len(pdfs.opened(content).pages) == 1
    assert "Oppsummering før samtalen" in read
    assert "Avtalt i dag" in read
    assert "erstatter den ikke" in read


@every_extreme
def test_it_can_be_read_aloud(given: Callable[[], SummaryInput]) -> None:
    content = summary_sheet.pdf(given())
    document = pdfs.opened(content)
    catalogue: Any = document.trailer["/Root"]

    assert pdfs.not_accessible(content) == []
    assert catalogue["/Lang"] == "nb"
    assert catalogue["/MarkInfo"]["/Marked"]
    assert document.metadata is not None
    assert (document.metadata.title or "").startswith("Oppsummering før samtalen – ")
    figures, tables = pdfs.tags(content, "Figure"), pdfs.tags(content, "Table")
    assert all(one["/Alt"] for one in figures)
    assert len(figures) == len(tables)
    rows = pdfs.tags(content, "TR")
    assert len(pdfs.tags(content, "TH")) == len(rows) + 3 * len(tables)
    assert len(pdfs.tags(content, "H1")) == 1


@every_extreme
def test_what_was_reckoned_is_what_is_laid_out(given: Callable[[], SummaryInput]) -> None:
    """Were the reckoning short, the page would be set twice; were it long, rows would be lost."""
    page, spare = next(summary_sheet.settings(summarise(given())))
    density = DENSITIES[page.density]
    boxes = list(_sections(page, spare))

    bottom = max(box.position_y + box.margin_height() for box in boxes) * MM - 8.5
    reckoned = page.height(density) + 3 * spare
    assert bottom - 0.6 < reckoned < bottom + 14


def test_how_the_answers_came_stands_above_the_line_also_when_it_is_long() -> None:
    given = extremes.usual()
    sending = replace(
        given.sending, mode="paper", corrected=True, typed_in_at=given.sending.authored,
        typed_in_by="Solveig Margrethe Demonstrasjonsen",
    )  # fmt: skip
    page, spare = next(summary_sheet.settings(summarise(replace(given, sending=sending))))
    boxes = _boxes(page, spare)
    [head] = [box for box in boxes if box.element_tag == "header"]
    [came] = [box for box in boxes if box.element.get("class") == "came"]

    assert came.height > 3 * came.children[0].height
    assert came.position_y + came.height < head.position_y + head.height + head.padding_bottom


@every_extreme
def test_rows_are_as_high_as_their_drawing_takes_them_to_be(
    given: Callable[[], SummaryInput],
) -> None:
    page, spare = next(summary_sheet.settings(summarise(given())))
    rows = [box for box in _boxes(page, spare) if box.element_tag == "tr"]
    heights = {round(box.height * MM, 1) for box in rows if _is_body_row(box)}

    assert heights <= {DENSITIES[page.density].row}


def test_a_page_that_overflows_is_not_a_second_page() -> None:
    two_pages = "<html lang=nb><title>t</title><body>" + "<p>mer</p>" * 200

    with pytest.raises(reports_pdf.Overflow):
        reports_pdf.pdf(two_pages, [summary_sheet.STYLE], pages=1)


def test_a_report_fetches_nothing() -> None:
    page = '<html lang=nb><title>t</title><img alt="" src="file:///etc/hostname">'

    with pytest.raises(reports_pdf.Refused):
        reports_pdf.pdf(page, [summary_sheet.STYLE])


def test_a_sign_that_nobody_sees_does_not_keep_the_sheet_away() -> None:
    text = pdfs.text(summary_sheet.pdf(sample(own_words="Vondt\x0b\x02 her\ufffe\x1f & der")))

    assert "Vondt her & der" in text


def test_markup_in_an_answer_is_text() -> None:
    given = sample(own_words="<img src=http://x/>", topics=(("<b>fet</b>", "urgent"),))

    read = pdfs.text(summary_sheet.pdf(given))

    assert "<img src=http://x/>" in read
    assert "<b>fet</b>" in read


def test_a_full_page_still_names_every_flag_and_draws_it() -> None:
    page, _ = next(summary_sheet.settings(summarise(extremes.everything_flagged())))

    assert sum(len(table.rows) for table in page.tables) == 13
    assert DENSITIES[page.density].row >= 6.4


def test_a_row_that_is_not_drawn_is_told() -> None:
    summary = summarise(sample())
    page, _ = next(summary_sheet.settings(summary))
    told = " ".join(line for table in page.tables for line in table.folded)
    drawn = {row.name for table in page.tables for row in table.rows}

    for table in summary.tables:
        for row in table.rows:
            assert row.name in drawn or row.name in told
    assert "endret mindre enn 2: Kvalme 1, Munntørrhet 1." in told


def test_what_is_cut_says_where_the_rest_is() -> None:
    given = extremes.far_too_much()
    printed = pdfs.text(summary_sheet.pdf(given))
    screen = summary_sheet.body(given).__html__()

    assert "… (hele teksten på skjerm)" in printed
    assert "… » (hele" not in printed
    assert "på skjerm" not in screen
    assert "Dette er en lang fortelling om natten. " * 39 in screen
    assert screen.count(extremes.LONG_NAME) >= 32  # in the findings and under the table


def test_a_page_without_findings_says_what_it_does_not_know() -> None:
    read = pdfs.text(summary_sheet.pdf(extremes.nothing_flagged()))

    assert "Ingen svar er forbi grensene" in read
    assert "23 av 25 spørsmål er besvart. Skjemaet fanger ikke alt" in read
    assert "Nei på nødspørsmålene: ryggsmerter som hindrer søvn, feber på cellegift." in read
    assert "Ikke spurt om: økonomi, arbeid, seksualitet." in read


def test_a_page_without_numbers_does_not_call_it_well() -> None:
    read = pdfs.text(summary_sheet.pdf(extremes.nothing_at_all()))

    assert "Ingenting ble målt" in read
    assert "Nødspørsmål uten svar: ryggsmerter" in read
    assert "Ingen svar er forbi" not in read


def test_limits_that_nobody_set_are_not_limits_that_were_kept() -> None:
    given = sample(urgent=False)
    read = pdfs.text(
        summary_sheet.pdf(
            replace(given, rules=given.rules.model_copy(update={"rules": ()}), alerts=())
        )
    )

    assert "Ingen grenser er satt for disse svarene" in read


def test_a_caption_says_whose_numbers_and_whose_limits() -> None:
    read = pdfs.text(summary_sheet.pdf(sample()))

    assert (
        "Plager 0–10, høyere er verre · Lytte Plager (ikke validert), siste døgn · "
        "grense 4 og 7: Selby 2010, et annet skjema" in read
    )
    assert "Lytte Hverdag (ikke validert), siste uke · grense 60: lokal" in read


def test_the_reason_is_a_sentence_with_its_numbers_and_days() -> None:
    read = pdfs.text(summary_sheet.pdf(sample()))

    assert "Rød: over grensen 7 og 3 verre enn 03.08" in read
    assert "Gul: over grensen 4 og 2 verre enn 13.07 (ikke svart 03.08)" in read


def test_a_helpers_answers_are_marked_as_such() -> None:
    content = summary_sheet.pdf(extremes.by_proxy())
    read = pdfs.text(content)

    assert "av en hjelper for pasienten" in read
    assert "(8)" in read
    assert "2025" in read  # the columns are of two years, and say so
    page, _ = next(summary_sheet.settings(summarise(extremes.by_proxy())))
    drawing = page.tables[0].drawing
    assert drawing is not None
    assert len(drawing.hollow) > len(SYMPTOMS)


def test_another_script_is_marked_with_its_language_and_direction() -> None:
    body = summary_sheet.body(extremes.arabic()).__html__()

    assert '<span lang="ar" dir="rtl">لا أستطيع النوم' in body
    assert "på arabisk" in body


def test_every_sentence_has_its_nynorsk() -> None:
    given = replace(extremes.everything_flagged(), language="nn")

    read = pdfs.text(summary_sheet.pdf(given))

    assert "Sjå på dette: dei 5 tyngste av 13" in read
    assert "Ikkje svara på:" in read
    assert words("sheet", "nn")("Now") == "No"


def _is_body_row(box: Any) -> bool:
    return any(child.element_tag == "td" for child in box.children)


def _sections(page: SheetPage, spare: int) -> list[Any]:
    return [box for box in _boxes(page, spare) if box.element_tag in ("header", "section")]


def _boxes(page: SheetPage, spare: int) -> list[Any]:
    """Every box of the layout, by WeasyPrint's own tree (its version is pinned)."""
    html = summary_sheet.sheet_html(page, spare)
    document = reports_pdf.WellFormed(html).render(
        stylesheets=[reports_pdf._read_stylesheet(name) for name in summary_sheet.styles(page)],
        font_config=reports_pdf._fonts,
    )
    assert len(document.pages) == 1
    found: list[Any] = []
    waiting = [document.pages[0]._page_box]
    while waiting:
        box = waiting.pop()
        found.append(box)
        waiting.extend(getattr(child, "_box", child) for child in getattr(box, "children", ()))
    # The foot is fixed and padded for; a section ends where its padding does.
    return [box for box in found if box.element is not None]
