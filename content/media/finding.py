"""What the doctor says of a film: one sentence each, with who can mend it and where it shows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from content.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

Level = Literal["yours", "mended", "note"]
"""`yours`: only the person who filmed can change it; `mended`: done already; `note`: a fact."""

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: its short name (`dark`, `hevc`), who can mend it, and the sentence.

    `at` and `until` are the seconds of the take between which it shows, where it has a place.
    """

    name: str
    level: Level
    sentence: Sentence
    at: float | None = None
    until: float | None = None

    def shows_in(self, start: float, end: float) -> bool:
        """Say whether a cut from `start` to `end` still shows it; what has no place always does."""
        if self.at is None:
            return True
        last = self.until if self.until is not None else end
        return self.at < end and last > start


@dataclass(frozen=True, slots=True)
class Report:
    """What a take is, as the doctor saw it: length in seconds, size upright, sound, findings."""

    seconds: float
    width: int
    height: int
    has_sound: bool
    findings: tuple[Finding, ...] = ()

    def of(self, level: Level) -> tuple[Finding, ...]:
        """Return the findings of one level, in their order."""
        return tuple(one for one in self.findings if one.level == level)

    def names(self) -> frozenset[str]:
        """Return the short names of everything found."""
        return frozenset(one.name for one in self.findings)


def dumps(report: Report) -> str:
    """Write a report as JSON."""
    return json.dumps(
        {
            "format": FORMAT,
            "seconds": round(report.seconds, 3),
            "width": report.width,
            "height": report.height,
            "sound": report.has_sound,
            "findings": [_plain(one) for one in report.findings],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def loads(text: str) -> Report | None:
    """Read a report back; None where there is none yet, or one of another format."""
    data = json.loads(text) if text else {}
    if data.get("format") != FORMAT:
        return None
    findings = tuple(_finding(one) for one in data["findings"])
    return Report(data["seconds"], data["width"], data["height"], data["sound"], findings)


def _plain(one: Finding) -> dict[str, Any]:
    return {
        "name": one.name,
        "level": one.level,
        "say": one.sentence.template,
        "facts": dict(one.sentence.facts),
        "where": one.sentence.where,
        "at": one.at,
        "until": one.until,
    }


def _finding(data: Mapping[str, Any]) -> Finding:
    said = Sentence(data["say"], tuple(data["facts"].items()), data["where"])
    return Finding(data["name"], data["level"], said, data["at"], data["until"])
