"""The tables of the content database. They carry no connection: `kiosk.db` binds them.

Days are ISO dates (`2026-11-22`): nothing here knows a time of day. Ids are random, never a
running number. What a plant fills carries its site, so that it can be split by site later.
"""

from typing import Final

from content.models.draft import Invitation, Proposal, SourceLine, Take, Term, TermWord
from content.models.medium import Gone, Medium, Rendition
from content.models.nugget import (
    Attachment,
    Hang,
    Nugget,
    Option,
    Question,
    SearchTerm,
    SearchWord,
    Step,
    StepText,
    Text,
    Version,
)
from content.models.plant import (
    Alias,
    Area,
    Coach,
    Kind,
    KindCrowd,
    Label,
    Machine,
    PhoneCheck,
    Topic,
    Walk,
    WalkFind,
)
from content.models.row import Revision, Row, Table, WithoutRowid
from content.models.site import Site
from content.models.told import Remark, Wish

__all__ = [
    "TABLES",
    "Alias",
    "Area",
    "Attachment",
    "Coach",
    "Gone",
    "Hang",
    "Invitation",
    "Kind",
    "KindCrowd",
    "Label",
    "Machine",
    "Medium",
    "Nugget",
    "Option",
    "PhoneCheck",
    "Proposal",
    "Question",
    "Remark",
    "Rendition",
    "Revision",
    "Row",
    "SearchTerm",
    "SearchWord",
    "Site",
    "SourceLine",
    "Step",
    "StepText",
    "Table",
    "Take",
    "Term",
    "TermWord",
    "Text",
    "Topic",
    "Version",
    "Walk",
    "WalkFind",
    "Wish",
    "WithoutRowid",
]

TABLES: Final[tuple[type[Table], ...]] = (
    Revision, Site, Area, Kind, KindCrowd, Medium, Machine, Label, Alias, Topic, Coach, Nugget,
    Hang, Rendition, Version, Attachment, Gone, Text, Step, StepText, Question, Option,
    SearchWord, SearchTerm, Take, SourceLine, Proposal, Invitation, Term, TermWord,
    Walk, WalkFind, PhoneCheck, Remark, Wish,
)  # fmt: skip
