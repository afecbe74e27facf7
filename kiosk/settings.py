"""What an operator can set: one frozen value, read from kiosk.toml and the environment.

Order: an explicit argument, then the environment (`KIOSK_LABEL_URL`, or `KIOSK_LABEL_URL_FILE`
with a path to read it from), then `kiosk.toml` in the data folder, then the default. A wrong
value or an unknown key stops the start with a sentence that says what to write instead.
"""

import ipaddress
import os
import secrets
import sys
import tomllib
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PREFIX: Final = "KIOSK_"
LOWEST_K: Final = 5
LOWEST_CROWD: Final = 10
CACHE_TAG: Final = (
    "Signature: 8a477f597d28d172789f06886806bc55\n# Keys. Backups must skip this folder.\n"
)


class SettingsError(Exception):
    """The settings can't be used as they are."""


def setting(default: Any, says: str) -> Any:
    """Declare one setting with its default and the sentence that documents it."""
    return field(default=default, metadata={"says": says})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Made by `load`; never changed afterwards."""

    data: Path = setting(Path("data"), "Folder of database, media and printed sheets.")
    keys: Path = setting(Path("data-keys"), "Folder of secrets and keys: beside data, not inside.")
    base_url: str = setting("http://localhost:8000", "Address under which workers see the pages.")
    label_url: str = setting("", "Address printed on labels; as base_url when empty.")
    former_hosts: tuple[str, ...] = setting((), "Host names on labels printed in former days.")
    database_url: str = setting("", "postgresql://… ; SQLite in the data folder when empty.")
    plant_networks: tuple[Network, ...] = setting(
        (), "Networks inside the plant, for nuggets with the reach 'plant network'."
    )
    trusted_proxies: int = setting(0, "How many proxies of yours stand in front of the app.")
    accel: bool = setting(False, "nginx sends the media files (X-Accel-Redirect).")
    ffmpeg: str = setting("", "Path of an ffmpeg; the one that came with pip when empty.")
    k: int = setting(5, "Smallest count that is ever published; 5 or more.")
    crowd_floor: int = setting(10, "Smallest crowd a number may stand for; 10 or more.")
    pot: str = setting("", "Folder on a RAM file system for the open counts; found when empty.")
    workers: int = setting(2, "Processes that answer pages.")
    threads: int = setting(160, "Threads of each such process.")
    page_threads: int = setting(32, "Threads of each process kept free of films and uploads.")
    metrics: str = setting(
        "", "Address and port on which /metrics is answered, such as 127.0.0.1:9464; off if empty."
    )
    disk_floor: int = setting(500, "Free disk in megabytes below which nothing is taken in.")
    keep_backups: int = setting(14, "How many backups to keep.")
    film_aim: int = setting(120, "Seconds a film should not exceed; a longer one gets a warning.")
    film_most: int = setting(180, "Seconds a film must not exceed.")
    four_eyes: bool = setting(True, "Nobody releases what they wrote; safety is always so.")
    upload_most: int = setting(2000, "Largest file that can be uploaded, in megabytes.")
    uploads_each: int = setting(3, "How many unfinished uploads one person may have.")
    upload_hours: int = setting(48, "Hours after which an unfinished upload is deleted.")
    keep_takes: int = setting(30, "Days for which a film is kept as it came from the phone.")
    mail_url: str = setting("", "smtp://… or smtps://… for reminders by mail; none when empty.")
    mail_from: str = setting("", "Sender of reminders.")
    speech_command: str = setting("", "Program that writes captions from sound; none when empty.")
    translate_url: str = setting("", "Address of a LibreTranslate; none when empty.")
    translate_key: str = setting("", "Its key, if it wants one.")
    offline: bool = setting(
        True, "Phones may keep nuggets for dead zones; false empties those that did."
    )
    demo: bool = setting(False, "A demonstration plant: counts may lie in a temporary folder.")

    @property
    def media(self) -> Path:
        """Folder of films, pictures and captions."""
        return self.data / "media"

    @property
    def takes(self) -> Path:
        """Folder of films and voices as phones recorded them."""
        return self.data / "takes"

    @property
    def sqlite(self) -> Path:
        """File of the content database when no database_url is set."""
        return self.data / "kiosk.db"

    @property
    def labels_at(self) -> str:
        """Address that stands on labels, without a slash at its end."""
        return self.label_url or self.base_url

    def secret(self, name: str) -> bytes:
        """Return 32 random bytes kept under this name; the first call makes them, mode 0600."""
        path = key_folder(self.keys) / name
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return _create(path, secrets.token_bytes(32))


def key_folder(keys: Path) -> Path:
    """Make sure the folder of keys is there, private, and marked so that backups skip it."""
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    tag = keys / "CACHEDIR.TAG"
    if not tag.exists():
        tag.write_text(CACHE_TAG)
    return keys


def _create(path: Path, content: bytes) -> bytes:
    """Write a secret so that of two processes at once both end with the same one."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        content = path.read_bytes()
    finally:
        draft.unlink()
    return content


def load(
    data: Path | None = None, environ: Mapping[str, str] | None = None, **overrides: Any
) -> Settings:
    """Read the settings of the plant whose folder is `data`.

    Raises `SettingsError` with one sentence that says what is wrong and what to write.
    """
    environ = os.environ if environ is None else environ
    given = _from_environment(environ)
    home = data or Path(given.get("data") or _default_data(environ))
    values: dict[str, Any] = {**_from_file(home / "kiosk.toml"), **given, "data": home}
    values = {name: _parse(name, value) for name, value in values.items()} | overrides
    data_at = values["data"].absolute()
    keys = values.get("keys") or data_at.with_name(data_at.name + "-keys")
    settings = Settings(**{**values, "data": data_at, "keys": Path(keys).absolute()})
    _judge(settings)
    return settings


def _default_data(environ: Mapping[str, str]) -> str:
    share = environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return str(Path(share) / "kiosk")


def _names() -> tuple[str, ...]:
    return tuple(one.name for one in fields(Settings))


def _from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in environ.items():
        if not key.startswith(PREFIX):
            continue
        name = key.removeprefix(PREFIX).lower()
        if name in _names():
            found[name] = value
        elif name.removesuffix("_file") in _names() and name.endswith("_file"):
            found[name.removesuffix("_file")] = _read_secret_file(key, value)
        else:
            warnings.warn(f"{key} is no setting of this program; it is ignored.", stacklevel=3)
    return found


def _read_secret_file(key: str, path: str) -> str:
    try:
        return Path(path).read_text().strip()
    except OSError as error:
        message = f"{key} names the file {path}, which can't be read: {error.strerror}."
        raise SettingsError(message) from error


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))  # editors of Windows put a mark first
    except UnicodeDecodeError as error:
        message = f"{path} is not written in UTF-8: save it as UTF-8."
        raise SettingsError(message) from error
    except tomllib.TOMLDecodeError as error:
        message = f"{path} is not valid TOML: {error}."
        raise SettingsError(message) from error
    for name in found:
        if name not in _names() or name == "data":
            known = ", ".join(one for one in _names() if one != "data")
            message = f"{path} has the unknown key '{name}'. It may hold: {known}."
            raise SettingsError(message)
    return found


def _parse(name: str, value: Any) -> Any:
    """Turn what was written into what the setting holds, or raise with what to write."""
    parsers: dict[str, Callable[[Any], Any]] = {
        "data": Path, "keys": Path, "former_hosts": _hosts, "plant_networks": _networks,
        "accel": _switch, "demo": _switch, "offline": _switch,
        "four_eyes": _switch, "base_url": _address, "label_url": _address,
        "metrics": _bind,
    }  # fmt: skip
    numbers = ("trusted_proxies", "k", "crowd_floor", "workers", "threads", "page_threads",
               "disk_floor", "keep_backups", "film_aim", "film_most", "upload_most", "uploads_each",
               "upload_hours", "keep_takes")  # fmt: skip
    usual: Callable[[Any], Any] = _number if name in numbers else _words
    try:
        return parsers.get(name, usual)(value)
    except ValueError as error:
        message = f"{name} is set to {value!r}: {error}."
        raise SettingsError(message) from error


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    message = "write a text in quotes"
    raise ValueError(message)


def _number(value: Any) -> int:
    if isinstance(value, bool) or not str(value).strip().isdecimal():
        message = "write a whole number such as 5"
        raise ValueError(message)
    return int(value)


def _switch(value: Any) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    found = words.get(str(value).lower())
    if found is None:
        message = "write true or false"
        raise ValueError(message)
    return found


def _listed(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return [one.strip() for one in str(value).split(",") if one.strip()]


def _hosts(value: Any) -> tuple[str, ...]:
    return tuple(one.lower() for one in _listed(value))


def _networks(value: Any) -> tuple[Network, ...]:
    try:
        return tuple([ipaddress.ip_network(one) for one in _listed(value)])
    except ValueError as error:
        message = f"{error}; write networks such as 10.20.0.0/16"
        raise ValueError(message) from error


def _address(value: Any) -> str:
    parts = urlsplit(str(value))
    bare = not (parts.path.strip("/") or parts.query or parts.fragment or parts.username)
    if value and not (parts.scheme in ("http", "https") and parts.hostname and bare):
        message = "write scheme and host only, such as https://qr.example.com"
        raise ValueError(message)
    return str(value).rstrip("/")


def _bind(value: Any) -> str:
    """Return an address and a port on which something of its own may listen."""
    host, _, port = str(value).rpartition(":")
    if value:
        try:
            ipaddress.ip_address(host.strip("[]"))
            good = 0 < int(port) < 65_536  # noqa: PLR2004  there are no more ports
        except ValueError:
            good = False
        if not good:
            message = "write an address and a port, such as 127.0.0.1:9464"
            raise ValueError(message)
    return str(value)


def _judge(settings: Settings) -> None:
    """Refuse settings that contradict each other or weaken a promise."""
    for broken, sentence in _contradictions(settings):
        if broken:
            raise SettingsError(sentence)


def _contradictions(settings: Settings) -> list[tuple[bool, str]]:
    inside = settings.keys == settings.data or settings.data in settings.keys.parents
    sqlite_words = settings.database_url and not settings.database_url.startswith("postgres")
    return [
        (inside, "keys lies inside data, so a backup would hold the keys: put it beside data."),
        (
            settings.k < LOWEST_K,
            "k is below 5: smaller counts could point at persons. Write 5 or more.",
        ),
        (settings.crowd_floor < LOWEST_CROWD, "crowd_floor is below 10: write 10 or more."),
        (bool(sqlite_words), "database_url must begin with postgresql://, or be left out."),
        (settings.keep_backups < 1, "keep_backups is 0: write how many to keep, 1 or more."),
        (settings.workers < 1, "workers is 0: at least one process must answer pages."),
        (
            settings.page_threads >= settings.threads,
            "page_threads must be smaller than threads: the rest of them carries films.",
        ),
        (settings.film_aim > settings.film_most, "film_aim is longer than film_most."),
        (
            settings.accel and settings.trusted_proxies < 1,
            "accel is on but trusted_proxies is 0: with nginx in front write trusted_proxies = 1.",
        ),
        (
            _host(settings.base_url) in settings.former_hosts,
            "base_url's host is among former_hosts: it can't be both.",
        ),
        (
            settings.labels_at.startswith("https") and settings.base_url.startswith("http:"),
            "labels say https, but base_url says http: give base_url https too.",
        ),
    ]


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def describe() -> list[tuple[str, str, str]]:
    """Return (name, default, sentence) of every setting, for the documentation and `doctor`."""
    return [(one.name, str(one.default), one.metadata["says"]) for one in fields(Settings)]


def warn_on_terminal(message: Warning | str, *_: object) -> None:
    """Print a warning as one plain line, the way operators read it."""
    print(f"kiosk: {message}", file=sys.stderr)
