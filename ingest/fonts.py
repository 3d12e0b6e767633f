"""Text typed for the old Vietnamese fonts, as it looks once its bytes are read as Windows-1252.

TCVN 5712:1993 VN3 ("ABC", .VnTime) has one byte a letter; its capitals with tones exist only in
the twin fonts (.VnTimeH), where they are typed as small letters. VNI-Windows writes the plain
letter and then its mark.
"""

from __future__ import annotations

import re

_TCVN3_LETTERS = (
    "Ă¡ Â¢ Ê£ Ô¤ Ơ¥ Ư¦ Đ§ ă¨ â© êª ô« ơ¬ ư\xad đ® àµ ả¶ ã· á¸ ạ¹ ằ» ẳ¼ ẵ½ ắ¾ ặÆ ầÇ ẩÈ ẫÉ ấÊ ậË "
    "èÌ ẻÎ ẽÏ éÐ ẹÑ ềÒ ểÓ ễÔ ếÕ ệÖ ì× ỉØ ĩÜ íÝ ịÞ òß ỏá õâ óã ọä ồå ổæ ỗç ốè ộé ờê ởë ỡì ớí ợî "
    "ùï ủñ ũò úó ụô ừõ ửö ữ÷ ứø ựù ỳú ỷû ỹü ýý ỵþ"
)
TCVN3: dict[str, str] = {pair[1]: pair[0] for pair in _TCVN3_LETTERS.split(" ")}

_VNI_LETTERS = (
    "áaù àaø ảaû ãaõ ạaï âaâ ấaá ầaà ẩaå ẫaã ậaä ăaê ắaé ằaè ẳaú ẵaü ặaë "
    "éeù èeø ẻeû ẽeõ ẹeï êeâ ếeá ềeà ểeå ễeã ệeä íí ìì ỉæ ĩó ịò "
    "óoù òoø ỏoû õoõ ọoï ôoâ ốoá ồoà ổoå ỗoã ộoä ơô ớôù ờôø ởôû ỡôõ ợôï "
    "úuù ùuø ủuû ũuõ ụuï ưö ứöù ừöø ửöû ữöõ ựöï ýyù ỳyø ỷyû ỹyõ ỵî đñ"
)
_VNI_SMALL = {pair[1:]: pair[0] for pair in _VNI_LETTERS.split(" ")}
VNI: dict[str, str] = {
    **_VNI_SMALL,
    **{sent.upper(): letter.upper() for sent, letter in _VNI_SMALL.items()},
    **{sent[0].upper() + sent[1:]: letter.upper() for sent, letter in _VNI_SMALL.items()},
}
_VNI_PARTS = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]+")


def from_tcvn3(text: str) -> str | None:
    """Turn TCVN3 into Unicode; None when a character is none of the font's.

    >>> from_tcvn3("NguyÔn V¨n"), from_tcvn3("TRÇN H¶I")
    ('Nguyễn Văn', 'TRẦN HẢI')
    """
    if any(c not in TCVN3 for c in text if not c.isascii()):
        return None
    return _WORD.sub(_capitals, "".join(TCVN3.get(c, c) for c in text))


def from_vni(text: str) -> str | None:
    """Turn VNI into Unicode; None when a mark stands where the font has none.

    >>> from_vni("Nguyeãn Thò Höông"), from_vni("José")
    ('Nguyễn Thị Hương', None)
    """
    rest = _VNI_PARTS.sub("", text)
    return _VNI_PARTS.sub(lambda part: VNI[part[0]], text) if rest.isascii() else None


def _capitals(word: re.Match[str]) -> str:
    """Write a word in capitals when its plain letters are: the twin font had no small letters."""
    plain = [c for c in word[0] if c.isascii()]
    return word[0].upper() if len(plain) > 1 and all(c.isupper() for c in plain) else word[0]
