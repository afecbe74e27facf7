"""A draft for the tests of captions: a film of twelve seconds, German and Turkish words."""

import shutil
from pathlib import Path
from typing import Final

from content import captions, draft, medium, nuggets
from content.card import Option, Question
from content.draft import Draft, StepDraft, TextDraft
from content.media.captions import Cue
from content.models import Site, Text, Version
from content.storage import Folder
from kiosk.settings import Settings

SECONDS: Final = 12.0
STEPS: Final = ("Drei Backen lösen.", "Den Schlüssel abziehen, nie stecken lassen.")
QUESTION: Final = Question(
    "Wann ziehst du den Schlüssel ab?",
    (
        Option("Sofort.", "Genau: Sonst fliegt er.", right=True),
        Option("Später.", "Dann ist es zu spät.", right=False),
    ),
)
GERMAN: Final = TextDraft(
    language="de", variant="plain", title="Spannfutter lösen", state="draft",
    why="Ein Schlüssel im Futter fliegt.", steps=STEPS, questions=(QUESTION,),
)  # fmt: skip
TURKISH: Final = TextDraft(
    language="tr", variant="plain", title="Aynayı sökmek", state="draft",
    steps=("Üç çeneyi gevşet.", "Anahtarı çıkar, asla bırakma."), questions=(QUESTION,),
)  # fmt: skip
LINES: Final = (
    Cue(0.5, 3.0, "Drei Backen lösen, eine nach der anderen."),
    Cue(3.5, 7.0, "Mit 35 Nm anziehen, nicht fester."),
    Cue(8.0, 11.0, "Der Schlüssel kommt an den Haken."),
)


def chuck(site: Site, settings: Settings, film: Path | bytes | None = b"a film") -> Version:
    """Begin the nugget `chuck`: two steps, two languages, and this film of twelve seconds."""
    storage = Folder(settings.media)
    version = nuggets.draft(site, "chuck", owner_role="Meister")
    media = {}
    if film is not None:
        media["film.mp4"] = medium.keep(
            site, storage, film, "film", "mp4", width=640, height=360, seconds=SECONDS
        )
    steps = (StepDraft("", 0.5), StepDraft("", 6.0))
    video = "film.mp4" if media else ""
    texts = (GERMAN, TURKISH)
    draft.write(version, Draft("chuck", video=video, steps=steps, texts=texts), media, {}, {})
    if isinstance(film, Path):
        copy = film.with_name("lite.mp4")
        shutil.copy(film, copy)
        medium.add_rendition(
            media["film.mp4"], storage, "lite", copy, "mp4", recipe="1",
            width=640, height=360, seconds=SECONDS,
        )  # fmt: skip
    return version


def german(version: Version) -> Text:
    """Return the German text as the database holds it now."""
    return Text.get((Text.version == version) & (Text.language == "de"))


def give_lines(version: Version, settings: Settings, *lines: Cue, state: str = "draft") -> str:
    """Give the German text these captions and return their name."""
    text = german(version)
    captions.write(text, lines or LINES, Folder(settings.media), state=state)
    return text.captions_id or ""
