"""What can go wrong with content: one class each, its docstring the sentence people read."""

from dataclasses import dataclass
from inspect import cleandoc

from content.sentence import Sentence


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


class NameTaken(ContentError):
    """The name "{name}" is there already. Choose another name."""


class KindInUse(ContentError):
    """{name} cannot be deleted while machines are of this kind or nuggets hang on it."""


class MachineInUse(ContentError):
    """{name} had a label or has nuggets, so it stays: its code is answered for ever."""


class CoachNotAsked(ContentError):
    """A card shows a person. Ask first, and note the day on which that person agreed."""


class PhoneInvalid(ContentError):
    """This is no phone number. Write figures, such as 4711 or +49 911 4711."""


class MailInvalid(ContentError):
    """This is no mail address. One looks like name@plant.example."""


class LinkInvalid(ContentError):
    """This is no link. Copy the whole address from the browser; it begins with https://."""


class CrowdMissing(ContentError):
    """Say how many people work in the plant. Without it nothing can be counted namelessly."""


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


class LabelBound(ContentError):
    """{code} hangs on {machine} already. One sticker leads to one machine: take a fresh one."""


class LabelOut(ContentError):
    """{code} is out of use, for ever. Take a fresh label."""


class LabelMoved(ContentError):
    """{code} was changed meanwhile. Look where it leads now, then decide again."""


class LabelStays(ContentError):
    """{code} leads to {machine} already: there is nothing to move."""


class LabelBlank(ContentError):
    """{code} has no machine yet. Bind it to one first."""


class BlanksPrinted(ContentError):
    """{codes} is on paper already: a second print would stick one code on two machines."""


class BlanksTooMany(ContentError):
    """{count} blank labels at once cannot be. Print 1 to {limit}."""


class AliasEmpty(ContentError):
    """This code holds nothing that could be compared."""


class AliasTaken(ContentError):
    """The code "{text}" belongs to the machine {machine} already."""


class NotReady(ContentError):
    """This nugget cannot be published yet."""

    def __init__(self, reasons: tuple[Sentence, ...]) -> None:
        """Keep every reason, so that all can be mended in one go."""
        self.reasons = reasons
        super().__init__()

    def __str__(self) -> str:
        """Say the sentence and then every reason."""
        return " ".join((self.template(), *map(str, self.reasons)))


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


class Ahead(ContentError):
    """This version is {state} already: a colleague may have been quicker. Nothing is left to do."""


class Rewritten(ContentError):
    """It was changed after this page was opened. Look at it again, then release it."""


class NotYours(ContentError):
    """You wrote on it: a colleague has to look at it and release it."""


class SafetyOnly(ContentError):
    """A safety nugget is released by somebody who answers for safety."""


class NotTicked(ContentError):
    """Look at every point and tick it. Without that, nothing is released."""


class PeopleMissing(ContentError):
    """Say who is in the picture: nobody, or people who agreed and know how to take it back."""


class ReasonMissing(ContentError):
    """Say why, in a few words: the next one who looks at it will want to know."""


class DayGone(ContentError):
    """{day} is over. Choose today or a day to come."""


class DayTooLate(ContentError):
    """It must be looked at again by {day} at the latest."""


class DraftOpen(ContentError):
    """Version {number} is in work already. Finish it or throw it away first."""


class NoDraft(ContentError):
    """Only a draft can be thrown away; this version is {state}."""


class NothingToReview(ContentError):
    """This nugget is not published, so there is nothing to confirm."""


class TermTooShort(ContentError):
    """A term needs its word in two languages at least."""


class TermsTooLarge(ContentError):
    """This table is larger than {limit} kB or has more than 5,000 rows. Bring it in in parts."""


class TermsUnreadable(ContentError):
    """Row {row} cannot be read: the first row names languages (de, tr), each other row a term."""


class TextThere(ContentError):
    """There is a text in this language already."""


class TextUnknown(ContentError):
    """Choose a language from the list."""


class TextIsSource(ContentError):
    """The others are translated from this text, so it stays."""


class NotTranslated(ContentError):
    """{open} lines are not right yet. Write them or say that they are still right."""


class LineUnknown(ContentError):
    """This line is not there any more. Load the page anew."""


class LinkEnded(ContentError):
    """This link was ended. Ask for a new one."""


class NoLink(ContentError):
    """No link can be given: this version is {state}."""


class XliffTooLarge(ContentError):
    """This file is larger than {limit} kB, so it is none of ours."""


class XliffUnreadable(ContentError):
    """This is no XLIFF 1.2 file. Export one here, translate it, and bring that one back."""


class XliffOtherText(ContentError):
    """This file belongs to another nugget or another text of it."""


class XliffOtherLanguage(ContentError):
    """This file is in the language "{found}", but the text here is in "{wanted}"."""


class TranslatorSilent(ContentError):
    """The translation server did not answer. Try again later, or translate by hand."""


class TranslatorRefused(ContentError):
    """The translation server refused: "{why}"."""


class SceneGone(ContentError):
    """This picture is not in the film any more. Look at the film as it is now."""


class SentenceEditedMeanwhile(ContentError):
    """Somebody else changed this sentence meanwhile: "{now}". Yours still stands in the field."""


class TooManyScenes(ContentError):
    """At most {limit} pictures fit into two minutes. Begin a second nugget for the others."""


class MarkUnseen(ContentError):
    """This mark is too small to be seen, or lies beside the picture. Set it again."""


class TooManyMarks(ContentError):
    """At most {limit} marks fit on one picture. Take one away first."""


class PictureKept(ContentError):
    """This picture is not among the files of this nugget any more."""


class SceneSeconds(ContentError):
    """A picture stands for {least:g} to {most:g} seconds."""


class OutcomeMissing(ContentError):
    """Say what became of it: choose one of the answers."""


class RemarkUnknown(ContentError):
    """This remark is not there any more: it was answered a year ago, or its nugget is gone."""


class WishUnknown(ContentError):
    """This wish is not there any more: it was answered a year ago, or its place is gone."""
