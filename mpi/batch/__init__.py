"""Linking whole files: frames of records in, links, people and figures out. Nothing is stored."""
