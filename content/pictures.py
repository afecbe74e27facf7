"""A picture from a phone: refused with what to do, or kept clean, upright and small."""

from typing import Final

from content import medium
from content.errors import ContentError
from content.media import images, photo
from content.models import Medium, Site
from content.storage import Storage

APPLE: Final = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"))


class PictureEmpty(ContentError):
    """Choose a picture first."""


class PictureApple(ContentError):
    """{name} is a HEIC picture, which many phones cannot show.

    On the iPhone choose Settings, Camera, Formats, Most Compatible, and take it again; or send a
    screenshot of it.
    """


def take(site: Site, storage: Storage, content: bytes, name: str, *, plant: bool = False) -> Medium:
    """Keep a picture for pages: at most 960 pixels long, without place, device and date.

    What was sent itself is never kept. `plant` says that its nugget stays in the plant. Raises
    PictureEmpty, PictureApple, and what `content.media.photo.refuse` raises.
    """
    if not content:
        raise PictureEmpty
    if content[4:8] == b"ftyp" and content[8:12] in APPLE:
        raise PictureApple(name=name)
    photo.refuse(content, name)
    made = images.picture(content, name)
    return medium.keep(
        site, storage, made.content, "picture", made.ending,
        plant=plant, width=made.width, height=made.height,
    )  # fmt: skip
