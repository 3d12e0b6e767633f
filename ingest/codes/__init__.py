"""Codes and units as senders write them, in the one spelling that can be counted and compared."""
