"""The file of a call: uploaded with it, attached by name, or sent again by file_id; each with Telegram's refusals."""

from simulator.call import Call, Upload
from simulator.errors import ApiError, bad_request
from simulator.files import image_size
from simulator.model import Media, StoredFile

MOST_BYTES = 50 * 1024 * 1024
MOST_PHOTO_BYTES = 10 * 1024 * 1024
NAMES = {
    "photo": "Photo",
    "video": "Video",
    "voice": "VoiceNote",
    "video_note": "VideoNote",
    "audio": "Audio",
    "document": "Document",
    "animation": "Animation",
    "sticker": "Sticker",
}


def take(call: Call, given: str | Upload | None, kind: str) -> Media:
    """Whatever stands in a file parameter, as it will stand in the message."""
    if isinstance(given, str) and given.startswith("attach://"):
        given = call.files.get(given.removeprefix("attach://"))
        if given is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
    if isinstance(given, Upload):
        return _store(call, given, kind)
    if not given:  # an item of an album without its file
        raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    return _again(call.world.store.of_bot(given, call.bot.id), kind)


def _store(call: Call, upload: Upload, kind: str) -> Media:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > MOST_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo":
        _need_photo(upload.data)
    return call.world.store.keep(upload.data, kind, upload.name, upload.mime)


def _need_photo(data: bytes) -> None:
    if len(data) > MOST_PHOTO_BYTES:
        raise bad_request("file is too big")
    size = image_size(data)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if sum(size) > 10_000 or max(size) > 20 * max(min(size), 1):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _again(stored: StoredFile, kind: str) -> Media:
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {NAMES[stored.kind]} as {NAMES[kind]}")
    if kind == "photo":
        return Media("photo", stored.sizes[-1], stored.sizes)
    return Media(kind, stored.unique)
