"""A formatted text taken apart, so that a template can draw the harmless part of it.

Whatever a file said, what is drawn is made of the few tags named here: a text in a
questionnaire is somebody else's document shown on a patient's page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from typing import Final, Self

from lytte.core.foreign import Foreign, Read
from lytte.core.items.any_item import Item
from lytte.core.items.display import Display
from lytte.core.texts import Text

_INLINE: Final = frozenset({"a", "b", "br", "code", "em", "i", "s", "small", "strong", "sub",
    "sup", "u"})  # fmt: skip
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS: Final = frozenset({"ul", "ol"})
_TABLE: Final = frozenset({"table", "thead", "tbody", "tr"})
_CELLS: Final = frozenset({"li", "td", "th", "blockquote", "pre"})
_BLOCKS: Final = _HEADINGS | _LISTS | _TABLE | _CELLS | {"p", "div", "hr"}
_UNSEEN: Final = frozenset({"script", "style", "title", "head", "template", "iframe", "object"})
_ALONE: Final = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "area", "col"})
_SCHEMES: Final = ("https://", "http://", "mailto:", "tel:")
# Deeper than this nobody means anything by it.
_DEEPEST: Final = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words (`tag` is empty), or a tag with what is inside it."""

    tag: str = ""
    text: str = ""
    href: str = ""
    inside: "tuple[Piece, ...]" = ()


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text as it is drawn: `lead` where a heading or a label is, `rest` below it."""

    lead: tuple[Piece, ...] = ()
    rest: tuple[Piece, ...] = ()
    language: str = ""
    """Named where it is another language than the page's."""

    @classmethod
    def of(cls, xhtml: str) -> Self | None:
        """Take a formatted text apart; None where it holds no words."""
        pieces = _pieces(xhtml)
        if not pieces:
            return None
        first = pieces[0]
        return cls(first.inside, pieces[1:]) if first.tag == "p" else cls((), pieces)

    def behind(self, prefix: str) -> Self:
        """Return the same with the question's number before it."""
        if not prefix or not self.lead:
            return self
        return replace(self, lead=(Piece(text=f"{prefix} "), *self.lead))


def read(formatted: Text, text: Text, read: Read, language: str) -> Formatted | None:
    """Return how a text is formatted, in the language its reader gets it in.

    None where that language has no formatting of its own.
    """
    said = read(text) or read(formatted)
    tag = said.language if isinstance(said, Foreign) else language
    found = Formatted.of(formatted.read(tag)) if formatted.has(tag) else None
    return replace(found, language=tag) if found and isinstance(said, Foreign) else found


def of_item(item: Item, reader: Read, language: str) -> Formatted | None:
    """Return how an item's text is formatted, with its number before it.

    A question whose own text begins with a list keeps its plain words: they are a heading.
    """
    found = read(item.formatted, item.text, reader, language)
    if found is None or not (found.lead or isinstance(item, Display)):
        return None
    return found.behind(reader(item.prefix))


@lru_cache(maxsize=4_000)
def _pieces(xhtml: str) -> tuple[Piece, ...]:
    reader = _Reader()
    reader.feed(xhtml)
    reader.close()
    return tuple(_blocks(reader.whole()))


class _Reader(HTMLParser):
    """Builds the tree; what is no tag of ours leaves its words behind."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str, list[Piece]]] = [("", "", [])]
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unseen:
            return
        if tag in _UNSEEN:
            self._unseen = tag
        elif tag in _ALONE:
            self._open[-1][2].append(Piece(tag))
        elif len(self._open) < _DEEPEST:
            href = next((value or "" for name, value in attrs if name == "href"), "")
            safe = href.lower().startswith(_SCHEMES)
            self._open.append((tag, href if safe else "", []))

    def handle_endtag(self, tag: str) -> None:
        if self._unseen:
            self._unseen = "" if tag == self._unseen else self._unseen
            return
        if any(tag == name for name, _, _ in self._open[1:]):
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._open[-1][2].append(Piece(text=data))

    def whole(self) -> list[Piece]:
        """Return everything read, with what was left open closed."""
        while len(self._open) > 1:
            self._close()
        return self._open[0][2]

    def _close(self) -> str:
        tag, href, inside = self._open.pop()
        known = tag in _INLINE or tag in _BLOCKS
        if known and not (tag == "a" and not href):
            self._open[-1][2].append(Piece(tag, "", href if tag == "a" else "", tuple(inside)))
        else:
            self._open[-1][2].extend(inside)
        return tag


def _blocks(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield what stands below each other; words that stand loose become a paragraph."""
    run: list[Piece] = []
    for piece in pieces:
        if not _is_block(piece):
            run.append(piece)
            continue
        yield from _paragraph(run)
        run = []
        yield from _block(piece)
    yield from _paragraph(run)


def _block(piece: Piece) -> Iterator[Piece]:
    tag = piece.tag
    if tag in _LISTS or tag in _TABLE:
        # Words between the rows of a list or a table have no place there.
        yield from _paragraph([each for each in piece.inside if not _is_block(each)])
        inside = tuple(one for each in piece.inside if _is_block(each) for one in _block(each))
        if inside:
            yield Piece(tag, inside=inside)
    elif tag in _CELLS:
        blocks = tuple(_blocks(piece.inside))
        is_short = len(blocks) == 1 and blocks[0].tag == "p"
        yield Piece(tag, inside=blocks[0].inside if is_short else blocks)
    elif tag in _HEADINGS:
        yield from _paragraph([Piece("b", inside=tuple(_inline(piece.inside)))])
    else:
        yield from _blocks(piece.inside)


def _paragraph(run: Sequence[Piece]) -> Iterator[Piece]:
    inside = tuple(_inline(run))
    while inside and (inside[0].tag == "br" or _is_blank(inside[:1])):
        inside = inside[1:]
    while inside and (inside[-1].tag == "br" or _is_blank(inside[-1:])):
        inside = inside[:-1]
    if inside and not _is_blank(inside):
        yield Piece("p", inside=inside)


def _inline(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield what may stand in a line; a block inside one leaves its words."""
    for piece in pieces:
        if not piece.tag:
            yield piece
        elif piece.tag in _INLINE:
            yield Piece(piece.tag, "", piece.href, tuple(_inline(piece.inside)))
        else:
            yield from _inline(piece.inside)


def _is_block(piece: Piece) -> bool:
    """A line with a block inside it stands below what is before it, as a browser shows it."""
    return piece.tag in _BLOCKS or any(map(_is_block, piece.inside))


def _is_blank(pieces: Sequence[Piece]) -> bool:
    return not any(one.text.strip() or not _is_blank(one.inside) for one in pieces)
