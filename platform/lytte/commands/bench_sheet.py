"""Time the sheet: `python -m lytte.commands.bench_sheet [other.html]`.

Prints the CPU milliseconds of one sheet of 12 rows, warm, from the response's values to
the finished PDF. With the file of another sheet, that one is set plainly in the same
run, because a figure from another machine or another hour compares with nothing.
"""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetcher

from lytte.commands.sheet_sample import FUNCTIONS, SYMPTOMS, sample
from lytte.core.summary import summarise
from lytte.reports import summary_sheet
from lytte.reports.pdf import VARIANT

# Eight symptoms and four functions that all have something to say, so that all are drawn.
ROWS = 12
LIMIT = 110
WARM, TIMES = 3, 15


def main(arguments: Sequence[str]) -> int:
    """Print the figures; 1 when the sheet is slower than the limit or than the other sheet."""
    given = sample({**SYMPTOMS, "Munntørrhet": (1, 1, 1, 1, 1, 3)}, FUNCTIONS)
    [(page, _)] = list(summary_sheet.settings(summarise(given)))[:1]
    drawn = sum(len(table.rows) for table in page.tables)
    compared = [Path(name) for name in arguments if Path(name).exists()]
    ours, *others = medians([lambda: summary_sheet.pdf(given), *map(_plainly, compared)])
    print(f"sheet PDF of {drawn} rows: {ours:.1f} ms CPU (limit {LIMIT})")
    if drawn != ROWS:
        print(f"the sample draws {drawn} rows, not {ROWS}", file=sys.stderr)
        return 1
    for path, theirs in zip(compared, others, strict=True):
        print(f"{path.name} set plainly: {theirs:.1f} ms CPU")
    return int(any(ours > most for most in (LIMIT, *others)))


def medians(pages: Sequence[Callable[[], object]]) -> list[float]:
    """Return the median CPU milliseconds of setting each page, warm.

    The pages take turns, so that a busy moment of the machine falls on all of them.
    """
    taken: list[list[float]] = [[] for _ in pages]
    for turn in range(WARM + TIMES):
        for times, set_once in zip(taken, pages, strict=True):
            start = time.process_time()
            set_once()
            if turn >= WARM:
                times.append((time.process_time() - start) * 1000)
    return [statistics.median(times) for times in taken]


def _plainly(path: Path) -> Callable[[], object]:
    source = path.read_text(encoding="utf-8")
    fetcher = URLFetcher(allowed_protocols={"data"})  # its drawings lie in the page

    def set_once() -> object:
        return HTML(string=source, url_fetcher=fetcher).write_pdf(pdf_variant=VARIANT)

    return set_once


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
