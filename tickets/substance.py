"""Whether an answer says anything: "Siap, akan kami tindak lanjuti" acknowledges, but follows nothing up.

A text of which every word only greets, thanks, receives, passes on or promises to act is a mere acknowledgement. One
word more (what, where, when, a number) and it counts as an answer: better to miss one than to slight a real answer.
"""

import re

from tickets.dialogue import Attachment

_WORD = re.compile(r"\w+")
# greeting, thanks, politeness
_POLITE = """
assalamualaikum assalamu assalamualaikumwr alaikum waalaikumsalam wr wb wassalam selamat pagi siang
sore malam salam hormat yth bapak ibu pak bu bpk kak min admin saudara terima kasih terimakasih
makasih mksh tks trims thanks mohon maaf ditunggu tunggu menunggu sabar kesabaran kesabarannya kerja
sama kerjasama kerjasamanya atas dengan ya
"""
# pronouns, particles, time that is no date
_SMALL = """
kami kita saya anda nya ini itu dan juga untuk utk akan segera sgr secepatnya cepat mungkin sudah
sdh udah telah sedang lagi dulu dahulu lebih lanjut langsung nanti hal tersebut kembali perihal
tentang agar supaya dapat bisa di
"""
# what came in
_ARRIVED = """
laporan laporannya lapor aduan aduannya pengaduan pengaduannya keluhan keluhannya informasi
informasinya info infonya masukan masukannya pesan pesannya
"""
# receiving, passing on, promising
_RECEIVED = """
siap baik oke ok noted mantap monitor dimengerti terima diterima menerima teruskan diteruskan
meneruskan sampaikan disampaikan menyampaikan koordinasi koordinasikan dikoordinasikan berkoordinasi
tindak lanjut lanjuti tindaklanjut tindaklanjuti ditindaklanjuti menindaklanjuti ditindak
tindaklanjutnya proses diproses memproses catat dicatat mencatat tampung ditampung laporkan
dilaporkan melaporkan
"""
# to whom
_WHOM = """
ke kepada kpd pada bidang bagian seksi terkait tim teknis pimpinan atasan instansi dinas pihak
petugas lapangan unit uptd berwenang kepala yang yg oleh sesuai prosedur ketentuan
"""
_HOLLOW = frozenset(f"{_POLITE} {_SMALL} {_ARRIVED} {_RECEIVED} {_WHOM}".split())


def is_acknowledgement(text: str, attachments: tuple[Attachment, ...] = ()) -> bool:
    """Whether an answer only acknowledges. A photo or a letter says something by itself."""
    words = _WORD.findall(text.lower())
    return bool(words) and not attachments and all(word in _HOLLOW for word in words)
