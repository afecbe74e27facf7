"""Who counts as inside the plant."""

from ipaddress import ip_network

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from kiosk.web.reach import address, within

PLANT = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def asks(peer: str, *forwarded: str) -> Request:
    builder = EnvironBuilder(environ_base={"REMOTE_ADDR": peer})
    for value in forwarded:
        builder.headers.add("X-Forwarded-For", value)
    return builder.get_request()


@pytest.mark.parametrize("inside", ["10.1.2.3", "::ffff:10.1.2.3", "fd00::1", "fd00::1%eth0"])
def test_an_address_of_the_plant_is_inside(inside: str) -> None:
    assert within(inside, PLANT)


@pytest.mark.parametrize("outside", ["192.0.2.1", "2001:db8::1", "", "10.1.2", "unknown"])
def test_every_other_address_is_outside(outside: str) -> None:
    assert not within(outside, PLANT)


def test_without_networks_nobody_is_inside() -> None:
    assert not within("10.1.2.3", ())


def test_without_a_proxy_of_ours_nothing_forwarded_counts() -> None:
    assert address(asks("192.0.2.1", "10.1.2.3"), 0) == "192.0.2.1"  # type: ignore[arg-type]


def test_behind_one_proxy_only_what_it_wrote_counts() -> None:
    forged = asks("127.0.0.1", "10.1.2.3, 192.0.2.1")
    assert address(forged, 1) == "192.0.2.1"  # type: ignore[arg-type]


def test_two_header_lines_are_one_list() -> None:
    both = asks("127.0.0.1", "10.9.9.9", "192.0.2.1, 10.0.0.1")
    assert address(both, 2) == "192.0.2.1"  # type: ignore[arg-type]


def test_a_proxy_that_says_nothing_leaves_the_client_outside() -> None:
    assert address(asks("10.1.2.3"), 1) == ""  # type: ignore[arg-type]
