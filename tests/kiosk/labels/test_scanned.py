"""What scanners and cameras give: a code of ours, a foreign host by its name, or nothing."""

from pathlib import Path

import pytest

from kiosk.labels import scanned
from kiosk.settings import Settings, load


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load(
        tmp_path,
        environ={},
        base_url="https://learn.acme.de",
        label_url="https://qr.acme.de",
        former_hosts=("old.acme.de", "10.0.0.7:8080"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "K7Q2MX",
        " k7q-2mx ",
        "https://QR.ACME.DE/K7Q2MX",
        "HTTPS://QR.ACME.DE/K7Q2MX",
        "https://qr.acme.de:8443/k7q2mx?utm=1",
        "https://learn.acme.de/m/K7Q2MX/",
        "http://OLD.ACME.DE/K7Q2MX",
        "http://10.0.0.7:8080/K7Q2MX",
        "qr.acme.de/K7Q-2MX",
        "https://former.acme.de/K7Q2MX",
    ],
)
def test_a_code_is_ours_under_every_host_that_labels_have_had(
    settings: Settings, text: str
) -> None:
    assert scanned.read(text, settings, "https://former.acme.de").code == "K7Q2MX"


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://evil.example/K7Q2MX", "evil.example"),
        ("https://qr.acme.de@evil.example/K7Q2MX", "evil.example"),
        ("https://evil.example\\@qr.acme.de/K7Q2MX", "evil.example"),
        ("https:\\\\evil.example\\K7Q2MX", "evil.example"),
        ("https://qr.acme.de.evil.example/K7Q2MX", "evil.example"),
        ("evil.example/pay", "evil.example"),
        ("https://intranet/K7Q2MX", "//intranet"),
        ("https://k7q2mx/", "//k7q2mx"),
        ("https://123456/", "//123456"),
        ("https://[::1]/K7Q2MX", "::1"),
        ("https://qr.аcme.de/K7Q2MX", "qr.аcme.de"),  # a Cyrillic а
        ("WIFI:T:WPA;S:Guests;P:secret;;", "wifi:"),
        ("javascript:alert(1)", "javascript:"),
        ("https://[broken/K7Q2MX", "https://[broken/K7Q2MX"),
    ],
)
def test_what_is_not_ours_is_named_and_never_taken_for_a_code(
    settings: Settings, text: str, host: str
) -> None:
    found = scanned.read(text, settings)
    assert found.code == ""
    assert found.said.endswith(host)
    assert not found.said.isalnum()


@pytest.mark.parametrize(
    "text", ["", "hello", "HTTPSÖ--QR.ACME.DE-K7Q2MX", "K7Q2MM", "12345", "x" * 9000, "\x00\x1b[2J"]
)
def test_garbage_is_nothing(settings: Settings, text: str) -> None:
    found = scanned.read(text, settings)
    assert (found.said, found.code, found.host) == ("", "", "")
    assert len(found.text) <= scanned.LONGEST
