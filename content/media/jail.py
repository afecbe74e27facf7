"""The fence around a foreign program: takes away memory, time and file size, then becomes it.

Run as a script (`python -I -S jail.py CPU MEMORY DATA FILE PARENT -- PROGRAM ...`), because limits
set between fork and exec by `preexec_fn` are not safe in a process with threads.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1
NICENESS = 10
OPEN_FILES = 128


def die_with(parent: int) -> None:
    """Ask Linux to kill this process when its parent dies, so that no orphan goes on working."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("the parent is gone")


def limit(kind: int, amount: int) -> None:
    """Lower one limit, never above what the process was given."""
    ceiling = resource.getrlimit(kind)[1]
    if ceiling != resource.RLIM_INFINITY:
        amount = min(amount, ceiling)
    resource.setrlimit(kind, (amount, amount))


def main(words: list[str]) -> None:
    """Set the limits (CPU seconds, bytes of addresses, of data, of a file); become the program."""
    cpu, memory, data, file_size, parent = (int(word) for word in words[:5])
    program = words[words.index("--") + 1 :]
    die_with(parent)
    os.nice(NICENESS)
    limit(resource.RLIMIT_CPU, cpu)
    limit(resource.RLIMIT_AS, memory)
    limit(resource.RLIMIT_DATA, data)
    limit(resource.RLIMIT_FSIZE, file_size)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_NOFILE, OPEN_FILES)
    os.execv(program[0], program)  # noqa: S606 -- becoming the named program is the purpose


if __name__ == "__main__":
    main(sys.argv[1:])
