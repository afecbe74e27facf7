"""Attempts to sign in: slowed down over all processes of the pages, and soon forgotten."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable

from kiosk.web.attempts import Attempts, TooManyAttempts

FORK = multiprocessing.get_context("fork")
HERE = "192.0.2.7"


def let(attempts: Attempts, name: str = "alice", address: str = HERE) -> bool:
    """Say whether somebody may try."""
    try:
        attempts.take(name, address)
    except TooManyAttempts:
        return False
    return True


def elsewhere(do: Callable[[], object]) -> int:
    """Do something in another process; return how that ended."""
    process = FORK.Process(target=do)
    process.start()
    process.join(20)
    assert process.exitcode is not None
    return process.exitcode


def test_they_come_back_with_time_and_are_forgotten_by_the_hour() -> None:
    now = [1.0]
    attempts = Attempts(lambda: now[0])
    assert [let(attempts) for _ in range(9)] == [True] * 8 + [False]
    assert let(attempts, address="192.0.2.8")
    now[0] += 61
    assert [let(attempts) for _ in range(2)] == [True, False]
    now[0] += 3600
    assert [let(attempts) for _ in range(9)] == [True] * 8 + [False]


def test_an_hour_later_nothing_of_anybody_is_left() -> None:
    now = [1.0]
    attempts = Attempts(lambda: now[0])
    attempts.take("alice", HERE)
    now[0] += 3599
    attempts.forget()
    assert any(attempts.map[:])
    now[0] += 1
    attempts.forget()
    assert not any(attempts.map[:])


def test_two_processes_let_nobody_try_twice_as_often() -> None:
    attempts = Attempts()
    tries = [FORK.Process(target=lambda: [let(attempts) for _ in range(4)]) for _ in range(2)]
    for one in tries:
        one.start()
    for one in tries:
        one.join(20)
    assert [one.exitcode for one in tries] == [0, 0]
    assert not let(attempts)


def test_threads_of_one_process_share_the_drops() -> None:
    attempts, found = Attempts(), list[bool]()
    threads = [threading.Thread(target=lambda: found.append(let(attempts))) for _ in range(16)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert sum(found) == 8


def test_whoever_knew_the_password_begins_anew_in_every_process() -> None:
    attempts = Attempts()
    assert [let(attempts) for _ in range(9)][-1] is False
    assert elsewhere(lambda: attempts.forgive("alice", HERE)) == 0
    assert let(attempts)


def test_a_process_that_is_killed_while_it_counts_keeps_nobody_waiting() -> None:
    attempts = Attempts()

    def die() -> None:
        with attempts.shared.alone():
            os.kill(os.getpid(), signal.SIGKILL)

    assert elsewhere(die) == -signal.SIGKILL
    assert let(attempts)


def test_a_flood_of_names_makes_nobody_else_wait() -> None:
    attempts = Attempts()
    for number in range(3000):
        attempts.take(f"name {number}", f"10.0.{number // 250}.{number % 250}")
    assert let(attempts)


def test_no_name_and_no_address_lies_in_the_memory() -> None:
    attempts = Attempts()
    attempts.take("alice", HERE)
    assert b"alice" not in attempts.map[:]
    assert HERE.encode() not in attempts.map[:]


def test_no_more_are_let_from_one_address_whatever_the_names() -> None:
    attempts = Attempts()
    assert sum(let(attempts, f"name {number}") for number in range(70)) == 60
