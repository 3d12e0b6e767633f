"""The default model's kinds on whole columns: the levels of `mpi.compare`, worked out on arrays.

What a record says is read once for each distinct text and held as numbers; most levels then follow
from comparing numbers, and only spelling is compared as text. A test holds every kind and every
part of a blocking key to what `mpi.compare` and `mpi.blocking` say of the same records.
"""
