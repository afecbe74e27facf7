"""What lies on the trainer's desk: takes, translations in work, the plant's own words."""

from peewee import CharField, CompositeKey, FloatField, ForeignKeyField, IntegerField, TextField

from content import columns
from content.models.medium import Medium
from content.models.nugget import Text, Version
from content.models.row import Row, Table
from content.models.site import Site


class Take(Row):
    """What came from a phone for a version, or for one text of it: a film or a voice, as filmed.

    `start` and `end` are the seconds that are used, `found` what was found in it (JSON), `film`
    what was made of it. The file itself is deleted after `keep_until`.
    """

    site = ForeignKeyField(Site, on_delete="RESTRICT")
    site_id: str
    version = ForeignKeyField(Version, backref="takes", on_delete="CASCADE")
    version_id: str
    text = ForeignKeyField(Text, backref="takes", null=True, on_delete="CASCADE")
    text_id: str | None
    kind = columns.choice("kind", columns.TAKE_KINDS, 5)
    ext = CharField(max_length=5)
    size = IntegerField()
    sha = CharField(max_length=64)
    start = FloatField(null=True)
    end = FloatField(null=True)
    found = TextField(default="")
    film = ForeignKeyField(Medium, null=True, on_delete="RESTRICT")
    film_id: str | None
    keep_until = CharField(max_length=10, null=True)


class SourceLine(Table):
    """The source line as it stood when a translated line was last said to be right."""

    text = ForeignKeyField(Text, backref="source_lines", on_delete="CASCADE")
    text_id: str
    line = CharField(max_length=60)
    source = CharField(max_length=300)

    class Meta:
        primary_key = CompositeKey("text", "line")


class Proposal(Table):
    """What a colleague without an account proposes for one line of a text; equal means "right"."""

    text = ForeignKeyField(Text, backref="proposals", on_delete="CASCADE")
    text_id: str
    line = CharField(max_length=60)
    body = CharField(max_length=300)

    class Meta:
        primary_key = CompositeKey("text", "line")


class Invitation(Table):
    """The open link of a text, for a colleague without an account: its sign, and its last day.

    Links carry the sign; another sign, or no row, ends them all. Nobody's name stands here.
    """

    text = ForeignKeyField(Text, primary_key=True, backref="invitations", on_delete="CASCADE")
    text_id: str
    sign = CharField(max_length=12)
    until_on = CharField(max_length=10)


class Term(Row):
    """A word of the plant's glossary: one thing, called so in each language."""

    site = ForeignKeyField(Site, backref="terms", on_delete="CASCADE")
    site_id: str
    note = CharField(max_length=200, default="")


class TermWord(Table):
    """How a term is called in one language."""

    term = ForeignKeyField(Term, backref="words", on_delete="CASCADE")
    term_id: str
    language = CharField(max_length=12)
    word = CharField(max_length=120)

    class Meta:
        primary_key = CompositeKey("term", "language")
