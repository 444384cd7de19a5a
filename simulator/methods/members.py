"""Who is in a group: asking, banning, and leaving oneself."""

from simulator import reach, render
from simulator.call import BOOL, CHAT, INT, Call, Method
from simulator.errors import bad_request
from simulator.model import JSON, Chat, Member, Person


def get_member(call: Call) -> JSON:
    chat = reach.readable(call)
    user_id = call["user_id"]
    world = call.world
    if not chat.is_group:
        if user_id not in (chat.person, chat.bot):
            raise bad_request("member not found")
        return render.member(world, user_id, Member("member"))
    if user_id not in world.state.people and user_id not in world.state.bots:
        raise bad_request("invalid user_id specified")
    return render.member(world, user_id, reach.standing(chat, user_id))


def get_administrators(call: Call) -> list[JSON]:
    chat = reach.readable(call)
    if not chat.is_group:
        raise bad_request("there are no administrators in the private chat")
    people = call.world.state.people
    return [
        render.member(call.world, user_id, member)
        for user_id, member in chat.members.items()
        if member.is_admin and (user_id in people or user_id == call.bot.id or call.get("return_bots"))
    ]


def get_count(call: Call) -> int:
    chat = reach.readable(call)
    return sum(member.present for member in chat.members.values()) if chat.is_group else 2


def leave(call: Call) -> bool:
    chat = reach.readable(call)
    reach.need_group(chat, "chat member status can't be changed")
    call.world.leave(call.bot, chat)
    return True


def ban(call: Call) -> bool:
    chat, person = _restrictable(call)
    if reach.standing(chat, person.id).present:
        call.world.set_member(chat, person, Member("kicked"), call.bot.id)
        call.world.post_service(chat, call.bot.id, left_chat_member=render.person(person))
    else:
        chat.members[person.id] = Member("kicked")
    return True


def unban(call: Call) -> bool:
    chat, person = _restrictable(call)
    if reach.standing(chat, person.id).status == "kicked":
        chat.members[person.id] = Member("left")
    elif not call.get("only_if_banned") and reach.standing(chat, person.id).present:
        call.world.set_member(chat, person, Member("left"), call.bot.id)
    return True


def _restrictable(call: Call) -> tuple[Chat, Person]:
    chat = reach.writable(call)
    reach.need_group(chat, "can't restrict members")
    reach.need_right(call, chat, "can_restrict_members", "not enough rights to restrict/unrestrict chat member")
    person = call.world.state.people.get(call["user_id"])
    if person is None:
        raise bad_request("invalid user_id specified")
    standing = reach.standing(chat, person.id)
    if standing.status == "creator":
        raise bad_request("can't remove chat owner")
    if standing.is_admin:
        raise bad_request("user is an administrator of the chat")
    return chat, person


METHODS = (
    Method("getChatMember", get_member, {"chat_id": CHAT, "user_id": INT}),
    Method("getChatAdministrators", get_administrators, {"chat_id": CHAT}, {"return_bots": BOOL}),
    Method("getChatMemberCount", get_count, {"chat_id": CHAT}),
    Method("leaveChat", leave, {"chat_id": CHAT}),
    Method("banChatMember", ban, {"chat_id": CHAT, "user_id": INT}, {"until_date": INT, "revoke_messages": BOOL}),
    Method("unbanChatMember", unban, {"chat_id": CHAT, "user_id": INT}, {"only_if_banned": BOOL}),
)
