"""Who holds a lease: machine, process, start; so that the leases of a dead process are known.

The start tells a process from an earlier one with the same number, as in a container, where the
service is always process 1.
"""

from __future__ import annotations

import os
import secrets
import socket
from functools import cache


def owner(worker: str) -> str:
    """Name a worker of this process, such as `db1|4711|9f3c…|worker-0`."""
    return "|".join((socket.gethostname(), str(os.getpid()), _start(os.getpid()), worker))


def lost(name: str) -> bool:
    """Tell whether an owner of this machine is gone for certain; of others nobody can say."""
    host, pid, start, _ = name.split("|", 3)
    if host != socket.gethostname():
        return False
    if int(pid) == os.getpid():
        return start != _start(os.getpid())
    return not _alive(int(pid))


@cache
def _start(_pid: int) -> str:
    """Name this run of the process; by number, since a fork inherits the cache."""
    return secrets.token_hex(4)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
