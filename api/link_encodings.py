"""Texts of a file that went through a wrong encoding ("Nguyá»…n", "NguyÔn"), put right.

Files come from exports that read UTF-8 as Windows-1252, or from programs with TCVN3 or VNI fonts.
`ingest.encodings` judges; only what looks suspicious is asked about, each value once.
"""

from __future__ import annotations

import polars as pl

from ingest.encodings import repair

#: Signs that hardly any Vietnamese word has: those of UTF-8 read as Windows-1252, of TCVN3, and of
#: VNI, which writes a vowel's marks as a letter after it.
_SUSPECT = (
    r"[ÃÂáÄÆÅ][\x{80}-\x{BF}€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
    r"|\p{L}[¡-¿]"
    r"|[¡-¿]\p{L}"
    r"|(?i)[aey][ùøûõïåäëüöâãêéèúáà]"
    r"|(?i)[ou][ùøûõïåäëüö]"
)


def put_right(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a frame of text with such values repaired; whatever is right stays as it is."""
    return frame.with_columns(_repaired(each) for each in frame if each.dtype == pl.String)


def _repaired(texts: pl.Series) -> pl.Series:
    suspects = texts.filter(texts.str.contains(_SUSPECT)).unique().to_list()
    told = {text: found for text in suspects if (found := repair(text).text) != text}
    return texts.replace(list(told), list(told.values())) if told else texts
