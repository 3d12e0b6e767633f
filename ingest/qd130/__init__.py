"""The ministry's XML of a visit: QĐ 130/2023, QĐ 4750/2023, QĐ 3176/2024, QĐ 1931/2026."""
