"""Receiving HL7 v2 over MLLP (docs/adr/0022): frames, the door that answers, the server."""
