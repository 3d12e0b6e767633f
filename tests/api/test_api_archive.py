"""Raw messages under their digest, in a directory or any other fsspec file system."""

import hashlib
from pathlib import Path

import pytest

from api.archive import Archive, digest, open_archive
from mpi.errors import NotFound, Unavailable


@pytest.fixture(params=["file", "memory"])
def archive(request: pytest.FixtureRequest, tmp_path: Path) -> Archive:
    """Give an empty archive of each sort."""
    urls = {"file": (tmp_path / "a").as_uri(), "memory": f"memory://{tmp_path.name}"}
    return open_archive(urls[request.param])


def test_a_message_is_kept_under_its_digest(archive: Archive) -> None:
    """What comes out is what went in, and the name proves it."""
    names = archive.keep([b"one", b"two", b""])
    assert names == [hashlib.sha256(data).hexdigest() for data in (b"one", b"two", b"")]
    assert [archive.read(name) for name in names] == [b"one", b"two", b""]
    archive.ping()


def test_the_same_bytes_are_one_file(archive: Archive) -> None:
    """Keeping twice changes nothing."""
    assert archive.keep([b"same", b"same"]) == archive.keep([b"same"]) * 2
    assert archive.read(digest(b"same")) == b"same"


def test_an_unknown_digest_is_not_found(archive: Archive) -> None:
    """A digest that was never kept gives nothing."""
    with pytest.raises(NotFound):
        archive.read(digest(b"never"))


def test_files_are_for_the_owner_only(tmp_path: Path) -> None:
    """Raw messages are patients' data: no other user of the machine reads them."""
    (name,) = open_archive(str(tmp_path / "a")).keep([b"x"])
    path = tmp_path / "a" / name[:2] / name
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [p.name for p in path.parent.iterdir()] == [name]


def test_a_directory_that_is_gone_is_unavailable(tmp_path: Path) -> None:
    """Errors of the file system come out as the project's own."""
    archive = open_archive(str(tmp_path / "a"))
    (tmp_path / "a").rename(tmp_path / "b")
    with pytest.raises(Unavailable, match="archive"):
        archive.keep([b"x"])
    with pytest.raises(Unavailable):
        archive.ping()
