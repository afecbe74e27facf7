"""Says in one sentence what a page about the plant found: its heading."""

from collections.abc import Sequence

from flask_babel import gettext, ngettext

from content.inventory import Branch
from kiosk.studio.reading import begun, number


def nuggets(published: int, due: int) -> str:
    """Say how many nuggets hang in the plant, or how many of them are due."""
    if not published:
        return str(gettext("No nugget is published yet"))
    if due:
        words = ngettext("One nugget is due", "%(number)s nuggets are due", due, number=number(due))
    else:
        words = ngettext(
            "One nugget is published, and up to date",
            "%(number)s nuggets are published, all up to date",
            published,
            number=number(published),
        )
    return begun(words)


def machines(all_: int, bare: int) -> str:
    """Say at how many machines nothing can be learned yet."""
    if not all_:
        return str(gettext("No machine stands here yet"))
    if not bare:
        return str(gettext("Every machine has a nugget"))
    words = ngettext(
        "One machine has no nugget", "%(number)s machines have no nugget", bare,
        number=number(bare),
    )  # fmt: skip
    return begun(words)


def areas(tree: Sequence[Branch]) -> str:
    """Say of how many areas nobody knows how many people work there."""
    if not tree:
        return str(gettext("No area is laid out yet"))
    open_ = sum(one.crowd is None for one in tree)
    if not open_:
        return str(gettext("Every area says how many work there"))
    words = ngettext(
        "One area does not say how many work there",
        "%(number)s areas do not say how many work there",
        open_,
        number=number(open_),
    )
    return begun(words)


def kinds(all_: int, bare: int) -> str:
    """Say of how many kinds of machines nothing can be learned yet."""
    if not all_:
        return str(gettext("No kind of machine is set up yet"))
    if not bare:
        return str(gettext("Every kind of machine has a nugget"))
    words = ngettext(
        "One kind of machine has no nugget", "%(number)s kinds of machines have no nugget", bare,
        number=number(bare),
    )  # fmt: skip
    return begun(words)


def coaches(all_: int, unasked: int) -> str:
    """Say how many colleagues can be asked, or of how many nobody noted that they agreed."""
    if not all_:
        return str(gettext("Nobody can be asked yet"))
    if unasked:
        words = ngettext(
            "One coach was not asked yet", "%(number)s coaches were not asked yet", unasked,
            number=number(unasked),
        )  # fmt: skip
    else:
        words = ngettext(
            "One colleague can be asked", "%(number)s colleagues can be asked", all_,
            number=number(all_),
        )  # fmt: skip
    return begun(words)


def plant(name: str, emergency_number: str, crowd: int | None) -> str:
    """Say what is missing of the plant, or how many work in it."""
    if not emergency_number:
        return str(gettext("The emergency number is missing"))
    if crowd is None:
        return str(gettext("Nobody said how many people work here"))
    return str(
        ngettext("One person works at %(plant)s", "%(num)s people work at %(plant)s", crowd,
                 plant=name)
    )  # fmt: skip


def terms(all_: int) -> str:
    """Say for how many things the plant has agreed on a word."""
    if not all_:
        return str(gettext("No word is settled yet"))
    words = ngettext("One word is settled", "%(number)s words are settled", all_,
                     number=number(all_))  # fmt: skip
    return begun(words)


def remarks(all_: int, unsafe: int) -> str:
    """Say how much workers told that nobody answered yet; "unsafe" alone where there is one."""
    if unsafe:
        words = ngettext(
            "One remark says: unsafe", "%(number)s remarks say: unsafe", unsafe,
            number=number(unsafe),
        )  # fmt: skip
        return begun(words)
    if not all_:
        return str(gettext("Every remark is answered"))
    words = ngettext("One remark waits", "%(number)s remarks wait", all_, number=number(all_))
    return begun(words)


def wishes(all_: int) -> str:
    """Say how many wishes for a nugget nobody answered yet."""
    if not all_:
        return str(gettext("Every wish is answered"))
    words = ngettext("One wish waits", "%(number)s wishes wait", all_, number=number(all_))
    return begun(words)


def people(may: int, outside: int) -> str:
    """Say how many may come in, or how many of them have not come in yet."""
    if outside:
        words = ngettext(
            "One person has not come in yet", "%(number)s people have not come in yet", outside,
            number=number(outside),
        )  # fmt: skip
    else:
        words = ngettext(
            "One person may come in", "%(number)s people may come in", may, number=number(may)
        )
    return begun(words)
