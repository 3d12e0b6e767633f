"""Bytes that hospitals send, read into records. Nothing is stored here and nothing is guessed."""
