"""Knows beside which field of a form a refusal stands."""

from typing import Final

from content import errors
from kiosk.studio.crowd import NoNumber

FIELDS: Final[dict[type[Exception], str]] = {
    NoNumber: "crowd",
    errors.CrowdInvalid: "crowd",
    errors.CrowdMissing: "crowd",
    errors.CoachNotAsked: "agreed_on",
    errors.TooDeep: "area",
    errors.PhoneInvalid: "phone",
    errors.MailInvalid: "mail",
}


def field(error: Exception | None, least: str = "name") -> str:
    """Return the name of the field that is wrong, `least` where the refusal does not tell."""
    if isinstance(error, errors.TooLong):
        return str(error.facts["what"]).replace(" ", "_")
    if isinstance(error, errors.LinkInvalid):
        return str(error.facts["what"])
    return FIELDS.get(type(error), least) if error else ""
