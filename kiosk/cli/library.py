"""Commands for nuggets: take in and write out their folders, publish them, withdraw them."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click

from content.models import Kind, Nugget, Site, Version
from content.sentence import Sentence
from kiosk.cli.plant import opened, progress, several, with_data
from kiosk.settings import Settings


@click.group()
def library() -> None:
    """Import and export nuggets as plain folders; publish and withdraw them.

    \b
    Examples:
      kiosk library import my-nuggets/
      kiosk library publish emergency-stop --on "Drehmaschine DZ 400"
      kiosk library export backup-of-nuggets/
    """


@library.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@with_data
def import_(settings: Settings, folder: Path) -> None:
    """Take in a nugget's folder, or a folder of such folders, as drafts: all or none.

    \b
    What is wrong is named with file and line.

    \b
    Example:
      kiosk library import my-nuggets/
    """
    from content import library as shelf
    from kiosk import disk, jobs

    folders = [folder] if (folder / "nugget.toml").exists() else sorted(
        path.parent for path in folder.glob("*/nugget.toml")
    )  # fmt: skip
    if not folders:
        message = f"{folder} holds no nugget.toml, nor do its folders."
        raise click.ClickException(message)
    findings = [str(one) for path in folders for one in _findings(path)]
    if findings:
        raise click.ClickException("Nothing was imported.\n" + "\n".join(findings))
    disk.refuse_when_full(settings)
    with (
        opened(settings) as plant,
        progress(len(folders), "Nuggets") as bar,
        plant.database.atomic(),
    ):
        site = plant.site()
        wake = _bell(settings)
        for done, path in enumerate(folders, start=1):
            version = shelf.import_folder(site, path, plant.storage)
            if version.film_id:
                jobs.ask("renditions", version.film_id, wake)
            elif version.storyboard:
                jobs.ask("storyboard", version.id, wake)
            bar(done)
    click.echo(f"Drafts now: {several(len(folders), 'nugget')}; `kiosk work` makes the films.")


def _bell(settings: Settings) -> Callable[[str], None]:
    from kiosk.making.bell import Bell

    return Bell(settings).ring


def _findings(folder: Path) -> tuple[object, ...]:
    from content import library as shelf
    from content.errors import LibraryError

    try:
        shelf.read(folder)
    except LibraryError as error:
        return error.findings
    return ()


@library.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("slugs", nargs=-1)
@with_data
def export(settings: Settings, folder: Path, slugs: tuple[str, ...]) -> None:
    """Write nuggets as folders that `library import` takes back without a loss.

    \b
    Example:
      kiosk library export nuggets/ emergency-stop light-stack
    """
    from content import library as shelf

    with opened(settings) as plant:
        versions = editions(plant.site(), slugs)
        with progress(len(versions), "Nuggets") as bar:
            for done, version in enumerate(versions, start=1):
                shelf.export(version, folder / version.nugget.slug, plant.storage)
                bar(done)
    click.echo(f"{several(len(versions), 'nugget')} written to {folder}.")


@library.command("publish")
@click.argument("slugs", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every draft that is ready.")
@click.option("--on", "kinds", multiple=True, metavar="KIND", help="Hang it on this machine kind.")
@with_data
def publish(
    settings: Settings, slugs: tuple[str, ...], kinds: tuple[str, ...], *, every: bool
) -> None:
    """Publish the newest version of nuggets; what keeps one back is said in full.

    \b
    This is the operator's tool: nobody else is asked. In the studio another person than the
    author releases a nugget, and safety releases what is about safety.

    \b
    Examples:
      kiosk library publish emergency-stop light-stack --on "Drehmaschine DZ 400"
      kiosk library publish --all
    """
    if every == bool(slugs):
        message = "Name the nuggets to publish, or --all."
        raise click.ClickException(message)
    with opened(settings) as plant:
        site = plant.site()
        versions = editions(site, slugs)
        places = [kind(site, name) for name in kinds]
        held = [words for version in versions for words in _publish(version, places)]
        for line in _left_out(versions):
            click.echo(line, err=True)
    done = f"{len(versions) - len(held)} of {len(versions)} nuggets are published."
    if held:
        raise click.ClickException("\n".join((*held, done)))
    click.echo(done)
    click.echo("No second person looked at them: that is asked for in the studio alone.", err=True)


def _left_out(versions: list[Version]) -> Iterator[str]:
    """Yield which translations are not finished and so not shown."""
    from content import checklist, composition

    for version in versions:
        source = version.nugget.site.language
        for key in checklist.unfinished(composition.card(version), source):
            yield f"{version.nugget.slug}: {key} is not finished, so it is left out."


def _publish(version: Version, places: list[Kind]) -> Iterator[str]:
    """Publish one version and hang it; yield the sentence that says why not."""
    from content import nuggets, release
    from content.errors import NotReady

    try:
        if version.state != "published":
            nuggets.publish(version, release.today(version.nugget.site))
        for place in places:
            nuggets.hang(version.nugget, place)
    except NotReady as error:
        yield f"{version.nugget.slug}: {' '.join(_together(error.reasons))}"


@library.command("withdraw")
@click.argument("slug")
@click.option("--consent", is_flag=True, help="Someone in the picture withdrew consent: purge now.")
@click.option("--why", default="", help="The reason, kept with the version.")
@with_data
def withdraw(settings: Settings, slug: str, why: str, *, consent: bool) -> None:
    """Take a nugget off every page; its media are purged after 30 days, or now with --consent.

    \b
    Example:
      kiosk library withdraw old-nugget --why "The machine was sold."
    """
    from content import nuggets, release

    with opened(settings) as plant:
        site = plant.site()
        nugget = editions(site, (slug,))[0].nugget
        today = release.today(site)
        nuggets.withdraw(nugget, plant.storage, today, consent=consent, why=why)
    click.echo(f"{slug} is withdrawn; its numbers stay.")


@library.command("list")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, for scripts.")
@with_data
def list_(settings: Settings, *, as_json: bool) -> None:
    """List every nugget with its state and what it still lacks.

    \b
    Example:
      kiosk library list --json
    """
    with opened(settings) as plant:
        found = [(version, _lacks(version)) for version in editions(plant.site(), ())]
        if as_json:
            rows = [_row(version, lacks) for version, lacks in found]
            click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for one, lacks in found:
            says = " ".join(_together(lacks))
            click.echo(f"{one.nugget.slug:24}  {one.number:>3}  {one.state:10}  {says}".rstrip())


def _row(version: Version, lacks: tuple[Sentence, ...]) -> dict[str, object]:
    return {
        "slug": version.nugget.slug,
        "version": version.number,
        "state": version.state,
        "lacks": [str(reason) for reason in lacks],
    }


def _lacks(version: Version) -> tuple[Sentence, ...]:
    from content import nuggets

    return () if version.state == "published" else nuggets.missing(version)


def _together(reasons: Iterable[Sentence]) -> list[str]:
    """Return each reason once, with every text that it is about."""
    texts: dict[Sentence, list[str]] = {}
    for one in reasons:
        alike = replace(one, facts=tuple(fact for fact in one.facts if fact[0] != "text"))
        texts.setdefault(alike, []).extend(str(fact) for name, fact in one.facts if name == "text")
    return [
        str(replace(one, facts=(*one.facts, ("text", ", ".join(keys)))))
        for one, keys in texts.items()
    ]


def editions(site: Site, slugs: tuple[str, ...]) -> list[Version]:
    """Return the newest version of these nuggets, or of all. Stops at one that isn't there."""
    wanted = Nugget.select().where(Nugget.site == site).order_by(Nugget.slug)
    nuggets = [one for one in wanted if not slugs or one.slug in slugs]
    unknown = set(slugs) - {one.slug for one in nuggets}
    if unknown:
        message = f"There is no nugget {', '.join(sorted(unknown))}."
        raise click.ClickException(message)
    return [newest(nugget) for nugget in nuggets]


def newest(nugget: Nugget) -> Version:
    """Return a nugget's newest version."""
    versions = Version.select().where(Version.nugget == nugget)
    version: Version = versions.order_by(Version.number.desc()).first()
    return version


def kind(site: Site, name: str) -> Kind:
    """Return the machine kind of this name. Stops with those there are."""
    known = {one.name: one for one in Kind.select().where(Kind.site == site).order_by(Kind.name)}
    if name not in known:
        message = f"There is no machine kind '{name}'. There are: {', '.join(known) or 'none'}."
        raise click.ClickException(message)
    found: Kind = known[name]
    return found
