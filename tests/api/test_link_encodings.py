"""Files whose texts went through a wrong encoding are linked as if they had not."""

from __future__ import annotations

import polars as pl
import pytest

from api.link_encodings import put_right


@pytest.mark.parametrize(
    "sent",
    [
        "Nguyễn Văn Hạnh".encode().decode("latin-1"),
        "Nguyá»…n VÄƒn Háº¡nh",
        "NguyÔn V¨n H¹nh",
        "Nguyeãn Vaên Haïnh",
        "Nguyễn Văn Hạnh",
    ],
)
def test_a_name_in_a_wrong_encoding_is_the_same_name(sent: str) -> None:
    """UTF-8 read as Latin, TCVN3, VNI: all are put right, and what is right stays."""
    frame = pl.DataFrame({"full_name": [sent, None, "Lê Hoà"], "n": [1, 2, 3]})
    assert put_right(frame)["full_name"].to_list() == ["Nguyễn Văn Hạnh", None, "Lê Hoà"]


@pytest.mark.parametrize("name", ["Müller", "José Ángel", "Thuỳ Oanh", "Søren", "N° 12 rue Noë"])
def test_names_of_other_languages_stay(name: str) -> None:
    """Nothing is repaired that the result does not prove."""
    assert put_right(pl.DataFrame({"full_name": [name]}))["full_name"].to_list() == [name]
