"""How a parcel is written down to be sealed, and read again."""

import json
from base64 import b64decode, b64encode
from dataclasses import replace
from typing import Any

from pydantic import TypeAdapter

from tickets.dialogue import Album, Arrange, Content, Edit, File, Inspect, Media, Offer, Parcel, Pin, Text

_KINDS: dict[str, type[Content]] = {
    "text": Text,
    "edit": Edit,
    "media": Media,
    "file": File,
    "album": Album,
    "pin": Pin,
    "inspect": Inspect,
    "arrange": Arrange,
    "offer": Offer,
}
_KIND_OF = {kind: name for name, kind in _KINDS.items()}
_CONTENTS: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(kind) for name, kind in _KINDS.items()}
_PARCEL = TypeAdapter(Parcel)


def parcel_to_json(parcel: Parcel) -> bytes:
    """The parcel as JSON, with the name of its kind of content."""
    content = parcel.content
    match content:  # JSON knows no bytes
        case File():
            fields = _dumped(replace(parcel, content=replace(content, data=b"")))
            fields["content"]["data"] = b64encode(content.data).decode()
        case Album():
            empty = tuple(replace(picture, data=b"") for picture in content.pictures)
            fields = _dumped(replace(parcel, content=replace(content, pictures=empty)))
            for picture, shown in zip(content.pictures, fields["content"]["pictures"], strict=True):
                shown["data"] = b64encode(picture.data).decode()
        case _:
            fields = _dumped(parcel)
    return json.dumps({"kind": _KIND_OF[type(content)]} | fields).encode()


def parcel_from_json(data: bytes) -> Parcel:
    """The parcel that was made into JSON."""
    fields = json.loads(data)
    kind, content = fields.pop("kind"), fields["content"]
    for file in [content] if kind == "file" else content.get("pictures", ()):
        file["data"] = b64decode(file["data"])
    return _PARCEL.validate_python(fields | {"content": _CONTENTS[kind].validate_python(content)})


def _dumped(parcel: Parcel) -> dict[str, Any]:
    fields: dict[str, Any] = _PARCEL.dump_python(parcel, mode="json")
    return fields
