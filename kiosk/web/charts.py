"""Draws what was published as SVG: steps over time, bars, and the gap between before and after.

Values in, markup out. Places across are percent of the drawing and heights are pixels, so lines
stay sharp and letters keep their size on every screen. Where people write from the right, time
and length run from the right too. What was hidden is drawn the same, whatever it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from typing import Final

from markupsafe import Markup

HEIGHT: Final = 150  # pixels of the steps
HEAD, FOOT = 20, 24  # above them the topmost figure, below them the days
SPARK: Final = 40
FOUR: Final = 4
LEAST_TOP: Final = 10
ROUND: Final = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7.5, 8, 10)

FEW: Final = Markup(
    '<svg class="few" viewBox="0 0 18 18" aria-hidden="true">'
    '<path d="M1 1h16v16H1zM1 11L11 1M5 17L17 5M12 17l5-5"/></svg>'
)
"""Stands where a bar would stand: nothing of k or more was counted."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of weeks from `start`, and what was published of it; None: nothing of k or more."""

    start: int
    weeks: int
    n: int | None
    words: str
    chosen: bool = False

    @property
    def level(self) -> float:
        """How many that makes for each four weeks."""
        return (self.n or 0) * FOUR / self.weeks

    @property
    def end(self) -> int:
        """The week before which it is over."""
        return self.start + self.weeks


@dataclass(frozen=True, slots=True)
class Axis:
    """How weeks become percent across and numbers become pixels up."""

    begin: int
    end: int
    top: int
    rtl: bool

    def across(self, start: float, weeks: float) -> tuple[str, str]:
        """Return where a stretch begins and how wide it is."""
        width = 100 * weeks / (self.end - self.begin)
        left = 100 * (start - self.begin) / (self.end - self.begin)
        return _short(100 - left - width if self.rtl else left), _short(width)

    def up(self, level: float) -> int:
        """Return how high a number stands, to the pixel; a half goes up, whatever it stands on."""
        return floor(round(HEIGHT * level / self.top, 6) + 0.5)


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def top(most: float) -> int:
    """Return a round number, half of which is whole, that nothing exceeds."""
    size = 1
    while True:
        for factor in ROUND:
            half = factor * size
            if half == int(half) and 2 * half >= max(most, LEAST_TOP):
                return int(2 * half)
        size *= 10


def _levels(steps: Sequence[Step]) -> tuple[dict[int, float], dict[int, float]]:
    """Return by its first week each four weeks' own level, and what blocks of twelve add to it."""
    own = {step.start: step.level for step in steps if step.weeks == FOUR}
    added = {
        week: step.level
        for step in steps
        if step.weeks != FOUR and step.n
        for week in range(step.start, step.end, FOUR)
    }
    return own, added


def _tallest(steps: Sequence[Step]) -> float:
    own, added = _levels(steps)
    return max((own.get(week, 0) + added.get(week, 0) for week in {*own, *added}), default=0)


def steps(every: Sequence[Step], label: str, days: tuple[str, str], *, rtl: bool = False) -> Markup:
    """Draw steps: as wide as their weeks, as high as they make for each four of these.

    So an area is a number of completions, whichever length it was counted in. What was counted in
    blocks of twelve weeks stands above the rest. `days` are written at both ends.
    """
    axis = Axis(min(one.start for one in every), max(one.end for one in every),
                top(_tallest(every)), rtl)  # fmt: skip
    own, _ = _levels(every)
    parts = [*_grid(axis), *_days(days, rtl=rtl)]
    for one in every:
        if one.n is None:
            parts.append(_told(one, _hidden(axis, one)))
        elif one.weeks == FOUR:
            parts.append(_told(one, _block(axis, one.start, 0, one.level)))
        else:
            blocks = (_block(axis, week, own.get(week, 0), one.level)
                      for week in range(one.start, one.end, FOUR))  # fmt: skip
            parts.append(_told(one, Markup().join(blocks), "twelve"))
    return Markup(
        '<svg class="steps" width="100%" height="{}" role="img" aria-label="{}">{}</svg>'
    ).format(HEAD + HEIGHT + FOOT, label, Markup().join(parts))


def _told(one: Step, drawn: Markup, *looks: str) -> Markup:
    """Return marks that say what they stand for to whoever points at them."""
    look = " ".join((*looks, *(("chosen",) if one.chosen else ())))
    named = Markup(' class="{}"').format(look) if look else ""
    return Markup("<g{}><title>{}</title>{}</g>").format(named, one.words, drawn)


def _block(axis: Axis, week: int, base: float, level: float) -> Markup:
    """Draw four weeks: their area, and the edge on top of it."""
    x, width = axis.across(week, FOUR)
    high = axis.up(base + level) - axis.up(base)
    y = HEAD + HEIGHT - axis.up(base) - high
    return Markup(
        '<rect x="{0}%" y="{1}" width="{2}%" height="{3}"/>'
        '<rect class="edge" x="{0}%" y="{1}" width="{2}%" height="3"/>'
    ).format(x, y, width, high)


def _hidden(axis: Axis, one: Step) -> Markup:
    """Draw weeks whose number is under k: a row of dots on the ground, always the same."""
    x, width = axis.across(one.start, one.weeks)
    y = HEAD + HEIGHT - 5
    last = _short(float(x) + float(width))
    return Markup('<line class="none" x1="{}%" x2="{}%" y1="{y}" y2="{y}"/>').format(x, last, y=y)


def _grid(axis: Axis) -> Iterable[Markup]:
    """Draw the ground, the middle and the top, with its number where reading begins."""
    x = "100%" if axis.rtl else "0"
    yield Markup('<text x="{}" y="{}">{}</text>').format(x, HEAD - 5, axis.top)
    for number in (axis.top, axis.top // 2, 0):
        y = HEAD + HEIGHT - axis.up(number)
        yield Markup('<line class="line" x2="100%" y1="{0}" y2="{0}"/>').format(y)


def _days(days: tuple[str, str], *, rtl: bool) -> Iterable[Markup]:
    y = HEAD + HEIGHT + FOOT - 5
    ends = ("100%", "0") if rtl else ("0", "100%")
    for x, anchor, day in zip(ends, ("start", "end"), days, strict=True):
        yield Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(x, y, anchor, day)


def spark(every: Sequence[Step]) -> Markup:
    """Draw the same steps small, without a word, as high as the highest of its own."""
    weeks = range(min(one.start for one in every), max(one.end for one in every), FOUR)
    own, added = _levels(every)
    both = {week: own.get(week, 0) + added.get(week, 0) for week in weeks} if added else {}
    most = _tallest(every) or 1
    paths = (_outline(levels, weeks, most) for levels in (both, own) if levels)
    return Markup(
        '<svg class="spark" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">'
        "{}</svg>"
    ).format(len(weeks), SPARK, Markup().join(paths))


def _outline(levels: Mapping[int, float], weeks: range, most: float) -> Markup:
    """Draw these levels as one outline, a line on the ground where there is nothing."""
    highs = (max(1, round(SPARK * levels.get(week, 0) / most)) for week in weeks)
    edges = "".join(f"V{SPARK - high}h1" for high in highs)
    return Markup('<path d="M0 {0}{1}V{0}z"/>').format(SPARK, edges)


def bar(n: int | None, longest: int, *, rtl: bool = False) -> Markup:
    """Draw a number as a bar, the longest over the whole width; None as what is under k."""
    if n is None:
        return FEW
    width = 100 * n / max(longest, 1)
    x = Markup(' x="{}%"').format(_short(100 - width)) if rtl and width < 100 else ""  # noqa: PLR2004
    return Markup(
        '<svg class="bar" width="100%" height="18" aria-hidden="true">'
        '<rect{} width="{}%" height="18" rx="3"/></svg>'
    ).format(x, _short(width))


def gain(d: int, low: int, high: int, label: str, *, rtl: bool = False) -> Markup:
    """Draw how many of a hundred more knew it afterwards: a dot on a scale from -100 to 100.

    The band says between what it probably lies. All three are points of a hundred.
    """

    def across(points: int) -> str:
        share = (points + 100) / 2
        return _short(100 - share if rtl else share)

    return Markup(
        '<svg class="gain" width="100%" height="44" role="img" aria-label="{label}">'
        '<line class="line" x2="100%" y1="14" y2="14"/>'
        '<line class="zero" x1="50%" x2="50%" y1="4" y2="24"/>'
        '<line class="band" x1="{low}%" x2="{high}%" y1="14" y2="14"/>'
        '<circle cx="{d}%" cy="14" r="7"/>'
        '<text x="{less}" y="40" text-anchor="start">\u2066\u2212100\u2069</text>'
        '<text x="50%" y="40" text-anchor="middle">0</text>'
        '<text x="{more}" y="40" text-anchor="end">\u2066+100\u2069</text></svg>'
    ).format(
        label=label, low=across(low), high=across(high), d=across(d),
        less="100%" if rtl else "0", more="0" if rtl else "100%",
    )  # fmt: skip
