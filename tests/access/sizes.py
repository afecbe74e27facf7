"""How large everything is that a glove taps, and how far apart: measured on an open page."""

from typing import Final

from playwright.sync_api import Page

PHONE: Final = 56
PRIMARY: Final = 72
ROOM: Final = 80
GAP: Final = 12
"""All in CSS pixels. A phone's one main button is larger than the rest; a room's are all large."""

SMALL: Final = """([least, primary, gap]) => {
  const near = 0.6;  // what rounding may take away
  const all = [...document.querySelectorAll("a[href], button, select, summary, textarea, input")]
    .filter((one) => one.type !== "hidden" && one.checkVisibility() && !one.closest(".cover"));
  const inline = (one) => getComputedStyle(one).display === "inline"
    && [...one.parentElement.childNodes].some((it) => it.nodeType === 3 && it.data.trim());
  const target = (one) => one.matches("input") && one.closest("label") || one;
  const seen = new Map();
  for (const one of all.filter((it) => !inline(it)).map(target))
    seen.set(one, one.getBoundingClientRect());
  const words = (one) => (one.getAttribute("aria-label") || one.textContent).trim().slice(0, 30);
  const found = [];
  for (const [one, box] of seen) {
    const high = one.matches(".go:not(.low)") ? primary : least;
    if (box.height < high - near || box.width < least - near)
      found.push(`${words(one)}: ${Math.round(box.width)} x ${Math.round(box.height)}`);
  }
  const key = (one) => one.matches(".btn, .key, .tile") && !one.closest(".speed");
  const keys = [...seen].filter(([one]) => key(one));
  const panel = (one) => one.closest(".film .keys");
  const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  keys.forEach(([one, a], n) => keys.slice(n + 1).forEach(([other, b]) => {
    const across = Math.max(a.left, b.left) - Math.min(a.right, b.right);
    const down = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
    const touch = panel(one) && panel(one) === panel(other);
    const [[x, y], [u, v]] = [middle(a), middle(b)];
    const pitch = Math.max(Math.abs(x - u), Math.abs(y - v));
    const apart = touch ? pitch - least : Math.max(across, down);
    const together = !one.closest(".rail") === !other.closest(".rail") && !one.contains(other);
    if (together && apart < gap - near)
      found.push(`${words(one)} | ${words(other)}: ${Math.round(apart)} apart`);
  }));
  return found;
}"""


def small(page: Page, *, in_room: bool) -> list[str]:
    """Return each target of an open page that is too small, or too near to another.

    A link within a sentence is as high as its line, as WCAG allows. The parts of one switch touch
    each other; so do the cells of a film's panel, their middles as far apart as those of keys.
    """
    least, primary = (ROOM, ROOM) if in_room else (PHONE, PRIMARY)
    found: list[str] = page.evaluate(SMALL, [least, primary, GAP])
    return found
