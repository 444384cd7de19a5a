"""What somebody asks of the desk itself, where nothing else is said: who this is, whether data are safe, a withdrawal.

Precision before recall: one word that is not listed makes it somebody's matter, which is heard as such.
"""

from enum import StrEnum

from tickets.catalogue import Catalogue
from tickets.replies import ADDRESSED
from tickets.words import listed, plain_words

LONGEST = 10
"""Words of an enquiry; what is longer says more than that."""


class Enquiry(StrEnum):
    """What is asked."""

    ABOUT = "about"
    """Who or what this is, whether it costs something, whether a human is there."""
    PRIVACY = "privacy"
    """Whether it is safe to write here."""
    WITHDRAWAL = "withdrawal"
    """That a report that was sent be taken back."""


_COURTESIES = ADDRESSED | listed(
    "ya iya saya ulun aku kami mau ingin minta tolong mohon bisa boleh kah apa apakah ini itu di sini sih dong halo "
    "permisi maaf izin selamat pagi siang sore malam please the i to can is my this here want a am"
)
_HUMAN = listed("admin petugas orang manusia operator cs human person")
_TALK = listed("bicara ngomong ngobrol bapander chat berbicara talk speak")
_ABOUT = (
    *(listed(words) for words in ("ini bot", "bot apa", "ini robot", "bot kah", "this bot", "ini siapa", "admin ada")),
    *(listed(words) for words in ("bayar berapa", "bayar kah", "apakah bayar", "lapor bayar", "lapor gratis")),
    *(listed(words) for words in ("biaya lapor", "gratis kah", "apakah gratis", "gratis ini", "lapor berapa")),
    *(frozenset({talk, human}) for talk in _TALK for human in _HUMAN),
)
_AROUND_ABOUT = (
    _COURTESIES
    | _HUMAN
    | _TALK
    | listed(
        "bot robot siapa ada dengan sama ke langsung asli beneran bayar berapa biaya gratis lapor melapor with free"
    )
)
_SAFE = listed("aman rahasia dirahasiakan terjaga dijaga bocor safe secret confidential")
_WHAT_IS_SAFE = listed("data datanya identitas nama laporan laporannya pribadi pelapor report name")
_ASKING = listed("apakah kah apa is are")
_AROUND_PRIVACY = _COURTESIES | _SAFE | _WHAT_IS_SAFE | listed("nanti akan tidak dan are")
_TAKE_BACK = listed(
    "batal batalkan batalin dibatalkan cabut dicabut mencabut hapus hapuskan hapusin dihapus menghapus tarik ditarik "
    "menarik cancel delete withdraw"
)
_REPORT = listed("laporan laporannya aduan aduannya pengaduan tiket report complaint")
_AROUND_WITHDRAWAL = (
    _COURTESIES | _TAKE_BACK | _REPORT | listed("yang kemarin tadi sudah terkirim dikirim nomor jadi tidak lagi saja")
)


def enquiry(text: str, catalogue: Catalogue) -> Enquiry | None:
    """What is asked of the desk itself; none of a text that says anything else."""
    words = plain_words(text, catalogue.language.spellings)
    said = frozenset(word for word in words if word.isalpha()) - {catalogue.ticket_prefix.casefold()}
    if not said or len(words) > LONGEST:
        return None
    if said <= _AROUND_WITHDRAWAL and said & _TAKE_BACK and said & _REPORT:
        return Enquiry.WITHDRAWAL
    asks = "?" in text or bool(said & _ASKING)
    if asks and said <= _AROUND_PRIVACY and said & _SAFE and said & _WHAT_IS_SAFE:
        return Enquiry.PRIVACY
    is_about = said <= _AROUND_ABOUT and any(said >= each for each in _ABOUT)
    return Enquiry.ABOUT if is_about else None
