"""Visits as a hospital sends them, small and whole, for tests of the way in."""

import base64


def visit_file(
    facility: str, visit: str, name: str = "Trần Thị Bình", born: str = "19850704"
) -> bytes:
    """Write one GIAMDINHHS document with one XML1."""
    fields = {
        "MA_LK": visit,
        "STT": "1",
        "MA_BN": f"BN{visit}",
        "HO_TEN": name,
        "SO_CCCD": "",
        "NGAY_SINH": f"{born}0000",
        "GIOI_TINH": "2",
        "DIA_CHI": "Phường Cửa Nam, Hà Nội",
        "MA_LOAI_KCB": "01",
        "LY_DO_VV": "Sốt",
        "CHAN_DOAN_RV": "Sốt xuất huyết Dengue",
        "MA_BENH_CHINH": "A97.0",
        "NGAY_VAO": "202601050800",
        "NGAY_RA": "202601051030",
        "MA_CSKCB": facility,
    }
    inner = "".join(f"<{tag}>{text}</{tag}>" for tag, text in fields.items())
    content = base64.b64encode(f"<TONG_HOP>{inner}</TONG_HOP>".encode()).decode()
    return f"""<?xml version="1.0" encoding="utf-8"?>
<GIAMDINHHS><THONGTINDONVI><MACSKCB>{facility}</MACSKCB></THONGTINDONVI>
<THONGTINHOSO><NGAYLAP>20260105</NGAYLAP><SOLUONGHOSO>1</SOLUONGHOSO><DANHSACHHOSO><HOSO>
<FILEHOSO><LOAIHOSO>XML1</LOAIHOSO><NOIDUNGFILE>{content}</NOIDUNGFILE></FILEHOSO>
</HOSO></DANHSACHHOSO></THONGTINHOSO></GIAMDINHHS>""".encode()
