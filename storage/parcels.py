"""How a parcel is written down to be sealed, and read again."""

import json
from typing import Any

from pydantic import TypeAdapter

from tickets.dialogue import Content, Edit, Inspect, Media, Parcel, Pin, Text

_KINDS: dict[str, type[Content]] = {"text": Text, "edit": Edit, "media": Media, "pin": Pin, "inspect": Inspect}
_KIND_OF = {kind: name for name, kind in _KINDS.items()}
_CONTENTS: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(kind) for name, kind in _KINDS.items()}
_PARCEL = TypeAdapter(Parcel)


def parcel_to_json(parcel: Parcel) -> bytes:
    """The parcel as JSON, with the name of its kind of content."""
    return json.dumps({"kind": _KIND_OF[type(parcel.content)]} | _PARCEL.dump_python(parcel, mode="json")).encode()


def parcel_from_json(data: bytes) -> Parcel:
    """The parcel that was made into JSON."""
    fields = json.loads(data)
    adapter = _CONTENTS[fields.pop("kind")]
    return _PARCEL.validate_python(fields | {"content": adapter.validate_python(fields["content"])})
