"""Code lists of the project itself: wards, provinces, facilities. Facts, each with its source."""
