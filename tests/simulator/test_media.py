"""Files both ways: uploads, albums, sending again by file_id, downloads; copies and forwards."""

import struct
import zlib
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot as PtbBot
from telegram import InputMediaDocument, InputMediaPhoto, Message
from telegram.error import BadRequest, NetworkError

from simulator.model import Bot, Chat, Person
from simulator.world import World
from tests.simulator.conftest import Raw


def png(width: int = 640, height: int = 480) -> bytes:
    """A real, empty picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * ((width // 8 + 2) * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_what_a_person_sends_can_be_downloaded(world: World, sari: Person, private: Chat, bot: PtbBot) -> None:
    world.send(sari, private, "lubang di jalan", photo=png(1600, 1200))
    world.send(sari, private, document=("surat.pdf", b"%PDF-1.7"))

    photo, document = [update.message for update in await bot.get_updates()]
    assert photo.caption == "lubang di jalan"
    assert [size.width for size in photo.photo] == [90, 320, 800, 1280]
    file = await photo.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == png(1600, 1200)
    assert photo.photo[-1].file_size == len(png(1600, 1200))
    assert (document.document.file_name, document.document.mime_type) == ("surat.pdf", "application/octet-stream")
    assert bytes(await (await document.document.get_file()).download_as_bytearray()) == b"%PDF-1.7"


KINDS: list[tuple[str, Callable[[PtbBot, int], Awaitable[Message]]]] = [
    ("photo", lambda bot, chat: bot.send_photo(chat, png(), caption="c", has_spoiler=True)),
    ("video", lambda bot, chat: bot.send_video(chat, b"v", caption="c", duration=3, width=1, height=2)),
    ("animation", lambda bot, chat: bot.send_animation(chat, b"a", caption="c")),
    ("voice", lambda bot, chat: bot.send_voice(chat, b"v", caption="c", duration=2)),
    ("audio", lambda bot, chat: bot.send_audio(chat, b"a", caption="c", title="t", performer="p")),
    ("document", lambda bot, chat: bot.send_document(chat, b"d", caption="c", filename="rekap.xlsx")),
    ("video_note", lambda bot, chat: bot.send_video_note(chat, b"v", length=240)),
    ("sticker", lambda bot, chat: bot.send_sticker(chat, b"s", emoji="🔥")),
]


@pytest.mark.parametrize(("kind", "send"), KINDS)
async def test_every_kind_is_sent_by_upload_and_again_by_file_id(
    kind: str, send: Callable[[PtbBot, int], Awaitable[Message]], sari: Person, private: Chat, bot: PtbBot, raw: Raw
) -> None:
    sent = await send(bot, sari.id)
    attachment: Any = sent.effective_attachment
    file = attachment[-1] if kind == "photo" else attachment

    method = "send" + "".join(word.title() for word in kind.split("_"))
    again = (await raw.call(method, chat_id=sari.id, **{kind: file.file_id})).result

    shown = again[kind][-1] if kind == "photo" else again[kind]
    assert shown["file_unique_id"] == file.file_unique_id
    assert sent.caption == (None if kind in ("video_note", "sticker") else "c")


async def test_wrong_files_are_refused(world: World, sari: Person, private: Chat, bot: PtbBot, raw: Raw) -> None:
    photo = (await bot.send_photo(sari.id, png())).photo[-1].file_id
    world.add_bot("2:OTHER", "Other", "other_bot")
    wrong = "400 Bad Request: wrong file identifier/HTTP URL specified"

    refused = [
        (await raw.call("sendDocument", chat_id=sari.id, document=photo)).refusal,
        (await raw.call("sendPhoto", chat_id=sari.id, photo="nonsense")).refusal,
        (await raw.call("sendPhoto", chat_id=sari.id, photo="attach://nothing")).refusal,
        (await raw.call("sendPhoto", chat_id=sari.id, photo="https://a.id/b.jpg")).refusal,
        (await raw.call("sendPhoto", chat_id=sari.id)).refusal,
        (await raw.call("getFile", token="2:OTHER", file_id=photo)).refusal,
    ]

    assert refused == [
        "400 Bad Request: can't use file of type Photo as Document",
        wrong,
        wrong,
        "400 Bad Request: failed to get HTTP URL content",
        "400 Bad Request: there is no photo in the request",
        wrong,
    ]
    for bad, why in ((b"not a picture", "Image_process_failed"), (png(8000, 3000), "Photo_invalid_dimensions")):
        with pytest.raises(BadRequest, match=f"(?i){why}"):
            await bot.send_photo(sari.id, bad)
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(sari.id, b"")


async def test_files_have_telegrams_sizes(world: World, sari: Person, private: Chat, bot: PtbBot) -> None:
    world.send(sari, private, video=b"x" * (20 * 1024 * 1024 + 1))
    (update,) = await bot.get_updates()

    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(update.message.video.file_id)
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(sari.id, b"x" * (50 * 1024 * 1024 + 1))


async def test_captions_have_1024_units(sari: Person, private: Chat, bot: PtbBot) -> None:
    await bot.send_photo(sari.id, png(), caption="🔥" * 512)

    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_photo(sari.id, png(), caption="🔥" * 512 + "a")


async def test_a_persons_album_is_separate_updates_with_one_group(
    world: World, lapor: Bot, sari: Person, private: Chat, bot: PtbBot
) -> None:
    world.album(sari, private, [png(), png(100, 100), png(50, 50)], caption="tiga foto")

    messages = [update.message for update in await bot.get_updates()]
    assert [message.caption for message in messages] == ["tiga foto", None, None]
    assert len({message.media_group_id for message in messages}) == 1
    assert len({message.message_id for message in messages}) == 3


async def test_a_bots_album(sari: Person, private: Chat, bot: PtbBot, raw: Raw) -> None:
    sent = await bot.send_media_group(
        sari.id, [InputMediaPhoto(png(), caption="<b>a</b>", parse_mode="HTML"), InputMediaPhoto(png(100, 100))]
    )
    assert sent[0].caption == "a"
    assert sent[0].media_group_id == sent[1].media_group_id

    with pytest.raises(BadRequest, match="Document can't be mixed with other media types"):
        await bot.send_media_group(sari.id, [InputMediaPhoto(png()), InputMediaDocument(b"d")])
    item = {"type": "photo", "media": sent[0].photo[-1].file_id}
    too_many = await raw.call("sendMediaGroup", chat_id=sari.id, media=[item] * 11)
    assert too_many.refusal == "400 Bad Request: too many messages to send as an album"
    wrong = await raw.call("sendMediaGroup", chat_id=sari.id, media=[item, {"type": "voice", "media": "x"}])
    assert wrong.refusal == "400 Bad Request: message type can't be used in an album"


async def test_an_album_is_copied_as_an_album(
    world: World, sari: Person, private: Chat, group: Chat, bot: PtbBot, raw: Raw
) -> None:
    album = world.album(sari, private, [png(), png()], caption="bukti")
    ids = [message.id for message in album]

    copies = await bot.copy_messages(group.id, sari.id, [*ids, 999])

    copied = [world.message(group, copy.message_id) for copy in copies]
    assert [message and message.text for message in copied] == ["bukti", ""]
    assert len({message and message.media_group for message in copied}) == 1
    backwards = await raw.call("copyMessages", chat_id=group.id, from_chat_id=sari.id, message_ids=ids[::-1])
    assert backwards.refusal == "400 Bad Request: message identifiers must be in a strictly increasing order"
    nothing = await raw.call("copyMessages", chat_id=group.id, from_chat_id=sari.id, message_ids=[999])
    assert nothing.refusal == "400 Bad Request: there are no messages to copy"


async def test_copies_hide_the_author_and_forwards_show_him(
    world: World, sari: Person, private: Chat, group: Chat, bot: PtbBot
) -> None:
    said = world.send(sari, private, "jalan rusak")

    copy = await bot.copy_message(group.id, sari.id, said.id)
    forward = await bot.forward_message(group.id, sari.id, said.id)

    copied = world.message(group, copy.message_id)
    assert copied is not None
    assert (copied.text, copied.origin) == ("jalan rusak", None)
    assert forward.forward_origin.sender_user.id == sari.id
    with pytest.raises(BadRequest, match="Message to copy not found"):
        await bot.copy_message(group.id, sari.id, 999)
    secret = await bot.send_message(sari.id, "rahasia", protect_content=True)
    with pytest.raises(BadRequest, match="Message can't be copied"):
        await bot.copy_message(group.id, sari.id, secret.message_id)


async def test_people_send_places_contacts_and_forwards(world: World, sari: Person, private: Chat, bot: PtbBot) -> None:
    first = world.send(sari, private, location={"latitude": -3.32, "longitude": 114.59})
    world.send(sari, private, contact={"phone_number": "+62811", "first_name": "Sari", "user_id": sari.id})
    world.forward(sari, private, first)

    place, contact, forwarded = [update.message for update in await bot.get_updates()]
    assert place.location.longitude == 114.59
    assert contact.contact.user_id == contact.from_user.id
    assert forwarded.forward_origin.sender_user.id == sari.id
