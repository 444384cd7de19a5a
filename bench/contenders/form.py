"""The words of the form that all contenders ask, so that one and the same simulated citizen can fill it in anywhere."""

CATEGORIES = ("Jalan & jembatan", "Lalu lintas & lampu", "Kesehatan", "Pendidikan")
REGIONS = (
    "Kab. Tanah Laut",
    "Kab. Kotabaru",
    "Kab. Banjar",
    "Kab. Barito Kuala",
    "Kab. Tapin",
    "Kab. Hulu Sungai Selatan",
    "Kab. Hulu Sungai Tengah",
    "Kab. Hulu Sungai Utara",
    "Kab. Tabalong",
    "Kab. Tanah Bumbu",
    "Kab. Balangan",
    "Kota Banjarmasin",
    "Kota Banjarbaru",
)
ASK_CATEGORY = (
    "Langkah 2 dari 3\nTentang apa laporan ini? Tekan yang paling sesuai; instansi tujuannya tertulis di belakang."
)
ASK_REGION = "Langkah 3 dari 3\nDi kabupaten/kota mana kejadiannya?"
ASK_ADDRESS = "Langkah 3 dari 3\nDi sebelah mana? Tulis alamat atau patokan yang mudah ditemukan."
GROUP = -1001000000001
"""The agency's group: every finished complaint leaves a card there."""


def summary(text: str, category: str, region: str, address: str) -> str:
    """What the citizen is to check."""
    return (
        f"Periksa laporan Bapak/Ibu\n\n{text}\nKategori: {category}\nTempat: {address}, {region}\nJenis: Pengaduan\n"
        "Tekan Kirim bila sudah benar."
    )


def receipt(number: int) -> str:
    """What the citizen gets."""
    return f"Terima kasih.\nNomor tiket: LP-2611-{number:06}\nDitindaklanjuti paling lambat 3 hari kerja."


def card(number: int, text: str, category: str, region: str, address: str) -> str:
    """What the agency gets."""
    return f"LP-2611-{number:06}\n{category}\n{text}\nTempat: {address}, {region}\nBaru, tenggat 3 hari kerja"
