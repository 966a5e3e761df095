"""A patient's page as it is heard: what a screen reader says, in its order.

Read off the page itself, so that what is written for the ear alone is seen here, and what
is for the eye alone is not. Which words a reader puts around it differs from one to another.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

SILENT = ("style", "script", "link", "meta")
ALONE = ("input", "img", "br", "meta", "link")
HEADINGS = ("h1", "h2", "h3")
NAMED = {"a": "link", "button": "button", "legend": "question"}
RUNS = ("p", "li", "dt", "dd", "div", "b", "bdi", "span", "label", "small")
INPUTS = {"radio": "radio", "checkbox": "tick"}


@dataclass(frozen=True)
class Said:
    """Words, and their language and direction where they are not the page's."""

    words: str
    language: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Line:
    """One thing that is said: what it is, its words, and what describes it."""

    kind: str
    said: tuple[Said, ...]
    level: int = 0
    described: tuple[Said, ...] = ()
    chosen: bool = False


@dataclass
class _Node:
    tag: str
    given: Mapping[str, str] = field(default_factory=dict)
    inside: "list[_Node | str]" = field(default_factory=list)

    def nodes(self) -> "Iterator[_Node]":
        """Yield every element inside, this one first."""
        yield self
        for one in self.inside:
            if isinstance(one, _Node):
                yield from one.nodes()


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = _Node("")
        self.at = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = _Node(tag, {name: value or "" for name, value in attrs})
        self.at[-1].inside.append(made)
        if tag not in ALONE:
            self.at.append(made)

    def handle_endtag(self, tag: str) -> None:
        while len(self.at) > 1 and self.at.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.at[-1].inside.append(" ".join(data.split()))


def heard(page: str) -> list[Line]:
    """Return what a page says to who listens to it, in its order."""
    tree = _Tree()
    tree.feed(page)
    return list(_Ear(tree.root).lines(tree.root))


class _Ear:
    def __init__(self, root: _Node) -> None:
        self.by_id = {one.given["id"]: one for one in root.nodes() if "id" in one.given}

    def lines(self, node: _Node) -> Iterator[Line]:
        if node.tag in SILENT or node.given.get("aria-hidden") == "true":
            return
        if made := self._line(node):
            yield made
            return
        for one in node.inside:
            if isinstance(one, _Node):
                yield from self.lines(one)
            else:
                yield Line("words", (Said(one),))

    def _line(self, node: _Node) -> Line | None:
        """Return the element as one line; None where it is what is inside that is said."""
        described = self._described(node)
        if node.tag == "title":
            return Line("title", _said(node))
        if node.tag in HEADINGS:
            return Line("heading", _said(node), level=int(node.tag[1]))
        if node.tag in NAMED:
            return Line(NAMED[node.tag], _said(node))
        if node.tag == "img":
            return Line("picture", (Said(node.given.get("alt", "")),))
        if node.tag == "label":
            return self._field(node)
        if node.tag in ("input", "textarea") and node.given.get("type") != "hidden":
            return Line("field", (), described=described)
        if node.tag in RUNS and not any(map(_stands_alone, list(node.nodes())[1:])):
            return Line("words", _said(node)) if _said(node) else None
        return None

    def _field(self, label: _Node) -> Line | None:
        asked = next(
            (one for one in label.nodes() if one.tag in ("input", "select", "textarea")), None
        )
        if asked is None:
            return Line("words", _said(label))
        kind = "menu" if asked.tag == "select" else INPUTS.get(asked.given.get("type", ""), "field")
        words = tuple(one for part in label.inside for one in _said(part, but=asked))
        chosen = "checked" in asked.given
        return Line(kind, words, described=self._described(asked), chosen=chosen)

    def _described(self, node: _Node) -> tuple[Said, ...]:
        ids = node.given.get("aria-describedby", "").split()
        return tuple(one for name in ids if name in self.by_id for one in _said(self.by_id[name]))


def _stands_alone(node: _Node) -> bool:
    return node.tag in (*HEADINGS, *NAMED, "input", "select", "textarea", "img", "p", "li", "label")


def _said(
    node: _Node | str, around: Said | None = None, *, but: _Node | None = None
) -> tuple[Said, ...]:
    """Return the words of an element in their languages; `but` is left out."""
    around = around or Said("")
    if isinstance(node, str):
        return (Said(node, around.language, around.direction),)
    if node is but or node.tag in SILENT or node.given.get("aria-hidden") == "true":
        return ()
    if "lang" in node.given:
        around = Said("", node.given["lang"], node.given.get("dir", ""))
    return tuple(one for part in node.inside for one in _said(part, around))


def of_questions(lines: Sequence[Line]) -> list[tuple[Line, list[Line]]]:
    """Return the lines with the answers of a question under it."""
    found: list[tuple[Line, list[Line]]] = []
    for one in lines:
        if one.kind in ("radio", "tick") and found:
            found[-1][1].append(one)
        else:
            found.append((one, []))
    return found
