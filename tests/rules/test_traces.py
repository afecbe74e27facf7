"""No file tells on whose machine, or behind whose mirror, it was made."""

import re

from tests.rules.tree import ROOT, files, none, place

# Each pattern is spelled so that it does not find itself.
PLACES = re.compile(
    rb"/hom[e]/(?!kiosk\b)[a-z]\w+|/User[s]/\w+|/roo[t]/\.?\w+|/wor[k]/\w+|/workspac[e]s?/\w+"
    rb"|[A-Z]:\\User[s]|/opt/(?!kios[k]\b)[a-z]\w+|/mnt/(?!backu[p]\b|data\b)[a-z]\w+"
)
REGISTRIES = re.compile(
    rb"py[p]i\.(?:org|python)|pythonhoste[d]\.|npmj[s]\.|registr[y]\.|artifactor[y]|devp[i]"
    rb"|index-ur[l][= ]+\S*:|crate[s]\.io|unpk[g]\.com|jsdeliv[r]|cdnj[s]|fonts\.googleapi[s]"
)


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    none(
        found(PLACES),
        "Name the place from the repository, or by a setting.",
    )


def test_no_file_names_a_registry() -> None:
    none(
        found(REGISTRIES),
        "Name the package and its version: where it comes from is the reader's choice.",
    )


def test_the_rules_look_at_every_file() -> None:
    seen = {place(path) for path in files()}
    assert {"pyproject.toml", ".ci/run", "deploy/nginx.conf", "static/js/pages.js"} <= seen
    assert not [path for path in files() if path.is_relative_to(ROOT / ".venv")]


def found(pattern: re.Pattern[bytes]) -> list[str]:
    """Return every file and line in which a pattern stands."""
    breaches = []
    for path in files():
        content = path.read_bytes()
        for match in pattern.finditer(content):
            line = content.count(b"\n", 0, match.start()) + 1
            breaches.append(f"{place(path, line)} {match[0].decode('utf-8', 'replace')}")
    return breaches
