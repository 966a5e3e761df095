"""Formatted texts: markdown and XHTML reduced to what a question may look like.

No pictures, scripts, styles or forms: a text in a questionnaire is somebody else's
document shown on a patient's page.
"""

import html
import re
from collections import Counter, deque

import nh3

_TAGS = {
    "a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "li", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody",
    "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_ANY_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9]*)")
_TAG_BEGUN = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_WHOLE_TAG = re.compile(r"<[^<>]*>")
_CLOSE_THEMSELVES = {"br", "hr", "img", "input", "li", "p", "td", "th", "tr"}
LONGEST = 100_000
DEEPEST = 100
"""Tags inside one another; cleaning takes the square of it."""

_INLINE = (
    (re.compile(r"`([^`\n]{1,500})`"), r"<code>\1</code>"),
    (re.compile(r"\*\*([^*\n]{1,2000})\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"__([^_\n]{1,2000})__"), r"<strong>\1</strong>"),
    (re.compile(r"(?<![*\w])\*([^*\n]{1,2000})\*(?![*\w])"), r"<em>\1</em>"),
    (re.compile(r"(?<![_\w])_([^_\n]{1,2000})_(?![_\w])"), r"<em>\1</em>"),
    (
        re.compile(r"(?<!!)\[([^\[\]\n]{1,500})\]\((https?://[^)\s]{1,1000})\)"),
        r'<a href="\2">\1</a>',
    ),
)
_BULLET = re.compile(r"[ \t]{0,6}[*+-][ \t]+(.*)")
_NUMBERED = re.compile(r"[ \t]{0,6}[0-9]{1,4}[.)][ \t]+(.*)")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)")


def sanitised(xhtml: str) -> str:
    """Return the harmless part of `xhtml`; of what is nested deeper than that, the words."""
    return nh3.clean(
        shallow(xhtml),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel="noopener noreferrer",
    ).strip()


def shallow(xhtml: str) -> str:
    """Return as much of `xhtml` as is read; of what is nested deeper than that, the words."""
    given = xhtml[:LONGEST]
    return _WHOLE_TAG.sub(" ", given) if _is_deep(given) else given


def _is_deep(xhtml: str) -> bool:
    depth = 0
    open_tags: Counter[str] = Counter()
    for begun in _TAG_BEGUN.finditer(xhtml.lower()):
        closing, name = begun.groups()
        if name not in _CLOSE_THEMSELVES and (not closing or open_tags[name]):
            change = -1 if closing else 1
            open_tags[name] += change
            depth += change
        if depth > DEEPEST:
            return True
    return False


def dropped(xhtml: str) -> list[str]:
    """Return the names of the tags that `sanitised` takes out, in alphabetical order."""
    return sorted({name.lower() for name in _ANY_TAG.findall(xhtml)} - _TAGS)


def from_markdown(markdown: str) -> str:
    """Return everyday markdown as sanitised XHTML: paragraphs, lists, emphasis, links."""
    blocks = re.split(r"\n[ \t]*\n", markdown[:LONGEST].replace("\r\n", "\n").strip())
    return sanitised("".join(_block(block) for block in blocks))


def _block(block: str) -> str:
    lines = deque(block.split("\n"))
    found: list[str] = []
    while lines:
        found.append(_piece(lines))
    return "".join(found)


def _piece(lines: deque[str]) -> str:
    for pattern, tag in ((_BULLET, "ul"), (_NUMBERED, "ol")):
        if pattern.fullmatch(lines[0]):
            entries = "".join(f"<li>{_inline(each)}</li>" for each in _run(lines, pattern))
            return f"<{tag}>{entries}</{tag}>"
    if heading := _HEADING.fullmatch(lines[0]):
        lines.popleft()
        level = len(heading[1])
        title = heading[2].rstrip("# ")
        return f"<h{level}>{_inline(title)}</h{level}>"
    paragraph = [lines.popleft()]
    while lines and not any(p.fullmatch(lines[0]) for p in (_BULLET, _NUMBERED, _HEADING)):
        paragraph.append(lines.popleft())
    return f"<p>{'<br>'.join(_inline(line.strip()) for line in paragraph)}</p>"


def _run(lines: deque[str], pattern: re.Pattern[str]) -> list[str]:
    found: list[str] = []
    while lines and (match := pattern.fullmatch(lines[0])):
        found.append(match[1])
        lines.popleft()
    return found


def _inline(line: str) -> str:
    # A quotation mark is left alone: it is harmless in text, and `href` cannot hold one.
    found = (
        html.escape(line, quote=False).replace("&lt;br/&gt;", "<br>").replace("&lt;br&gt;", "<br>")
    )
    for pattern, replacement in _INLINE:
        found = pattern.sub(replacement, found)
    return found
