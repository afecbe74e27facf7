"""Safe Markdown: what people type becomes a few harmless elements, and nothing else."""

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

ELEMENTS: Final = {"p", "br", "strong", "em", "code", "ul", "ol", "li"}


def html(markdown: str) -> str:
    """Return Markdown as HTML of paragraphs, lists, emphasis and code.

    Links, pictures, headings and typed HTML lose their element and keep their words: a page for
    workers leads nowhere that its author did not mean.
    """
    import nh3

    return nh3.clean(_parser().render(markdown), tags=ELEMENTS, attributes={}).strip()


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False, "linkify": False})
