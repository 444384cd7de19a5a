"""The files of the simulated Telegram: bytes kept once, ids as Telegram gives them.

A `file_id` belongs to one bot and names kind and file; a `file_unique_id` is the same for all and downloads nothing.
"""

import base64
import binascii
import hashlib
import struct
import zlib
from dataclasses import dataclass, field

from simulator.codec import TRANSIENT
from simulator.errors import bad_request
from simulator.model import Media, StoredFile

KINDS = {
    # kind: (folder, default suffix, default mime)
    "photo": ("photos", "jpg", None),
    "video": ("videos", "mp4", "video/mp4"),
    "voice": ("voice", "oga", "audio/ogg"),
    "video_note": ("video_notes", "mp4", None),
    "audio": ("music", "mp3", "audio/mpeg"),
    "document": ("documents", "bin", "application/octet-stream"),
    "animation": ("animations", "mp4", "video/mp4"),
    "sticker": ("stickers", "webp", None),
}
PHOTO_SIDES = (90, 320, 800)


@dataclass
class FileStore:
    files: dict[str, StoredFile] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    made: int = 0
    contents: dict[str, bytes] = field(default_factory=dict, metadata=TRANSIENT)  # saved beside the state

    def keep(self, data: bytes, kind: str, name: str | None = None, mime: str | None = None) -> Media:
        """Store an upload and return it as it will stand in messages."""
        if kind == "photo":
            return self._keep_photo(data)
        size = image_size(data) or (0, 0)
        return Media(kind, self._add(data, kind, name, mime, size).unique)

    def _keep_photo(self, data: bytes) -> Media:
        width, height = image_size(data) or (1280, 960)
        longest = max(width, height, 1)
        sides = [side for side in PHOTO_SIDES if side < longest] + [min(longest, 1280)]
        sizes = []
        for side in sides:
            scaled = (max(width * side // longest, 1), max(height * side // longest, 1))
            sizes.append(self._add(data, "photo", None, None, scaled).unique)
        for unique in sizes:
            self.files[unique].sizes = sizes
        return Media("photo", sizes[-1], sizes)

    def _add(self, data: bytes, kind: str, name: str | None, mime: str | None, size: tuple[int, int]) -> StoredFile:
        folder, suffix, default_mime = KINDS[kind]
        if name and "." in name:
            suffix = name.rsplit(".", 1)[1]
        content = hashlib.sha256(data).hexdigest()[:32]
        self.contents[content] = data
        number = self.made
        self.made += 1
        unique = _opaque(f"AQ{kind[:2]}{number}")
        path = f"{folder}/file_{number}.{suffix}"
        stored = StoredFile(unique, content, kind, len(data), path, name, mime or default_mime, size[0], size[1])
        self.files[unique] = stored
        self.paths[path] = unique
        return stored

    def data(self, unique: str) -> bytes | None:
        stored = self.files.get(unique)
        return self.contents.get(stored.content) if stored else None

    def at_path(self, path: str) -> StoredFile | None:
        return self.files.get(self.paths.get(path, ""))

    def of_bot(self, file_id: str, bot: int) -> StoredFile:
        """The file behind a file_id, which must have been given to this very bot."""
        unique = _read_id(file_id, bot)
        stored = self.files.get(unique) if unique else None
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored


def file_id(stored: StoredFile, bot: int) -> str:
    head = struct.pack(">BQ", list(KINDS).index(stored.kind), bot)
    body = head + stored.unique.encode()
    return _base64(body + struct.pack(">I", zlib.crc32(body)))


def _read_id(given: str, bot: int) -> str | None:
    try:
        raw = base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
    except (binascii.Error, ValueError):
        return None
    body, check = raw[:-4], raw[-4:]
    if len(body) < 9 or struct.pack(">I", zlib.crc32(body)) != check or struct.unpack(">Q", body[1:9])[0] != bot:
        return None
    return body[9:].decode()


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, JPEG or WebP; None where the bytes are no such picture."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data.startswith(b"\xff\xd8"):
        return _jpeg_size(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return 512, 512
    return None


def _jpeg_size(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + size
    return 1280, 960


def _opaque(name: str) -> str:
    return _base64(name.encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
