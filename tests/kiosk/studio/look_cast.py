"""A plant in which every page of the studio has something to show, and the addresses of all."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from werkzeug.routing import Rule

from content import (
    captions,
    catalogue,
    glossary,
    invitations,
    label_life,
    label_walk,
    library,
    medium,
    nuggets,
    plant,
    proposals,
    release,
    remarks,
    scenes,
    takes,
    translation,
    versions,
    wishes,
)
from content.media.captions import Cue
from content.media.finding import Finding, Report
from content.media.photo import photo
from content.models import Area, Kind, Label, Machine, Nugget, Remark, Text, Version, Wish
from content.pairs import Sheet, pairs
from content.sentence import say
from content.storage import Folder
from kiosk.db import connected
from kiosk.labels import logos, phone_check, prints
from kiosk.staff import people
from kiosk.studio import access
from kiosk.web import passes
from tests.content.cast import GERMAN, add_lite, lay_out
from tests.kiosk.studio.board_cast import SAID, jpeg
from tests.kiosk.studio.test_access import filled
from tests.studio import Studio

CUES: Final = [
    Cue(0.0, 2.0, "Die Brille liegt im Kasten."),
    Cue(2.0, 3.0, "Erst die Brille, dann die Tür, und nie ohne sie in den Spänekasten greifen."),
]
LONG: Final = (
    "Sicherheitsschaltmattenüberwachungsrelais der Drehmaschinenspänefördererverkleidung "
    "prüfen, zurücksetzen, eintragen"
)
BLANK: Final = "3HV8T7"
ARABIC: Final = "البس نظارتك قبل أن تفتح المخرطة"
DARK: Final = Finding("dark", "yours", say("From {start} on it is too dark.", start="0:02"), 2, 3)
PLACE: Final = Finding(
    "place", "mended", say("The place of filming stood in the file. It is deleted.")
)
REPORT: Final = Report(3.0, 640, 360, has_sound=True, findings=(DARK, PLACE))
NAMES: Final = {"people": "dana", "release": "bob", "annex": "dana", access.OPENED: ""}
"""Who asks for a page with this right; a trainer asks for all others."""


@dataclass(frozen=True)
class Place:
    """A page: its route, its address, and who asks for it."""

    endpoint: str
    path: str
    who: str = "alice"


@dataclass(frozen=True)
class Stage:
    """What stands in the plant: ids by the gaps of the addresses, and pages beyond them."""

    known: dict[str, str]
    own: dict[str, dict[str, str]]
    more: tuple[Place, ...]

    def address(self, rule: Rule) -> Place:
        """Return where this rule leads in this plant."""
        gaps = {**self.known, **self.own.get(rule.endpoint.partition(".")[0], {}),
                **self.own.get(rule.endpoint, {})}  # fmt: skip
        return Place(rule.endpoint, filled(rule, gaps))


def lay(studio: Studio, folder: Path, tone: Path) -> Stage:
    """Fill the plant."""
    with connected(studio.database):
        own = Folder(studio.settings.media)
        draft = written(studio, own, folder, tone)
        scene = boarded(studio, own)
        arabic = translated(draft, own)
        waiting, live, empty = others(studio, own, folder)
        seen(studio, draft, folder, tone)
        term = glossary.write(studio.site, {"de": "Schutzbrille", "ar": "نظارة"}, "Not the cap.")
        coach = plant.coach(studio.site, "Ömer Yıldırım", where="Halle 3", phone="4711",
                            languages=("tr", "de"), mail="oemer@werk.example")  # fmt: skip
        facts = people.Facts("Maximiliane von Hohenstaufen-Oberschwaben", "maxi", ("trainer",))
        invited, opens = people.invite(studio.site, facts, date(2027, 1, 1))
        link = invitations.invite(arabic.text, datetime.now(tz=UTC).date(), 7)
        given = passes.issue(studio.settings, "translate", link.subject, days=7)
        machine = Machine.select().where(Machine.site == studio.site).first()
        label = Label.select().where(Label.machine == machine).first()
        number = labelled(studio, label.code)
        remark, wish = told(studio, machine.id)
    known = {
        "version_id": draft.id, "nugget_id": live.nugget_id, "key": "de",
        "machine_id": machine.id, "area_id": first(Area, studio), "kind_id": first(Kind, studio),
        "coach_id": coach.id, "person": invited.id, "code": label.code, "term_id": term.id,
        "opens": opens, "given": given, "spoken": "de", "number_": number, "design": "a6",
        "remark_id": remark, "wish_id": wish,
    }  # fmt: skip
    board = {"version_id": scene[0], "scene_id": scene[1], "number": "1"}
    special = {
        "languages": {"key": "ar"}, "files": {"key": "ar"}, "storyboard": board, "slides": board,
        "machine_list": {"ext": "csv"}, "marks": board,
        "new.what": {"hook": "machine", "key": machine.id},
    }  # fmt: skip
    return Stage(known, special, tuple(beyond(draft, waiting, live, empty, scene[0])))


def told(studio: Studio, machine: str) -> tuple[str, str]:
    """Let workers tell something two days ago, and "unsafe" today; return a remark and a wish."""
    site, today = studio.site, release.today(studio.site)
    card = catalogue.card(site.id, "wear-glasses")
    assert card is not None
    for kind, step in (("unclear", 2), ("machine changed", 0), ("wrong", 1)):
        remarks.send(card, site.id, kind, step, today - timedelta(2), machine_id=machine)
    remarks.send(card, site.id, "unsafe", 1, today, machine_id=machine)
    remarks.answer(Remark.get(Remark.kind == "wrong"), "changed", "Jetzt mit Bild.", today)
    for about in ("fault", "quality"):
        wishes.send(site.id, wishes.Where(), about, today - timedelta(2))
    wishes.answer(Wish.get(Wish.about == "quality"), "made", "", today)
    return str(Remark.get(Remark.kind == "unsafe").id), str(Wish.get(Wish.about == "fault").id)


def labelled(studio: Studio, code: str) -> str:
    """Put a logo in, print a label, lay a blank one by, walk, wait for a phone.

    Returns the print's number.
    """
    drop = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4" cx="5"/></svg>'
    logos.keep(studio.settings, studio.site.id, drop)
    order = prints.Order(studio.site.id, (code,), "tag-30", "tag-30", 1, ("de", "en"))
    number = prints.lay(studio.settings, order)
    prints.make(studio.settings, studio.database, number)
    machine = Machine.select().join(Label).where(Label.code == code).get()
    plant.rename(machine, "Drehmaschine DZ 401")
    label_life.lay_by(studio.site, [BLANK])
    area = Area.get_by_id(first(Area, studio))
    label_walk.begin(area, "2026-11-22")
    for said in (code, BLANK, "evil.example"):
        label_walk.note(area, said, dirty=said == code)
    phone_check.begin(studio.site, studio.settings)
    return number


def first(table: type[Area] | type[Kind], studio: Studio) -> str:
    """Return the id of the first one of the plant."""
    row = table.select().where(table.site == studio.site).first()
    return str(row.id)


def beyond(
    draft: Version, waiting: Version, live: Version, empty: Version, board: str
) -> list[Place]:
    """Return what the addresses of the routes alone do not show."""
    v = f"/studio/v/{draft.id}"
    bare = [
        Place(name, f"/studio/v/{empty.id}/{name}")
        for name in (
            "film",
            "check",
            "captions",
            "words",
            "question",
            "languages",
            "storyboard",
            "release",
        )
    ]
    return [
        *bare,
        Place("today", "/studio/", "bob"), Place("today", "/studio/", "charlie"),
        Place("today", "/studio/", "dana"),
        Place("release", f"/studio/v/{waiting.id}/release"),
        Place("release", f"/studio/v/{waiting.id}/release", "bob"),
        Place("release", f"/studio/v/{live.id}/release"),
        Place("words", f"/studio/v/{live.id}/words"), Place("words", f"{v}/words", "charlie"),
        Place("captions", f"{v}/captions/ar"), Place("sheet", f"{v}/sheet/ar"),
        Place("voice", f"/studio/v/{board}/voice/de"), Place("film", f"{v}/film/ar"),
        Place("nuggets", "/studio/nuggets?q=Drehmaschinensp%C3%A4nef%C3%B6rderer"),
        Place("nuggets", "/studio/nuggets?q=zzzzzz"), Place("machines", "/studio/machines?q=zzzz"),
        Place("binding", f"/studio/labels/bind/{BLANK}"),
        Place("labels", "/studio/labels?show=old"), Place("logo", "/studio/labels/logo", "dana"),
        Place("labels", f"/studio/labels/at/{BLANK}"), Place("labels", "/studio/labels", "charlie"),
        Place("versions", f"/studio/nuggets/{draft.nugget_id}"),
        Place("people", f"/studio/people/{draft.authors}", "dana"),
        Place("remarks", "/studio/remarks?show=answered"),
        Place("remarks", "/studio/remarks?show=wrong"),
        Place("gone", "/studio/v/zzzzzzzzzzzz/film"), Place("forbidden", "/studio/people"),
        Place("door", f"{v}/words", ""), Place("link", "/studio/link/wrong", ""),
        Place("welcome", "/studio/welcome/wrong", ""),
    ]  # fmt: skip


def written(studio: Studio, storage: Folder, folder: Path, tone: Path) -> Version:
    """Import Alice's draft: a title of 120 signs, a film that plays, captions that are too fast."""
    german = GERMAN.replace("Schutzbrille tragen", LONG)
    changes = {"de.md": german}
    version = library.import_folder(studio.site, lay_out(folder, changes, slug="relay"), storage)
    film = medium.keep(studio.site, storage, tone.read_bytes(), "film", "mp4", seconds=3.0)
    nuggets.take_film(version.id, film)
    add_lite(film, storage)
    text = Text.get((Text.version == version) & (Text.language == "de"))
    captions.write(text, CUES, storage, state="draft")
    Version.update(authors=studio.people["alice"].id).where(Version.id == version.id).execute()
    found: Version = Version.get_by_id(version.id)
    return found


def seen(studio: Studio, version: Version, folder: Path, tone: Path) -> None:
    """Give the draft a take that was looked at."""
    upload = folder / "upload"
    upload.write_bytes(tone.read_bytes())
    take = takes.receive(version, "film", upload, "mp4", folder=studio.settings.takes,
                         keep_days=30, today=date(2026, 11, 22))  # fmt: skip
    takes.looked(take, REPORT)


def boarded(studio: Studio, storage: Folder) -> tuple[str, str]:
    """Begin a draft of pictures; return its id and that of its first scene."""
    version = nuggets.draft(studio.site, "board", owner_role="Meister")
    Text.create(version=version, language="de", variant="plain", title="Späne räumen")
    for number, sentence in enumerate(SAID[:3]):
        scenes.add(version, storage, photo(jpeg(number)), {"de": sentence})
    return version.id, scenes.scenes(Version.get_by_id(version.id))[0].id


def translated(version: Version, storage: Folder) -> Sheet:
    """Translate into Arabic: some lines by hand, some stale, one with a colleague's proposal."""
    source = Text.get((Text.version == version) & (Text.language == "de"))
    sheet = Sheet(source, translation.begin(source, "ar"), storage)
    lines = pairs(sheet)
    for number, line in enumerate(lines[:5]):
        translation.write(sheet, line.key, f"{ARABIC} {number}", line.body)
    proposals.propose(sheet.text, lines[1].key, f"{ARABIC}.")
    return Sheet(source, Text.get_by_id(sheet.text.id), storage)


def others(studio: Studio, storage: Folder, folder: Path) -> tuple[Version, Version, Version]:
    """Return a version that waits for release, a published one, and an empty draft."""
    glasses = Nugget.get(Nugget.slug == "wear-glasses")
    live = versions.published(glasses)
    assert live is not None
    waiting = versions.begin(glasses)
    release.submit(waiting, reason="The lid is new.", consent="Nobody can be recognised.")
    empty = nuggets.draft(studio.site, "nothing-yet", owner_role="Meister")
    Text.create(version=empty, language="de", variant="plain", title="Noch leer")
    return waiting, live, empty
