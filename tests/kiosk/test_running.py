"""Who of a plant is running, and that none of them outlives a stop."""

import subprocess
import sys

import pytest

UNHURRIED = """
import os, signal, sys, time
from kiosk import running
signal.signal(signal.SIGTERM, lambda *_: None)
if sys.argv[1] == "asked":
    running.end_young_children_too()
child = os.fork()
if child == 0:
    time.sleep(20)
    os._exit(7)
os.kill(child, signal.SIGTERM)
time.sleep(0.2)
done, status = os.waitpid(child, os.WNOHANG)
if not done:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    sys.exit(3)
assert os.WTERMSIG(status) == signal.SIGTERM, status
assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
assert not signal.pthread_sigmask(signal.SIG_BLOCK, ())
"""


@pytest.mark.parametrize(("how", "code"), [("asked", 0), ("as Python does it", 3)])
def test_a_process_that_was_just_born_can_be_ended(how: str, code: int) -> None:
    ended = subprocess.run([sys.executable, "-c", UNHURRIED, how], check=False, timeout=60)
    assert ended.returncode == code
