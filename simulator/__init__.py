"""A Hanoi that never was: households and visits, written as the files that hospitals send."""
