"""Raw messages as received, kept under the SHA-256 of their bytes; any fsspec URL can hold them.

    archive.keep([data, ...]) -> [sha, ...]     returns once every byte is safe
    archive.read(sha) -> data

Keeping the same bytes twice is one file. A local directory is written the careful way (draft,
fsync, rename, fsync of the directory); an object store makes each object whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import fsspec

from mpi.errors import NotFound, Unavailable

_SHARDS = tuple(f"{n:02x}" for n in range(256))


class Archive(Protocol):
    """Where raw messages are kept. Thread-safe; several processes may share one."""

    def keep(self, messages: Sequence[bytes]) -> list[str]:
        """Keep messages durably and give their SHA-256 (hex). Raises Unavailable."""

    def read(self, sha: str) -> bytes:
        """Give the message of this SHA-256. Raises NotFound or Unavailable."""

    def ping(self) -> None:
        """Raise Unavailable when messages cannot be kept now."""


def open_archive(url: str) -> Archive:
    """Open, and create when absent, the archive at a fsspec URL or a path."""
    filesystem, root = fsspec.core.url_to_fs(url)
    if "file" in _protocols(filesystem):
        return _local(Path(root))
    return ObjectArchive(filesystem, root.rstrip("/"))


def digest(data: bytes) -> str:
    """Give the name of a message in the archive."""
    return hashlib.sha256(data).hexdigest()


class FileArchive:
    """A local directory with one sub-directory for each first byte of the digest."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def keep(self, messages: Sequence[bytes]) -> list[str]:
        """Write and fsync each file, rename all, then fsync each touched directory once.

        Files that were there already are covered too: the one who wrote them may not have reached
        the fsync of the directory yet.
        """
        names = [digest(data) for data in messages]
        try:
            for name, data in zip(names, messages, strict=True):
                if not self._path(name).exists():
                    self._write(self._path(name), data)
            _sync_directories({self._path(name).parent for name in names})
        except OSError as error:
            raise Unavailable(f"archive: {error.strerror}") from None
        return names

    def read(self, sha: str) -> bytes:
        """Give the bytes of one message."""
        try:
            return self._path(sha).read_bytes()
        except FileNotFoundError:
            raise NotFound("message", sha) from None
        except OSError as error:
            raise Unavailable(f"archive: {error.strerror}") from None

    def ping(self) -> None:
        """Raise Unavailable when the directory is gone or cannot be written."""
        if not os.access(self._root / _SHARDS[0], os.W_OK):
            raise Unavailable("archive: its directory cannot be written")

    def _path(self, sha: str) -> Path:
        return self._root / sha[:2] / sha

    def _write(self, path: Path, data: bytes) -> None:
        draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


class ObjectArchive:
    """Any other fsspec file system, such as an object store: a put is whole or nothing."""

    def __init__(self, filesystem: Any, root: str) -> None:
        self._filesystem, self._root = filesystem, root

    def keep(self, messages: Sequence[bytes]) -> list[str]:
        """Put each message under its digest; what is there already is the same bytes."""
        names = [digest(data) for data in messages]
        try:
            for name, data in zip(names, messages, strict=True):
                self._filesystem.pipe_file(self._path(name), data)
        except OSError as error:
            raise _away(error) from None
        return names

    def read(self, sha: str) -> bytes:
        """Give the bytes of one message."""
        try:
            return bytes(self._filesystem.cat_file(self._path(sha)))
        except FileNotFoundError:
            raise NotFound("message", sha) from None
        except OSError as error:
            raise _away(error) from None

    def ping(self) -> None:
        """Raise Unavailable when the file system does not answer."""
        try:
            self._filesystem.exists(self._root)
        except OSError as error:
            raise _away(error) from None

    def _path(self, sha: str) -> str:
        return f"{self._root}/{sha[:2]}/{sha}"


def _local(root: Path) -> FileArchive:
    """Make the directories once, durably, so that keeping a message never has to."""
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for shard in _SHARDS:
        (root / shard).mkdir(mode=0o700, exist_ok=True)
    _sync_directories([root, root.parent])
    return FileArchive(root)


def _sync_directories(directories: Iterable[Path]) -> None:
    for directory in directories:
        handle = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _protocols(filesystem: Any) -> tuple[str, ...]:
    protocol = filesystem.protocol
    return (protocol,) if isinstance(protocol, str) else tuple(protocol)


def _away(error: OSError) -> Unavailable:
    return Unavailable(f"archive: {type(error).__name__}")
