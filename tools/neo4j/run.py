"""Run Neo4j in the foreground for people: data under .neo4j/data, browser and Bolt on localhost.

The password is taken from HEALTHGRAPH_NEO4J_PASSWORD, and counts at the first start only.
"""

from __future__ import annotations

import argparse
import os
import sys

import install
import server

_VARIABLE = "HEALTHGRAPH_NEO4J_PASSWORD"
_SHORTEST = 8


def main() -> int:
    """Install when needed, start, and stay until the server ends or Ctrl-C is pressed."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--bolt", type=int, default=7687, help="port of Bolt")
    words.add_argument("--http", type=int, default=0, help="port of HTTP, closed unless given")
    words.add_argument("--heap", default="1g", help="memory of the Java heap")
    given = words.parse_args()
    place = server.Place(install.HOME, install.LIBRARIES, given.bolt, given.http, given.heap)
    return _serve(place, _password())


def _password() -> str:
    if reason := install.missing():
        sys.exit(f"Neo4j cannot run: {reason}")
    password = os.environ.get(_VARIABLE, "")
    if len(password) < _SHORTEST:
        sys.exit(f"set {_VARIABLE} to a password of {_SHORTEST} characters or more")
    return password


def _serve(place: server.Place, password: str) -> int:
    install.install()
    place.prepare(password)
    running = server.Server(place)
    try:
        running.wait_until_ready()
        print(f"neo4j://neo4j@127.0.0.1:{place.bolt}/neo4j  (Ctrl-C stops it)", flush=True)
        return running.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        running.stop()


if __name__ == "__main__":
    sys.exit(main())
