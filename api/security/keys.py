"""The service's own signing keys: Ed25519 (RFC 8037), one file each, readable by the owner only.

The newest key signs, every key in the directory verifies; so a rotation adds a file, and the old
one is removed once the tokens that it signed have run out.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from joserfc.jwk import OKPKey

#: RFC 9864 names the algorithm by its curve; the older name "EdDSA" is deprecated there.
ALGORITHM = "Ed25519"
_RELOAD_EVERY = 1.0  # seconds; an unknown key id may not make the service read the disk more often


class KeyRing:
    """The keys of one directory, read again when a token names a key that is not known yet."""

    def __init__(self, directory: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._directory, self._clock = directory, clock
        self._lock = threading.Lock()
        self._keys: dict[str, OKPKey] = {}
        self._read_at = float("-inf")

    def signing(self) -> tuple[str, OKPKey]:
        """Key id and newest key; the first call in an empty directory makes one."""
        with self._lock:
            if not self._keys:
                self._read()
            if not self._keys:
                rotate(self._directory)
                self._read()
            return next(reversed(self._keys.items()))

    def find(self, kid: str) -> OKPKey | None:
        """Give the key of this id, None when the directory has none."""
        with self._lock:
            if kid not in self._keys and self._clock() - self._read_at >= _RELOAD_EVERY:
                self._read()
            return self._keys.get(kid)

    def _read(self) -> None:
        self._read_at = self._clock()
        found = (OKPKey.import_key(json.loads(p.read_text())) for p in _files(self._directory))
        self._keys = {key.thumbprint(): key for key in found}


def rotate(directory: Path) -> str:
    """Add a new key, which signs from now on, and give its id (RFC 7638 thumbprint)."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = OKPKey.generate_key("Ed25519", {"use": "sig", "alg": ALGORITHM}, private=True)
    kid = key.thumbprint()
    now = dt.datetime.now(dt.UTC).strftime("%Y%m%dT%H%M%S%f")
    _write(directory / f"{now}-{kid[:8]}.json", json.dumps(key.as_dict(private=True)))
    return kid


def _files(directory: Path) -> list[Path]:
    return sorted(directory.glob("*.json"))


def _write(path: Path, text: str) -> None:
    """All or nothing: another process never reads half a key."""
    draft = path.with_suffix(".draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
