"""What a citizen's report can be; the words are those of SP4N-LAPOR! (DOMAIN: types of report)."""

from enum import StrEnum


class Kind(StrEnum):
    """Type of a report, as the national system names it."""

    COMPLAINT = "pengaduan"
    SUGGESTION = "aspirasi"
    INFORMATION = "permintaan_informasi"
