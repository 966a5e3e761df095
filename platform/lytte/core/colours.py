"""One colour of a hospital's own, and all the shades a patient's page makes of it.

Contrast is WCAG 2.2's (1.4.3, 1.4.11). Only the light page is asked of the person who
chooses: the dark one is found here, in the same hue.
"""

import colorsys
from collections.abc import Callable

from lytte.core.frozen import Frozen
from lytte.core.problems import Problem, error

WORDS = 4.5
"""What words need against what they stand on; controls need 3 and stand in the same colour."""
WHITE = "#ffffff"
NIGHT = "#121416"
ON_NIGHT = "#0a1a24"
SOFT = 7
SOFT_AT_NIGHT = 12
"""Per cent of the colour in what lies behind a chosen answer."""

Channels = tuple[float, float, float]


class Tint(Frozen):
    """The shades of one colour: links and buttons, words on them, what is chosen; at night too."""

    light: str = "#0b4a6f"
    light_on: str = "#fff"
    light_soft: str = "#eef4f8"
    dark: str = "#9fd3f5"
    dark_on: str = "#0a1a24"
    dark_soft: str = "#1d262d"


LYTTE = Tint()
"""What Lytte looks like where nobody has chosen."""


def tint(accent: str | None) -> Tint:
    """Return the shades of a colour that holds; Lytte's own for None."""
    if accent is None:
        return LYTTE
    dark = _stepped(accent, 1, holds_at_night)
    return Tint(
        light=accent,
        light_soft=_mixed(accent, WHITE, SOFT),
        dark=dark,
        dark_soft=_mixed(dark, NIGHT, SOFT_AT_NIGHT),
    )


def contrast(one: str, other: str) -> float:
    """Return how far two colours are apart: 1 is the same, 21 is black on white."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def holds(accent: str) -> bool:
    """Tell whether words in the colour, and white words on it, can be read."""
    return (
        contrast(accent, WHITE) >= WORDS
        and contrast(accent, _mixed(accent, WHITE, SOFT)) >= WORDS
    )  # fmt: skip


def holds_at_night(accent: str) -> bool:
    """Tell the same of a dark page, where what stands on the colour is dark."""
    behind = (NIGHT, ON_NIGHT, _mixed(accent, NIGHT, SOFT_AT_NIGHT))
    return all(contrast(accent, one) >= WORDS for one in behind)


def nearest(accent: str) -> str:
    """Return the lightest colour of the same hue that holds."""
    return _stepped(accent, -1, holds)


def problems(accent: str | None) -> list[Problem]:
    """Return why a colour cannot be used, and which can."""
    if accent is None or holds(accent):
        return []
    # The worse of the two, and rounded down: 4.46 must not be told as the 4.5 that is needed.
    found = min(contrast(accent, WHITE), contrast(accent, _mixed(accent, WHITE, SOFT)))
    return [
        error(
            "accent",
            f"The colour {accent} is too pale to read: the contrast is {int(found * 10) / 10}, "
            f"and {WORDS} is needed.",
            f"The nearest that can be read is {nearest(accent)}.",
        )
    ]


def _stepped(accent: str, way: int, fits: Callable[[str], bool]) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(accent))
    for step in range(101):
        moved = min(1.0, max(0.0, lightness + way * step / 100))
        made = _written(colorsys.hls_to_rgb(hue, moved, saturation)) if step else accent
        if fits(made):
            return made
    return "#000000" if way < 0 else WHITE


def _luminance(colour: str) -> float:
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: str, ground: str, per_cent: int) -> str:
    red, green, blue = (
        (one * per_cent + other * (100 - per_cent)) / 100
        for one, other in zip(_channels(colour), _channels(ground), strict=True)
    )
    return _written((red, green, blue))


def _channels(colour: str) -> Channels:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _written(channels: Channels) -> str:
    return "#" + "".join(f"{round(one * 255):02x}" for one in channels)
