"""The page of metrics says what the catalogue says."""

from __future__ import annotations

from ai import metrics_doc
from ai.catalogue import default_catalogue


def test_the_page_is_as_the_catalogue_is() -> None:
    """A stale page is noticed: `make docs` writes it anew."""
    assert metrics_doc.PAGE.read_text(encoding="utf-8") == metrics_doc.page()


def test_every_metric_and_dimension_is_on_the_page() -> None:
    """Nothing can be asked that is not written down."""
    catalogue, page = default_catalogue(), metrics_doc.page()
    assert all(f"`{name}`" in page for name in (*catalogue.metrics, *catalogue.dimensions))
