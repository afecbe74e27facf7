"""Names the parts of a PDF, so that a screen reader finds headings, lists and tables in it.

fpdf2 tags pictures alone; this builds the whole structure tree (ISO 32000-1, 14.7 and 14.8) from
its own objects: each part an element, its lines marked content, everything else an artifact.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from fpdf import FPDF
from fpdf.structure_tree import StructElem, StructureTreeBuilder
from fpdf.syntax import PDFObject

SCOPES: Final = {"column": "<</O /Table /Scope /Column>>", "row": "<</O /Table /Scope /Row>>"}


class Element(StructElem):
    """A part of the document; its marked lines, and the parts within it, are its kids."""

    def __init__(self, kind: str, parent: PDFObject, page: int, scope: str = "") -> None:
        super().__init__(f"/{kind}", parent, [], page_number=page)
        self.a = SCOPES.get(scope)

    def lie_on(self, page: Any, number: int) -> None:
        """Say on which page its own lines stand."""
        self.pg, self._page_number = page, number


class Tree(StructureTreeBuilder):
    """The structure tree of a document, which may be as deep as it likes."""

    def __iter__(self) -> Iterator[PDFObject]:
        """Yield every object of the tree, its root first."""
        yield self.struct_tree_root
        yield self.struct_tree_root.parent_tree
        yield from _whole(self.doc_struct_elem)

    def within(self, paper: FPDF, parent: Any, kind: str, scope: str = "") -> Element:
        """Return a new part of a part."""
        made = Element(kind, parent, paper.page, scope)
        parent.k.append(made)
        return made

    def mark(self, paper: FPDF, element: Element) -> int:
        """Return the number of marked content on this page that belongs to a part."""
        page = paper.pages[paper.page]
        if element.k and element.pg is not page:
            element = self.within(paper, element, "Span")
        element.lie_on(page, paper.page)
        spid = self.spid_per_page_number.setdefault(paper.page, len(self.spid_per_page_number))
        page.struct_parents = spid
        kin = self.struct_tree_root.parent_tree.nums[spid]
        kin.append(element)
        element.k.append(len(kin) - 1)
        return len(kin) - 1


def _whole(element: Any) -> Iterator[PDFObject]:
    yield element
    for kid in element.k:
        if isinstance(kid, PDFObject):
            yield from _whole(kid)


class Tagged(FPDF):
    """Paper whose parts are named."""

    def __init__(self) -> None:
        super().__init__(unit="mm", format="A4")
        self.tree = Tree()
        self.struct_builder = self.tree
        self.inside: list[Any] = [self.tree.doc_struct_elem]
        self._set_min_pdf_version("1.4")

    def part(self, kind: str, scope: str = "") -> Element:
        """Return a new part of the one that is open."""
        return self.tree.within(self, self.inside[-1], kind, scope)

    @contextmanager
    def within(self, kind: str) -> Iterator[Element]:
        """Open a part for those that follow."""
        self.inside.append(self.part(kind))
        yield self.inside[-1]
        self.inside.pop()

    @contextmanager
    def marked(self, element: Element) -> Iterator[None]:
        """Say that what is drawn meanwhile, on one page, is of this part."""
        number = self.tree.mark(self, element)
        self._out(f"{element.s} <</MCID {number}>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Say that what is drawn meanwhile is nothing to read."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")
