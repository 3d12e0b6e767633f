"""DICOM: headers of stored objects, and DICOM JSON as QIDO-RS answers; never pixels."""

from ingest.dicom.reader import JSON_WIRE, WIRE, looks_like_dicom, looks_like_json, read, read_json

__all__ = ["JSON_WIRE", "WIRE", "looks_like_dicom", "looks_like_json", "read", "read_json"]
