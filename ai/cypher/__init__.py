"""The analysts' door: read-only Cypher in a small part of the language, parsed and written anew."""
