"""A nugget's sheet is one page of A4, however many words stand on it: the pictures give way."""

from io import BytesIO

import pypdfium2
import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

FILL = """text => {
  const sheet = document.querySelector(".lesson"), list = sheet.querySelector("ol");
  const step = list.querySelector("li"), words = step.querySelector("p > span");
  words.textContent = text;
  const draft = Object.assign(document.createElement("span"), { className: "draft" });
  draft.textContent = text;
  words.append(draft);
  list.replaceChildren(...Array.from({ length: 6 }, () => step.cloneNode(true)));
  sheet.className = "lesson dense";
}"""
STEP = "Prüf, dass niemand im Weg ist, und probier den Start. "


def test_many_words_stay_on_one_page(phone: Page, address: str) -> None:
    phone.goto(f"{address}/de/n/wear-glasses/print")
    phone.evaluate(FILL, STEP * 6)
    with pypdfium2.PdfDocument(BytesIO(phone.pdf(prefer_css_page_size=True))) as paper:
        assert len(paper) == 1
