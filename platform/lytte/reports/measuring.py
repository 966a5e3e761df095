"""How much room a text takes, known before it is laid out.

Laying out a page costs a hundred times more than adding up its letters, so the page's
density is chosen from these figures and the layout only confirms it.
"""

from collections.abc import Iterator

MM = 25.4 / 72  # one point
# Advance widths of Noto Sans in hundredths of the font size (hmtx table, regular weight).
_WIDTHS = (
    (18, "’"),
    (26, " \u00a0ijl'`"),
    (28, "!,.:;·"),
    (31, "()-[]"),
    (35, "If“”"),
    (38, "t/\\{}"),
    (42, 'r"?°_'),
    (48, "zcs"),
    (51, "vy«»–-§"),
    (54, "FLkx*|S"),
    (56, "ETaeåäéèáà"),
    (58, "$+0123456789<=>YZ^~×±X"),
    (61, "PVoøöóòKRbdghnpquµü"),
    (65, "CAÅÄ#B"),
    (74, "&DGUÜHN"),
    (79, "OQØÖw…½"),
    (87, "%æÆ@M"),
    (94, "Wm"),
)


class _Widths(dict[str, int]):
    """Widths by letter; one that is not listed is reckoned wide, and an ideograph square."""

    def __missing__(self, letter: str) -> int:
        return 100 if letter >= "\u2e80" else 65


_OF = _Widths({letter: wide for wide, letters in _WIDTHS for letter in letters})
BOLD = 1.08
# A text may be a little wider than it is reckoned: kerning, a letter not in the table.
MARGIN = 1.02
CUT = "…"


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in mm of `text` set in `size` points on one line."""
    return sum(map(_OF.__getitem__, text)) / 100 * size * MM * MARGIN * (BOLD if bold else 1)


def lines(text: str, size: float, room: float, *, bold: bool = False) -> int:
    """Return how many lines of `room` mm the text takes; at least one."""
    return sum(1 for _ in _broken(text, size, room, bold=bold)) or 1


def fitted(text: str, size: float, room: float, most: int, *, bold: bool = False) -> str:
    """Return the text, shortened to `most` lines of `room` mm; a cut text ends with `…`."""
    found = list(_broken(" ".join(text.split()), size, room, bold=bold))
    if len(found) <= most:
        return " ".join(found)
    kept, last = found[: most - 1], found[most - 1]
    while last and width(last + CUT, size, bold=bold) > room:
        last = last[:-1]
    return " ".join([*kept, last.rstrip(" ,.;:–-") + CUT])


def shortened(text: str, most: int, ending: str = "") -> str:
    """Return the text in at most `most` letters, cut between words and saying so.

    `ending` says where the whole text is.
    """
    tidy = " ".join(text.split())
    if len(tidy) <= most:
        return tidy
    head = tidy[:most]
    if " " in head[most // 2 :]:
        head = head.rsplit(" ", 1)[0]
    return f"{head.rstrip(' ,.;:–-')}{CUT} {ending}".rstrip()


def _broken(text: str, size: float, room: float, *, bold: bool) -> Iterator[str]:
    """Break the text as the layout does: between words, and within one that is too long."""
    space = width(" ", size, bold=bold)
    line, used = "", 0.0
    for word in text.split():
        needed = width(word, size, bold=bold)
        if line and used + space + needed <= room:
            line, used = f"{line} {word}", used + space + needed
            continue
        if line:
            yield line
        while needed > room and len(word) > 1:
            head = _head(word, size, room, bold=bold)
            yield word[:head]
            word = word[head:]
            needed = width(word, size, bold=bold)
        line, used = word, needed
    if line:
        yield line


def _head(word: str, size: float, room: float, *, bold: bool) -> int:
    """Return how many letters of a word fit on a line; at least one."""
    head = len(word)
    while head > 1 and width(word[:head], size, bold=bold) > room:
        head -= 1
    return head
