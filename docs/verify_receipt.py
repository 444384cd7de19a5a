#!/usr/bin/env python3
"""Memeriksa berkas "bukti riwayat" Lapor Bot tanpa internet: apakah riwayat laporan masih seperti saat ditulis?

    python3 verify_receipt.py bukti-riwayat-2026-11-23.json [jangkar.txt]

Berkas kedua adalah daftar jangkar yang diumumkan pemerintah setiap hari. Tanpa berkas itu hanya diperiksa apakah isi
bukti cocok satu sama lain. Hasil: 0 utuh dan cocok dengan pengumuman, 1 diubah, 2 tidak dapat dibaca, 3 utuh tetapi
belum dicocokkan. Hanya memerlukan Python 3.9 atau lebih baru. Caranya diterangkan di decisions/0040-receipts.md.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from typing import Any

NAMES = {
    "submitted": "laporan dikirim",
    "assigned": "diteruskan ke instansi",
    "taken": "diterima petugas",
    "transferred": "dialihkan",
    "acknowledged": "disapa petugas",
    "followed_up": "dijawab",
    "finished": "dinyatakan selesai oleh instansi",
    "replied": "pelapor menambahkan",
    "edited": "pelapor mengubah pesannya",
    "confirmed": "pelapor menyatakan selesai",
    "reopened": "dibuka kembali",
    "explained": "alasan belum selesai",
    "asked": "data diminta",
    "supplied": "data diberikan",
    "archived": "diarsipkan",
    "expired": "ditutup tanpa tanggapan",
    "rated": "dinilai",
    "commented": "komentar",
    "out_of_authority": "bukan kewenangan",
}


def digest(*parts: object) -> str:
    """SHA-256 dari bagian-bagian, ditulis sebagai JSON dengan cara yang selalu sama."""
    written = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def check_report(report: dict[str, Any], days: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Satu laporan: baris-baris untuk dibaca, dan apa yang salah."""
    number, previous = report["number"], digest("ticket", report["number"])
    told, faults = [f"Laporan {number}"], []
    for place, fact in enumerate(report["facts"], start=1):
        where = f"langkah {place}"
        if fact["seq"] != place:
            faults.append(f"{number}: {where} hilang atau dipindahkan")
        if "kind" in fact:
            kept = (report["id"], place, fact["kind"], fact["at"], fact["by"], fact["agency"], fact["data"])
            if fact["hash"] != digest(previous, *kept, fact["words_hash"]):
                faults.append(f"{number}: {where} diubah")
            if "words" in fact and fact["words_hash"] != digest("words", fact["salt"], *fact["words"]):
                faults.append(f"{number}: kata-kata {where} diubah")
            words = " / ".join(part for part in fact.get("words", [])[:3] if part)
            told.append(f"  {place}. {fact['at'][:16]} UTC  {NAMES.get(fact['kind'], fact['kind'])}  {words}".rstrip())
        else:
            told.append(f"  {place}. (urusan dalam instansi, isinya tidak dibuka)")
        if fact["day"] is not None and fact["hash"] not in days.get(fact["day"], {}).get("links", ()):
            faults.append(f"{number}: {where} tidak tercatat pada {fact['day']}")
        previous = fact["hash"]
    return told, faults


def check(proof: dict[str, Any], announced: set[str] | None) -> tuple[list[str], list[str], list[str]]:
    """Seluruh berkas: baris untuk dibaca, apa yang salah, dan apa yang belum dicocokkan dengan pengumuman."""
    days = {day["day"]: day for day in proof["days"]}
    told, faults, unmatched = list[str](), list[str](), list[str]()
    for report in proof["reports"]:
        more_told, more_faults = check_report(report, days)
        told, faults = told + more_told, faults + more_faults
        late = [str(fact["seq"]) for fact in report["facts"] if fact["day"] is None]
        unmatched += [f"{report['number']}, langkah {', '.join(late)}: mintalah bukti baru besok"] if late else []
    for day in proof["days"]:
        if day["digest"] != digest("anchor", day["previous"], day["day"], *day["links"]):
            faults.append(f"jangkar {day['day']} tidak cocok dengan daftarnya")
        if announced is None:
            unmatched.append(f"{day['day']} {day['digest']} harus ada dalam daftar jangkar yang diumumkan")
        elif day["digest"] not in announced:
            faults.append(f"jangkar {day['day']} tidak ada dalam pengumuman")
    return told, faults, unmatched


def main(proof_file: str, announced_file: str = "") -> int:
    """Periksa dan katakan hasilnya."""
    try:
        with open(proof_file, encoding="utf-8") as file:
            proof = json.load(file)
        announced = None
        if announced_file:
            with open(announced_file, encoding="utf-8", errors="replace") as file:
                announced = set(re.findall(r"\b[0-9a-f]{64}\b", file.read()))
        if proof["format"] != 1 or not proof["reports"]:
            raise ValueError("bukan format 1, atau tanpa laporan")
        told, faults, unmatched = check(proof, announced)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        print(f"Berkas tidak dapat dibaca sebagai bukti riwayat: {error!r}")
        return 2
    print("\n".join(told))
    if faults:
        print("DIUBAH: bukti ini bukan seperti saat ditulis.\n- " + "\n- ".join(faults))
        return 1
    print("UTUH: setiap langkah menyambung pada langkah sebelumnya, tanpa perubahan.")
    if unmatched:
        print("Yang belum dicocokkan:\n- " + "\n- ".join(unmatched))
        return 3
    print("COCOK dengan daftar jangkar yang diumumkan.")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]) if len(sys.argv) > 1 else print(__doc__) or 2)
