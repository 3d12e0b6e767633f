"""Messages as hospitals write them, made from the project's own table of tags. Nobody is real."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape

from ingest.qd130.schema import table

RECEIVED = dt.datetime(2026, 3, 3, 2, 0, tzinfo=dt.UTC)
Values = Mapping[str, str]

SUMMARY: dict[str, str] = {
    "MA_LK": "LK1", "STT": "1", "MA_BN": "BN1", "HO_TEN": "Nguyễn Văn An",
    "SO_CCCD": "001085000001", "NGAY_SINH": "198507040000", "GIOI_TINH": "1",
    "MA_QUOCTICH": "000", "MA_DANTOC": "01", "MA_NGHE_NGHIEP": "00000",
    "DIA_CHI": "Số 1, Phường Hồng Hà, Hà Nội", "MATINH_CU_TRU": "01", "MAXA_CU_TRU": "00097",
    "DIEN_THOAI": "0900000001", "MA_THE_BHYT": "DN4010000000001", "MA_DKBD": "01003",
    "GT_THE_TU": "20260101", "GT_THE_DEN": "20261231", "LY_DO_VV": "Sốt",
    "CHAN_DOAN_VAO": "Sốt chưa rõ nguyên nhân", "CHAN_DOAN_RV": "Sốt xuất huyết Dengue",
    "MA_BENH_CHINH": "A97.0", "MA_BENH_KT": "I10;E11.9", "MA_DOITUONG_KCB": "1.1",
    "NGAY_VAO": "202603010830", "NGAY_VAO_NOI_TRU": "202603010900", "NGAY_RA": "202603021000",
    "SO_NGAY_DTRI": "1", "KET_QUA_DTRI": "2", "MA_LOAI_RV": "1", "NGAY_TTOAN": "202603021030",
    "T_THUOC": "20000", "T_VTYT": "0", "T_TONGCHI_BV": "120000", "T_TONGCHI_BH": "120000",
    "T_BNTT": "0", "T_BNCCT": "24000", "T_BHTT": "96000", "T_NGUONKHAC": "0",
    "T_BHTT_GDV": "0", "NAM_QT": "2026", "THANG_QT": "3", "MA_LOAI_KCB": "03", "MA_KHOA": "K01",
    "MA_CSKCB": "01003", "CAN_NANG": "60.5", "MA_HSBA": "HS1", "NGAY_TAI_KHAM": "20260316",
}  # fmt: skip

DRUG: dict[str, str] = {
    "MA_LK": "LK1", "STT": "1", "MA_THUOC": "40.67", "MA_NHOM": "4", "TEN_THUOC": "Paracetamol",
    "DON_VI_TINH": "Viên", "HAM_LUONG": "500mg", "DUONG_DUNG": "1.01", "LIEU_DUNG": "2 viên/ngày",
    "CACH_DUNG": "Sau ăn", "SO_DANG_KY": "VD-1-1", "PHAM_VI": "1", "TYLE_TT_BH": "100",
    "SO_LUONG": "20", "DON_GIA": "1000", "THANH_TIEN_BV": "20000", "THANH_TIEN_BH": "20000",
    "T_NGUONKHAC_NSNN": "0", "T_NGUONKHAC_VTNN": "0", "T_NGUONKHAC_VTTN": "0",
    "T_NGUONKHAC_CL": "0", "T_NGUONKHAC": "0", "MUC_HUONG": "80", "T_BHTT": "16000",
    "T_BNCCT": "4000", "T_BNTT": "0", "MA_KHOA": "K01", "MA_BAC_SI": "001234/HNO-CCHN",
    "NGAY_YL": "202603010845", "NGAY_TH_YL": "202603010900", "MA_PTTT": "1", "NGUON_CTRA": "1",
}  # fmt: skip

SERVICE: dict[str, str] = {
    "MA_LK": "LK1", "STT": "1", "MA_DICH_VU": "22.0120.1370", "MA_NHOM": "1",
    "TEN_DICH_VU": "Tổng phân tích tế bào máu", "DON_VI_TINH": "Lần", "PHAM_VI": "1",
    "SO_LUONG": "2", "DON_GIA_BV": "50000", "DON_GIA_BH": "50000", "TYLE_TT_DV": "100",
    "TYLE_TT_BH": "100", "THANH_TIEN_BV": "100000", "THANH_TIEN_BH": "100000",
    "MUC_HUONG": "80", "T_NGUONKHAC_NSNN": "0", "T_NGUONKHAC_VTNN": "0",
    "T_NGUONKHAC_VTTN": "0", "T_NGUONKHAC_CL": "0", "T_NGUONKHAC": "0", "T_BHTT": "80000",
    "T_BNTT": "0", "T_BNCCT": "20000", "MA_KHOA": "K01", "MA_BAC_SI": "001234/HNO-CCHN",
    "NGUOI_THUC_HIEN": "005678/HNO-CCHN", "MA_BENH": "A97.0", "NGAY_YL": "202603010850",
    "NGAY_TH_YL": "202603010910", "NGAY_KQ": "202603010950", "MA_PTTT": "1",
}  # fmt: skip

RESULT: dict[str, str] = {
    "MA_LK": "LK1", "STT": "1", "MA_DICH_VU": "22.0120.1370", "MA_CHI_SO": "PLT",
    "TEN_CHI_SO": "Tiểu cầu", "GIA_TRI": "95", "DON_VI_DO": "G/L", "NGAY_KQ": "202603010950",
    "MA_BS_DOC_KQ": "005678/HNO-CCHN",
}  # fmt: skip

REFERRAL: dict[str, str] = {
    "MA_LK": "LK1", "SO_HOSO": "H1", "SO_CHUYENTUYEN": "C1", "GIAY_CHUYEN_TUYEN": "01003/26/1",
    "MA_CSKCB": "01003", "MA_CSKCB_DI": "01003", "MA_CSKCB_DEN": "01006",
    "HO_TEN": "Nguyễn Văn An", "NGAY_SINH": "198507040000", "GIOI_TINH": "1",
    "NGAY_RA": "202603021000", "DAU_HIEU_LS": "Sốt cao", "QT_BENHLY": "Sốt 3 ngày",
    "MA_BENH_CHINH": "A97.0", "TINH_TRANG_CT": "Tỉnh", "MA_LYDO_CT": "1",
    "HUONG_DIEU_TRI": "Theo dõi", "PHUONGTIEN_VC": "Xe cứu thương", "MA_BAC_SI": "001234/HNO-CCHN",
    "MA_TTDV": "0100000001",
}  # fmt: skip

APPOINTMENT: dict[str, str] = {
    "MA_LK": "LK1", "SO_GIAYHEN_KL": "hk 01", "MA_CSKCB": "01003", "HO_TEN": "Nguyễn Văn An",
    "NGAY_SINH": "198507040000", "NGAY_HEN_KL": "20260316", "CHAN_DOAN_RV": "Sốt xuất huyết Dengue",
    "MA_BAC_SI": "001234/HNO-CCHN", "MA_TTDV": "0100000001", "NGAY_CT": "20260302",
}  # fmt: skip

ARRIVAL: dict[str, str] = {
    "MA_LK": "LK1", "STT": "1", "MA_BN": "BN1", "HO_TEN": "Nguyễn Văn An",
    "NGAY_SINH": "198507040000", "GIOI_TINH": "1", "MA_DOITUONG_KCB": "1.1",
    "NGAY_VAO": "202603010830", "MA_LOAI_KCB": "1", "MA_CSKCB": "01003", "NGAY_YL": "202603010835",
}  # fmt: skip

BIRTH: dict[str, str] = {
    "MA_LK": "LK1", "MA_BHXH_NND": "0100000002", "MA_THE_NND": "DN4010100000002",
    "HO_TEN_NND": "Trần Thị Bình", "NGAYSINH_NND": "19950102", "MA_DANTOC_NND": "01",
    "SO_CCCD_NND": "001195000002", "NGAYCAP_CCCD_NND": "20210101", "NOICAP_CCCD_NND": "Cục QLHC",
    "NOI_CU_TRU_NND": "Phường Hồng Hà, Hà Nội", "MA_QUOCTICH": "000", "MATINH_CU_TRU": "01",
    "MAXA_CU_TRU": "00097", "HO_TEN_CHA": "Lê Văn Cường", "MA_THE_TAM": "TE1010000000003",
    "GIOI_TINH_CON": "2", "SO_CON": "1", "LAN_SINH": "1", "SO_CON_SONG": "1",
    "CAN_NANG_CON": "3100", "NGAY_SINH_CON": "202603020512", "NOI_SINH_CON": "Bệnh viện",
    "TINH_TRANG_CON": "Khỏe mạnh", "SINHCON_PHAUTHUAT": "1", "SINHCON_DUOI32TUAN": "0",
    "GHI_CHU": "Không", "NGUOI_DO_DE": "Phạm Thị Dung", "NGUOI_GHI_PHIEU": "Phạm Thị Dung",
    "NGAY_CT": "20260302", "SO": "12", "QUYEN_SO": "1", "MA_TTDV": "0100000001",
}  # fmt: skip


def row_xml(name: str, values: Values) -> str:
    """Write a row with every tag of its table, empty ones too, and whatever else is given."""
    tags = dict.fromkeys([*(f.name for f in table(name).fields), *values])
    return "".join(f"<{tag}>{escape(values.get(tag, ''))}</{tag}>" for tag in tags)


def table_xml(name: str, *rows: Values) -> str:
    """Write a whole table as a document."""
    form = table(name)
    if not form.row_tag:
        body = "".join(row_xml(name, row) for row in rows[:1])
    else:
        parts = (f"<{form.row_tag}>{row_xml(name, row)}</{form.row_tag}>" for row in rows)
        body = f"<{form.list_tag}>{''.join(parts)}</{form.list_tag}>"
    return f"<{form.root}>{body}</{form.root}>"


def packed(xml: str | bytes) -> str:
    """Write the content of NOIDUNGFILE as base64."""
    return base64.b64encode(xml if isinstance(xml, bytes) else xml.encode()).decode()


def file_xml(name: str, content: str) -> str:
    """Write one FILEHOSO."""
    return f"<FILEHOSO><LOAIHOSO>{name}</LOAIHOSO><NOIDUNGFILE>{content}</NOIDUNGFILE></FILEHOSO>"


def visit_xml(tables: Mapping[str, Iterable[Values]]) -> str:
    """Write one HOSO with its tables as base64."""
    files = (file_xml(name, packed(table_xml(name, *rows))) for name, rows in tables.items())
    return f"<HOSO>{''.join(files)}</HOSO>"


def envelope(*visits: str, facility: str = "01003", made_on: str = "20260302") -> bytes:
    """Write the envelope around visits."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><GIAMDINHHS>'
        f"<THONGTINDONVI><MACSKCB>{facility}</MACSKCB></THONGTINDONVI>"
        f"<THONGTINHOSO><NGAYLAP>{made_on}</NGAYLAP><SOLUONGHOSO>{len(visits)}</SOLUONGHOSO>"
        f"<DANHSACHHOSO>{''.join(visits)}</DANHSACHHOSO></THONGTINHOSO>"
        "<CHUKYDONVI/></GIAMDINHHS>"
    ).encode()


def message(**tables: Values | Sequence[Values]) -> bytes:
    """Write a message of one visit: `message(XML1=SUMMARY, XML2=[DRUG, DRUG])`."""
    listed = {name: [r] if isinstance(r, Mapping) else r for name, r in tables.items()}
    return envelope(visit_xml(listed))


def typical() -> bytes:
    """Write a visit of twenty rows, as a hospital sends it."""
    summary = SUMMARY | {"T_TONGCHI_BV": "600000", "T_TONGCHI_BH": "600000", "T_BHTT": "576000"}
    return message(XML1=summary, XML2=[DRUG] * 5, XML3=[SERVICE] * 5, XML4=[RESULT] * 9)
