"""Everything an operator can set, each by an environment variable `HEALTHGRAPH_<NAME>`.

docs/settings.md is generated from this table (`python -m api.settings_doc`).
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mpi.errors import BadInput

PREFIX = "HEALTHGRAPH_"
_EMBEDDED = "embedded:"
_MIB = 1024 * 1024


class Settings(BaseSettings):
    """The whole configuration; frozen, checked once at the start."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True
    )

    store_url: str = Field(
        f"{_EMBEDDED}.healthgraph/store",
        pattern=r"^(embedded:.+|(neo4j|bolt)(\+s|\+ssc)?://.+)$",
        description="Graph engine: `embedded:PATH` or `neo4j://user@host:port/database`.",
    )
    neo4j_password: SecretStr = Field(
        SecretStr(""), description="Password of the Neo4j user; never part of the URL."
    )
    data_dir: Path | None = Field(
        None,
        description="Directory of the intake ledger, the archive and the signing keys. Default: "
        "the store's own directory; for Neo4j `.healthgraph/<host>-<database>`.",
    )
    archive_url: str = Field(
        "",
        description="Where raw messages are kept: any fsspec URL, such as `s3://bucket/raw`. "
        "Default: `archive` in the data directory.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    workers: int = Field(2, ge=0, le=64, description="Intake workers; 0 only accepts messages.")
    readers: int = Field(
        min(4, (os.cpu_count() or 1) - 1),
        ge=0,
        le=64,
        description="Processes that read messages; 0 reads in the workers themselves. Default: "
        "one less than the cores, 4 at most.",
    )
    batch_size: int = Field(128, ge=1, le=1000, description="Messages of one intake transaction.")
    lease_seconds: float = Field(
        60, gt=0, description="How long a worker may be silent before another takes its messages."
    )
    token_lifetime: int = Field(
        3600, ge=60, le=86400, description="Seconds that a token of the hospital face holds."
    )
    token_issuer: str = Field(
        "hanoi-health-graph", min_length=1, description="`iss` of the tokens that we sign."
    )
    token_audience: str = Field(
        "hanoi-health-graph", min_length=1, description="`aud` that every token must carry."
    )
    oidc_issuer: str = Field(
        "", description="`iss` of an identity provider whose tokens are taken too; empty: none."
    )
    oidc_jwks_url: str = Field("", description="Where the identity provider publishes its keys.")
    oidc_role_claim: str = Field("role", description="Claim of its tokens that holds the role.")
    oidc_facility_claim: str = Field(
        "facility", description="Claim of its tokens that holds the facility code."
    )
    rate_per_second: float = Field(
        50, gt=0, description="Requests a second that one account may make in the long run."
    )
    rate_burst: int = Field(200, ge=1, description="Requests that one account may make at once.")
    login_per_minute: float = Field(
        10, gt=0, description="Wrong passwords a minute for one account from one address."
    )
    mllp_port: int | None = Field(
        None, ge=0, le=65535, description="Port of the MLLP server (HL7 v2); empty: none."
    )
    mllp_host: str = Field("127.0.0.1", description="Address that the MLLP server listens on.")
    mllp_tls_certificate: Path | None = Field(
        None, description="Certificate chain (PEM) of the MLLP server; empty: without TLS."
    )
    mllp_tls_key: Path | None = Field(
        None, description="Its private key (PEM); empty: in the same file."
    )
    mllp_tls_client_ca: Path | None = Field(
        None, description="Authorities (PEM) whose client certificates are asked for and taken."
    )
    mllp_max_bytes: int = Field(
        16 * _MIB, ge=1024, description="Longest HL7 v2 message taken, in bytes."
    )
    mllp_idle_seconds: float = Field(
        300, gt=0, description="How long a connection may be silent between messages."
    )
    mllp_frame_seconds: float = Field(
        30, gt=0, description="How long a message may take to come in."
    )
    mllp_connections: int = Field(
        200, ge=1, description="MLLP connections that are served at one time; further ones get AR."
    )
    hl7_processing: Literal["P", "T", "D"] = Field(
        "P", description="MSH-11 of this system; messages for another are refused."
    )
    dicom_port: int | None = Field(
        None, ge=0, le=65535, description="Port of the DICOM receiver (C-STORE); empty: none."
    )
    dicom_host: str = Field("127.0.0.1", description="Address that the receiver listens on.")
    dicom_ae_title: str = Field(
        "HEALTHGRAPH", pattern=r"^[ -\[\]-~]{1,16}$", description="Its application entity title."
    )
    wado_url: str = Field(
        "",
        description="WADO-RS base of the picture archive; `{facility}` stands for its code. Empty: "
        "no links.",
    )
    senders_file: Path | None = Field(
        None,
        description="JSON list of who may send by MLLP and DICOM (docs/hospital.md); none: nobody.",
    )
    max_request_bytes: int = Field(
        64 * _MIB, ge=1024, description="Longest request body taken, in bytes."
    )
    quality_rules: Path | None = Field(
        None,
        description="File of further rules of quality (tab separated, docs/quality.md); a rule of "
        "the same code replaces ours.",
    )
    code_map: Path | None = Field(
        None,
        description="File of what facilities' own codes are in catalogues such as LOINC (tab "
        "separated, docs/formats.md).",
    )
    icd_list: Path | None = Field(
        None,
        description="File of the legal list of ICD-10 since 1 July 2026 (tab separated: code, "
        "valid_from, valid_until; docs/formats.md).",
    )
    watch_seconds: float = Field(
        300, ge=0, description="How often to look for facilities that fell silent; 0: never."
    )
    model: Path | None = Field(
        None,
        description="Matching model that decides (MODEL.json). Default: the store's own, "
        "`model.json` in the data directory, which `link` into a new store leaves; else ours.",
    )
    small_cell: int = Field(
        5, ge=1, description="Counts of people and visits below this are hidden in answers."
    )
    llm_url: str = Field(
        "",
        pattern=r"^(https?://\S+)?$",
        description="Base URL of a language model that speaks OpenAI's interface, such as "
        "`http://127.0.0.1:11434/v1` of Ollama; empty: none (docs/questions.md).",
    )
    llm_model: str = Field("", description="Its name there.")
    llm_key_file: Path | None = Field(
        None, description="File that holds the key for it; none: an endpoint without a key."
    )
    llm_method: Literal["json_schema", "function_calling", "json_mode"] = Field(
        "json_schema", description="How it is asked for structured output."
    )
    llm_timeout: float = Field(
        8, gt=0, le=120, description="Seconds that one call of it may take, all in all."
    )
    llm_phrases: bool = Field(
        default=False, description="Let it word the sentence of an answer too."
    )
    llm_checks: bool = Field(
        default=False,
        description="Let it read every question, and ask back where it reads another query than "
        "the parser.",
    )
    mcp: bool = Field(
        default=False,
        description="Open the assistant's door of the service, `/v1/mcp` (docs/questions.md).",
    )
    mcp_token: SecretStr = Field(
        SecretStr(""), description="Token in whose name `healthgraph mcp` asks."
    )
    cypher: bool = Field(
        default=False,
        description="Open the analysts' door for read-only Cypher (docs/questions.md).",
    )
    cypher_seconds: float = Field(
        5, gt=0, le=60, description="Seconds of the engine that one query of an analyst may take."
    )
    cypher_rows: int = Field(
        1000, ge=1, le=1000, description="Rows that one query of an analyst may give."
    )
    given_table: Path | None = Field(
        None,
        description="Table of beds, owners and inhabitants (CSV `kind,code,value`) that occupancy, "
        "incidence and questions by owner need. Default: none is known.",
    )
    second_eyes_from: int = Field(
        20, ge=1, description="Visits of both people from which a merge needs two stewards."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least level that is logged."
    )
    log_format: Literal["json", "console"] = Field(
        "json", description="`json`, one object a line, or `console` for people."
    )
    otlp_endpoint: str = Field(
        "", description="OpenTelemetry collector (OTLP over HTTP) for traces; empty: none."
    )

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if bool(self.oidc_issuer) != bool(self.oidc_jwks_url):
            raise ValueError("oidc_issuer and oidc_jwks_url must be set together")
        if bool(self.llm_url) != bool(self.llm_model):
            raise ValueError("llm_url and llm_model must be set together")
        if urlsplit(self.llm_url).password:
            raise ValueError("put the key in llm_key_file, not into llm_url")
        if urlsplit(self.store_url).password:
            raise ValueError("put the password in neo4j_password, not into store_url")
        return self

    @property
    def directory(self) -> Path:
        """Where the service keeps what is not in the graph."""
        return self.data_dir or default_directory(self.store_url)

    @property
    def archive(self) -> str:
        """The fsspec URL of the raw messages."""
        return self.archive_url or (self.directory / "archive").absolute().as_uri()


def default_directory(store_url: str) -> Path:
    """Give the data directory that belongs to a store.

    >>> default_directory("embedded:/srv/graph").as_posix()
    '/srv/graph'
    >>> default_directory("neo4j://neo4j@db:7687/city").as_posix()
    '.healthgraph/db-city'
    """
    if store_url.startswith(_EMBEDDED):
        return Path(store_url.removeprefix(_EMBEDDED))
    url = urlsplit(store_url)
    name = f"{url.hostname}-{url.path.strip('/') or 'neo4j'}"
    return Path(".healthgraph", re.sub(r"[^A-Za-z0-9.-]", "_", name))


def load(**overrides: Any) -> Settings:
    """Read the environment; `overrides` win. Raises BadInput naming the variable and the rule."""
    try:
        return Settings(**{k: v for k, v in overrides.items() if v is not None})
    except ValidationError as error:
        raise _named(error) from None


def variable(name: str) -> str:
    """Give the environment variable of a setting."""
    return PREFIX + name.upper()


def _named(error: ValidationError) -> BadInput:
    """Name the first broken setting; its value may be a secret and is not repeated."""
    first = json.loads(error.json(include_input=False, include_url=False))[0]
    place = str(first["loc"][0]) if first["loc"] else ""
    field = variable(place) if place else f"{PREFIX}*"
    return BadInput(field, f"{first['msg']} (see docs/settings.md)")
