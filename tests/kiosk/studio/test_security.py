"""Sessions of the studio: begun by a password, ended at once, held in one cookie."""

from tests.studio import Browser


def test_somebody_signed_in_sees_the_first_page(alice: Browser) -> None:
    alice.get("/studio/")
