"""Further rows of a repeating group: one is there once it is asked for."""

from lytte.core.form_pages import FormPage, Spot, named
from lytte.services.answers.sitting import Sitting


def page_named(sitting: Sitting, name: str) -> FormPage | None:
    """Return the page of this name, open now or in the row that comes next; None without one."""
    for page in sitting.pages:
        if page.id == name:
            return page
    spot = named(sitting.form, name)
    if spot is None or not spot.key.at:
        return None
    around, row = spot.place.rows[-1], spot.key.at[-1]
    group = Spot(spot.part, around, around.at(spot.key.at[:-1]))
    most = around.item.max_occurs
    is_next = sitting.rows(group) == row and (most is None or row < most)
    if around.is_question or not is_next or not sitting.add_row(group):
        return None
    return next((page for page in sitting.pages if page.id == name), None)


def next_row(sitting: Sitting, page: FormPage, which: str) -> str | None:
    """Name the first page of a further row of a group that ends here; 1 is the innermost."""
    group = next((one for n, one in enumerate(page.adds, 1) if str(n) == which), None)
    if group is None:
        return None
    row = page.spots[0].key.at[len(group.key.at)] + 1
    inside = (one for one in sitting.pages if one.spots[0].place.rows[-1:] == (group.place,))
    part, number = next(inside, page).id.split("-")[:2]
    return "-".join((part, number, *map(str, (*group.key.at, row))))
