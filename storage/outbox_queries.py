"""The outbox's statements, built once: which messages are ready, and how one passes from status to status."""

import sqlalchemy as sa

from storage import tables
from storage.values import OutboxStatus
from tickets.dialogue import Priority

_outbox = tables.outbox
_now = sa.bindparam("now", type_=tables.Instant)
_at = sa.bindparam("at", type_=tables.Instant)
_until = sa.bindparam("until", type_=tables.Instant)
_these = _outbox.c.id.in_(sa.bindparam("ids", expanding=True))
_waiting = _outbox.c.settled_at.is_(None)

_CLAIMED = (
    _outbox.c.id,
    _outbox.c.chat_key,
    _outbox.c.content,
    _outbox.c.status,
    _outbox.c.attempts,
    _outbox.c.created_at,
)

INSERT = sa.insert(_outbox)


def _ready(rows: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether a message is there yet."""
    return sa.and_(rows.c.settled_at.is_(None), sa.or_(rows.c.not_before.is_(None), rows.c.not_before <= _now))


def _may_go(rows: sa.FromClause) -> sa.ColumnElement[bool]:
    """Whether it is ready, and in a chat that is tight something that somebody waits for."""
    tight = rows.c.chat_key.in_(sa.bindparam("tight", expanding=True))
    return sa.and_(_ready(rows), sa.or_(sa.not_(tight), rows.c.priority <= Priority.ANSWER.value))


def _claimable() -> sa.Select[tuple[object, ...]]:
    """The first ready message of every chat that nothing holds up, among the most urgent of those that wait. Danger
    goes before what came earlier.

    Only a window is looked at, so that a long backlog costs no more than a short one. Danger is looked for once and not
    in each chat, where everything that waits would be read to find none.
    """
    other, first, danger = _outbox.alias("other"), _outbox.alias("first"), _outbox.alias("danger")
    blocked = sa.select(other.c.chat_key).where(
        other.c.settled_at.is_(None), other.c.blocked_until.is_not(None), other.c.blocked_until > _now
    )
    window = (
        sa.select(_outbox.c.chat_key, _outbox.c.priority)
        .where(
            _may_go(_outbox),
            _outbox.c.priority <= sa.bindparam("least"),
            _outbox.c.chat_key.not_in(blocked),
            _outbox.c.chat_key.not_in(sa.bindparam("holding", expanding=True)),
        )
        .order_by(_outbox.c.priority, _outbox.c.id)
        .limit(sa.bindparam("window"))
        .subquery("urgent")
    )
    of_chat = sa.select(sa.func.min(first.c.id)).where(first.c.chat_key == window.c.chat_key, _may_go(first))
    dangers = (
        sa.select(danger.c.chat_key, sa.func.min(danger.c.id).label("head"))
        .where(_ready(danger), danger.c.priority == sa.literal(Priority.URGENT.value))
        .group_by(danger.c.chat_key)
        .subquery("dangers")
    )
    head = sa.func.coalesce(sa.func.min(dangers.c.head), of_chat.scalar_subquery())
    chats = (
        sa.select(head.label("head"), sa.func.min(window.c.priority).label("urgency"))
        .select_from(window.outerjoin(dangers, dangers.c.chat_key == window.c.chat_key))
        .group_by(window.c.chat_key)
        .subquery("chats")
    )
    free = sa.or_(_outbox.c.blocked_until.is_(None), _outbox.c.blocked_until <= _now)
    return (
        sa.select(*_CLAIMED)
        .join(chats, chats.c.head == _outbox.c.id)
        .where(_ready(_outbox), free)
        .order_by(chats.c.urgency, _outbox.c.id)
        .limit(sa.bindparam("count"))
        .with_for_update(skip_locked=True, of=_outbox)
    )


CLAIMABLE = _claimable()

LEASE = (
    sa.update(_outbox)
    .where(_these)
    .values(status=OutboxStatus.SENDING.value, blocked_until=_until, attempts=_outbox.c.attempts + 1)
)

EXTEND = sa.update(_outbox).where(_these, _outbox.c.status == OutboxStatus.SENDING.value).values(blocked_until=_until)

TAKE_OVER = (
    sa.update(_outbox).where(_outbox.c.status == OutboxStatus.SENDING.value, _waiting).values(blocked_until=None)
)

FORGET = (
    sa.update(_outbox)
    .where(_these, _waiting)
    .values(status=sa.bindparam("new_status"), settled_at=_at, blocked_until=None, content=None, error=None)
    .returning(_outbox.c.id, _outbox.c.chat_key, _outbox.c.slot, _outbox.c.ticket_id)
)

RETRY = (
    sa.update(_outbox)
    .where(_these, _waiting)
    .values(status=OutboxStatus.WAITING.value, blocked_until=_until, error=sa.bindparam("why"))
)

PUT_BACK = (
    sa.update(_outbox)
    .where(_these, _waiting)
    .values(status=sa.bindparam("new_status"), blocked_until=None, attempts=_outbox.c.attempts - 1)
)

END = (
    sa.update(_outbox)
    .where(_these, _waiting)
    .values(status=sa.bindparam("new_status"), settled_at=_at, blocked_until=None, error=sa.bindparam("why"))
)

SUPERSEDE = (
    sa.update(_outbox)
    .where(
        _outbox.c.chat_key == sa.bindparam("chat"),
        _outbox.c.slot == sa.bindparam("name"),
        _outbox.c.id != sa.bindparam("but"),
        _outbox.c.is_edit,
        _outbox.c.status == OutboxStatus.WAITING.value,
        _waiting,
    )
    .values(status=OutboxStatus.SUPERSEDED.value, settled_at=_at, blocked_until=None, content=None)
)

REWRITE = (
    sa.update(_outbox)
    .where(
        _outbox.c.chat_key == sa.bindparam("chat"),
        _outbox.c.slot == sa.bindparam("name"),
        _outbox.c.is_edit,
        _outbox.c.not_before.is_(None),
        _outbox.c.status == OutboxStatus.WAITING.value,
        _waiting,
    )
    .values(content=sa.bindparam("new_content"))
)

OF_CHAT = (
    sa.select(_outbox)
    .where(_outbox.c.chat_key == sa.bindparam("chat"), _waiting)
    .order_by(_outbox.c.id)
    .with_for_update()
)

OF_CASE = (
    sa.select(_outbox.c.id)
    .where(
        _outbox.c.chat_key == sa.bindparam("chat"),
        _outbox.c.ticket_id == sa.bindparam("ticket"),
        _outbox.c.status == OutboxStatus.WAITING.value,
        _waiting,
    )
    .order_by(_outbox.c.id)
    .with_for_update()
)

THESE = sa.select(_outbox).where(_these).order_by(_outbox.c.id)
REMOVE = sa.delete(_outbox).where(_these)

SLOTS_OF_CHAT = sa.select(_outbox.c.slot).where(
    _outbox.c.chat_key == sa.bindparam("chat"), _outbox.c.slot.is_not(None), _waiting
)

MOVE = (
    sa.update(_outbox)
    .where(_outbox.c.id == sa.bindparam("row_id"))
    .values(
        chat_key=sa.bindparam("new_key"),
        content=sa.bindparam("new_content"),
        status=OutboxStatus.WAITING.value,
        blocked_until=None,
    )
)

REJECTED_AGAIN = (
    sa.update(_outbox)
    .where(_outbox.c.status == OutboxStatus.REJECTED.value)
    .values(status=OutboxStatus.WAITING.value, settled_at=None, attempts=0, error=None)
)

_by_status = sa.select(_outbox.c.status, sa.func.count().label("number")).group_by(_outbox.c.status)
COUNTS = sa.union_all(_by_status.where(_waiting), _by_status.where(_outbox.c.settled_at.is_not(None)))

OLDEST = sa.select(sa.func.min(_outbox.c.created_at)).where(_ready(_outbox))

NEXT_TIMES = sa.union_all(
    sa.select(sa.func.min(_outbox.c.not_before)).where(_waiting, _outbox.c.not_before > _now),
    sa.select(sa.func.min(_outbox.c.blocked_until)).where(
        _waiting, _outbox.c.blocked_until.is_not(None), _outbox.c.blocked_until > _now
    ),
)

_old = (
    sa.select(_outbox.c.id)
    .where(_outbox.c.settled_at < sa.bindparam("before"), _outbox.c.status != OutboxStatus.REJECTED.value)
    .order_by(_outbox.c.settled_at)
    .limit(sa.bindparam("most"))
)
PRUNE = sa.delete(_outbox).where(_outbox.c.id.in_(_old))

OF_BATCH = (
    sa.select(_outbox.c.status, sa.func.count().label("number"))
    .where(_outbox.c.batch == sa.bindparam("batch"))
    .group_by(_outbox.c.status)
)
