"""What can go wrong with content: one class each, its docstring the sentence people read."""

from dataclasses import dataclass
from inspect import cleandoc


class ContentError(Exception):
    """This cannot be done."""

    def __init__(self, **facts: object) -> None:
        """Keep the facts apart from the words, so that the words can be translated."""
        self.facts = facts
        super().__init__(self.template().format(**facts))

    @classmethod
    def template(cls) -> str:
        """Return the sentence with its `{places}` still open: the key for a translation."""
        return " ".join(cleandoc(cls.__doc__ or "").split())


class NoPlant(ContentError):
    """There is no plant in this database yet. Run `kiosk init` or `kiosk demo` first."""


class SlugInvalid(ContentError):
    """The short name "{slug}" is no part of an address. Use up to {limit} of a-z, 0-9 and -."""


class SlugTaken(ContentError):
    """The short name "{slug}" is taken already. Choose another one."""


class NameMissing(ContentError):
    """Something without a name cannot be found again. Give it a name."""


class TooLong(ContentError):
    """{what} has {signs} signs; at most {limit} fit. Shorten it."""


class TooDeep(ContentError):
    """{path} has {depth} levels. An area may lie at most four levels deep."""


class AreaInUse(ContentError):
    """{name} cannot be deleted while machines or other areas stand in it. Move them first."""


class CrowdInvalid(ContentError):
    """A crowd of {crowd} people cannot be. Give a number from 0 to 1,000,000, or nothing."""


class MachineTaken(ContentError):
    """There is a machine "{name}" in {area} already. Give this one another name."""


class CodeInvalid(ContentError):
    """The code "{code}" cannot be a label's: such a code has six signs."""


class CodeTaken(ContentError):
    """The code {code} was issued already. A code is never used twice."""


class CodeUnknown(ContentError):
    """No label has the code {code}."""


class LabelMove(ContentError):
    """A label that is {old} cannot become {new}."""


class AliasEmpty(ContentError):
    """This code holds nothing that could be compared."""


class AliasTaken(ContentError):
    """The code "{text}" belongs to the machine {machine} already."""


class NotReady(ContentError):
    """This nugget cannot be published yet."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        """Keep every reason, so that all can be mended in one go."""
        self.reasons = reasons
        super().__init__()

    def __str__(self) -> str:
        """Say the sentence and then every reason."""
        return " ".join((self.template(), *self.reasons))


class WrongState(ContentError):
    """A version that is {state} cannot become {wanted}."""


class NotPublished(ContentError):
    """The nugget {slug} is not published, so it cannot be withdrawn."""


class HangsNowhere(ContentError):
    """A nugget hangs on exactly one thing at a time: a machine kind, a machine or a topic."""


class OtherPlant(ContentError):
    """{what} belongs to another plant."""


class DiskFull(ContentError):
    """The disk is full. Nothing is lost; make room on the server and try again."""


class FileMissing(ContentError):
    """The media file {name} is not in the storage. Restore it from a backup."""


class FolderTaken(ContentError):
    """{folder} holds something that is no nugget. Choose another folder."""


class ExtUnknown(ContentError):
    """Files that end in ".{ext}" cannot be used here."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong in a library folder, with the place where to mend it."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        """Say it as compilers do, so that editors can jump there; line 0 is the whole file."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what}"


class LibraryError(ContentError):
    """The folder cannot be imported."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep every finding, so that all can be mended in one go."""
        self.findings = findings
        super().__init__()

    def __str__(self) -> str:
        """Say the sentence and then every finding on a line of its own."""
        return "\n".join((self.template(), *map(str, self.findings)))
