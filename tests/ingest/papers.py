"""Rows of the tables that are kept as papers. Nobody is real."""

from __future__ import annotations

PAPERS: dict[str, dict[str, str]] = {
    "XML5": {
        "MA_LK": "LK1", "STT": "1", "DIEN_BIEN_LS": "M 80; T 38,5; HA 120/80",
        "THOI_DIEM_DBLS": "202603011000", "NGUOI_THUC_HIEN": "001234/HNO-CCHN",
    },
    "XML6": {
        "MA_LK": "LK1", "NGAYKD_HIV": "20200102", "NOI_LAY_MAU_XN": "01003", "MA_LYDO_DTRI": "1",
        "MA_CSKCB": "01003",
    },
    "XML7": {
        "MA_LK": "LK1", "SO_LUU_TRU": "LT1", "MA_YTE": "YT1", "MA_KHOA_RV": "K01",
        "NGAY_VAO": "202603010830", "NGAY_RA": "202603021000", "CHAN_DOAN_RV": "Sốt",
        "PP_DIEUTRI": "Nội khoa", "MA_TTDV": "0100000001", "MA_BS": "001234/HNO-CCHN",
        "TEN_BS": "Đỗ Thị Em", "NGAY_CT": "20260302", "MA_ME": "0100000002",
        "HO_TEN_ME": "Trần Thị Bình", "HO_TEN_CHA": "Nguyễn Văn Cường",
    },
    "XML8": {
        "MA_LK": "LK1", "MA_LOAI_KCB": "03", "NGUOI_GIAM_HO": "Vũ Văn Giang",
        "NGAY_VAO": "202603010830", "NGAY_RA": "202603021000", "CHAN_DOAN_VAO": "Sốt",
        "CHAN_DOAN_RV": "Sốt", "QT_BENHLY": "Ba ngày", "TOMTAT_KQ": "Tiểu cầu giảm",
        "PP_DIEUTRI": "Nội khoa", "KET_QUA_DTRI": "2", "MA_TTDV": "0100000001",
        "NGAY_CT": "20260302",
    },
    "XML10": {
        "MA_LK": "LK1", "SO_SERI": "S1", "SO_CT": "CT1", "SO_NGAY": "7", "DON_VI": "Công ty",
        "CHAN_DOAN_RV": "Dọa sảy", "TU_NGAY": "20260302", "DEN_NGAY": "20260308",
        "MA_TTDV": "0100000001", "TEN_BS": "Đỗ Thị Em", "MA_BS": "001234/HNO-CCHN",
        "NGAY_CT": "20260302",
    },
    "XML11": {
        "MA_LK": "LK1", "SO_CT": "CT1", "SO_SERI": "S1", "SO_KCB": "K1", "DON_VI": "Công ty",
        "MA_BHXH": "0100000001", "CHAN_DOAN_RV": "Sốt", "PP_DIEUTRI": "Nghỉ",
        "SO_NGAY_NGHI": "3", "TU_NGAY": "20260302", "DEN_NGAY": "20260304",
        "MA_TTDV": "0100000001", "MA_BS": "001234/HNO-CCHN", "NGAY_CT": "20260302",
        "MAU_SO": "CT07",
    },
    "XML15": {
        "MA_LK": "LK1", "STT": "1", "MA_BN": "BN1", "HO_TEN": "Nguyễn Văn An",
        "PHANLOAI_LAO_VITRI": "1", "NGAYBD_DTRI_LAO": "20260105", "PHACDO_DTRI_LAO": "1",
        "MA_CSKCB": "01003",
    },
}  # fmt: skip
