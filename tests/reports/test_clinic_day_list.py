"""The day on paper: everyone in order, no names on the list, a page each behind it."""

from datetime import UTC, date, datetime
from typing import Any

from lytte.reports import clinic_day
from tests.reports import extremes, pdfs

DAY = date(2026, 8, 25)


def line(hour: int, name: str, state: str, **flags: int | bool) -> clinic_day.Line:
    return clinic_day.Line(
        starts_at=datetime(2026, 8, 25, hour, 20, tzinfo=UTC),
        name=name,
        birth_date=date(1951, 3, 14),
        state=state,
        red=int(flags.get("red", 0)),
        amber=int(flags.get("amber", 0)),
        emergency=bool(flags.get("emergency")),
    )


LINES = [
    line(9, "Kari Test-Hansen", "answered", red=2, amber=1, emergency=True),
    line(10, "Ola Prøvesen", "answered"),
    line(11, "Åse Øst", "waiting"),
]


def test_the_list_has_initials_and_birth_year_only() -> None:
    read = pdfs.text(clinic_day.cover("Brystpoliklinikken", DAY, LINES, "nb"))

    assert "K.T.H. 1951" in read
    assert "Kari" not in read
    assert "14.03" not in read


def test_the_list_can_be_read_aloud() -> None:
    assert pdfs.not_accessible(clinic_day.cover("Bryst", DAY, LINES, "nb")) == []


def test_flags_are_told_and_no_flag_is_told_only_of_an_answer() -> None:
    read = pdfs.text(clinic_day.cover("Brystpoliklinikken", DAY, LINES, "nb"))

    assert "haster, 2 røde, 1 gult" in read.replace("\n", " ")
    assert "O.P. 1951 besvart ingen" in read
    assert "Å.Ø. 1951 ikke svart –" in read
    assert "2 av 3 har svart" in read


def test_the_day_is_the_list_and_a_page_for_each_sheet() -> None:
    sheets = [extremes.usual(), extremes.first_visit()]

    content = clinic_day.pdf("Brystpoliklinikken", DAY, LINES, sheets, "nb")

    assert len(pdfs.opened(content).pages) == 3
    assert pdfs.text(content).count("Oppsummering før samtalen") == 2


def test_the_whole_day_can_be_read_aloud_page_by_page() -> None:
    sheets = [extremes.usual(), extremes.usual(), extremes.first_visit()]

    content = clinic_day.pdf("Brystpoliklinikken", DAY, LINES, sheets, "nb")

    assert pdfs.not_accessible(content) == []
    document = pdfs.opened(content)
    tree: Any = document.root_object["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    tagged = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in document.pages:
        on = {one.get_object().raw_get("/Pg") for one in tagged[page["/StructParents"]]}
        assert on == {page.indirect_reference}
    assert len(pdfs.tags(content, "H1")) == len(document.pages) == 4


def test_a_day_without_anyone_is_still_a_page() -> None:
    read = pdfs.text(clinic_day.cover("Brystpoliklinikken", DAY, [], "nb"))

    assert "0 av 0 har svart" in read
