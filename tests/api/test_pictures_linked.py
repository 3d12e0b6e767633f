"""Where the pictures of a study are: in the graph and in the book, by whatever wire it came."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.data import get_testdata_file

from api.assigning import assigned, linked
from graph.engines import open_store
from graph.model import ImagingStudy
from graph.store import Statement
from ingest.wires import read
from tests.api.commands import Call

_LINKS = Statement("MATCH (n:ImagingStudy) RETURN n.uid AS uid, n.link AS link ORDER BY uid")
ARCHIVE, OWN = "https://pacs.example/{facility}", "https://other.example/dicom-web"
SAMPLE = get_testdata_file("CT_small.dcm", download=False)


def qido(uid: str, *, url: str = "") -> bytes:
    """An answer of QIDO-RS for one study; `url` is its RetrieveURL."""
    row = {
        "0020000D": {"vr": "UI", "Value": [uid]},
        "00100020": {"vr": "LO", "Value": ["B1"]},
        "00100010": {"vr": "PN", "Value": [{"Alphabetic": "Lê^An"}]},
        **({"00081190": {"vr": "UR", "Value": [url]}} if url else {}),
    }
    return json.dumps([row]).encode()


def fhir(uid: str, kind: str) -> bytes:
    """A FHIR ImagingStudy with an endpoint of a kind."""
    place: dict[str, object] = {"resourceType": "Endpoint", "id": "e", "address": OWN}
    place |= {"connectionType": {"code": kind}}
    study = {
        "resourceType": "ImagingStudy", "id": "s1", "status": "available", "contained": [place],
        "subject": {"reference": "Patient/p1"}, "endpoint": [{"reference": "#e"}],
        "identifier": [{"system": "urn:dicom:uid", "value": f"urn:oid:{uid}"}],
    }  # fmt: skip
    patient = {"resourceType": "Patient", "id": "p1", "name": [{"text": "Lê An"}]}
    return json.dumps([patient, study]).encode()


def _sample() -> tuple[bytes, str]:
    assert isinstance(SAMPLE, str)
    return Path(SAMPLE).read_bytes(), str(dcmread(SAMPLE).StudyInstanceUID)


OBJECT, UID = _sample()


@pytest.mark.parametrize(
    ("data", "uid", "link"),
    [
        (OBJECT, UID, f"https://pacs.example/01013/studies/{UID}"),
        (qido("1.2.3", url=f"{OWN}/studies/1.2.3/series/4"), "1.2.3", f"{OWN}/studies/1.2.3"),
        (fhir("1.2.3", "dicom-wado-rs"), "1.2.3", f"{OWN}/studies/1.2.3"),
        (fhir("1.2.3", "hl7-fhir-rest"), "1.2.3", "https://pacs.example/01013/studies/1.2.3"),
    ],
    ids=["object", "QIDO with its URL", "WADO-RS", "FHIR"],
)  # fmt: skip
def test_link_in_graph_and_book(
    call: Call, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    data: bytes, uid: str, link: str,
) -> None:  # fmt: skip
    """The sender's own address, else that of the deployment's archive, on both engines."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HEALTHGRAPH_WADO_URL", ARCHIVE)
    (tmp_path / "study").write_bytes(data)
    store = ("--store", store_url)
    assert call("store", "migrate", *store).code == 0
    assert call("ingest", "study", "--facility", "01013", *store, "--json").json["stored"] == 1
    opened = open_store(store_url)
    assert opened.read(lambda work: work.run(_LINKS)) == [{"uid": uid, "link": link}]
    (person,) = opened.read(lambda work: work.run(Statement("MATCH (p:Person) RETURN p.id AS id")))
    opened.close()
    page = call("book", person["id"], *store, "--json").json
    (note,) = [each for each in page["background"] if each["kind"] == "ImagingStudy"]
    assert note["details"]["link"] == link
    assert link.rpartition("/")[2] in call("book", person["id"], *store).out.replace("\n", "")


@pytest.mark.parametrize("url", ["", "file:///studies/1.2.3", "https://pacs.example/elsewhere"])
def test_what_is_no_address_of_the_study_is_not_taken(url: str) -> None:
    """Then the deployment's archive is named."""
    found = assigned(read(qido("1.2.3", url=url), dt.datetime.now(dt.UTC)), "01013")
    (event,) = linked(found, ARCHIVE).records[0].events
    assert isinstance(event, ImagingStudy)
    assert event.link == "https://pacs.example/01013/studies/1.2.3"
    assert linked(found, "") is found
