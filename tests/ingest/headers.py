"""Headers of DICOM objects, twenty of them to a study, as a scanner would send them."""

from __future__ import annotations

from pydicom.dataset import Dataset


def header(n: int) -> Dataset:
    """Give the header of the n-th object."""
    study, patient, made = n // 20 + 1, n // 40, Dataset()
    made.StudyInstanceUID, made.SeriesInstanceUID = f"1.2.{study}", f"1.2.{study}.{n % 3 + 1}"
    made.SOPInstanceUID, made.SOPClassUID = f"1.3.{n + 1}", "1.2.840.10008.5.1.4.1.1.2"
    made.PatientID, made.PatientName, made.Modality = f"BN{patient}", f"Nguyen^An{patient}", "CT"
    made.PatientBirthDate, made.PatientSex = f"19{patient % 90 + 10:02}0704", "M"
    made.InstitutionName = "01013"
    made.StudyDate, made.StudyTime, made.AccessionNumber = "20260302", "081500", f"A{study}"
    return made
