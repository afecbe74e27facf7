"""Hands that have a keyboard and nothing else, and eyes that follow where it stands."""

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

MOST: Final = 90
"""Steps of the Tab key after which nobody looks on."""

STANDS: Final = """() => {
  const one = document.activeElement, before = window.stood;
  window.stood = one;
  const label = one.labels && one.labels.length ? one.labels[0] : null;
  const text = one.innerText || (label && label.textContent) || "";
  const words = one.getAttribute("aria-label") || text;
  const box = one.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2);
  const y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const on = document.elementFromPoint(x, y);
  const ring = [one, label].filter(Boolean).map((it) => getComputedStyle(it));
  const wrong = [];
  if (!words.trim()) wrong.push("has no name");
  if (box.bottom <= 0 || box.top >= innerHeight) wrong.push("is out of sight");
  else if (!on || !(one.contains(on) || on.contains(one))) wrong.push("is covered");
  if (!ring.some((it) => it.outlineStyle !== "none" && parseFloat(it.outlineWidth) >= 2))
    wrong.push("has no ring");
  if (before && before.isConnected && before !== one && one !== document.body
    && !(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING))
    wrong.push("stands before what was read");
  return [words.replace(/\\s+/g, " ").trim(), one === document.body ? [] : wrong];
}"""


@dataclass(frozen=True)
class Keys:
    """Somebody at a keyboard."""

    page: Page

    def to(self, words: str) -> None:
        """Tab on until something with these words is reached; all on the way can be seen."""
        passed = []
        for _ in range(MOST):
            self.page.keyboard.press("Tab")
            here, wrong = self.page.evaluate(STANDS)
            assert wrong == [], f"{here!r} {wrong}"
            if words in here:
                return
            passed.append(here)
        raise AssertionError(f"no way to {words!r}, only to {passed}")

    def press(self, words: str) -> None:
        """Tab on to it and press Enter."""
        self.to(words)
        self.page.keyboard.press("Enter")
