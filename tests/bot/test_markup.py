"""Cutting HTML to length."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.markup import cut


@pytest.mark.parametrize(
    ("html", "limit", "expected"),
    [
        ("Halo", 4, "Halo"),
        ("Halo Bu", 5, "Halo…"),
        ("<b>Halo Bu</b>", 7, "<b>Halo Bu</b>"),
        ("<b>Halo Bu</b>", 5, "<b>Halo…</b>"),
        ("<b>Halo <i>Bu Sari</i></b>", 8, "<b>Halo <i>Bu…</i></b>"),
        ('<a href="https://x.id/?a=1&amp;b=2">abcdef</a>', 4, '<a href="https://x.id/?a=1&amp;b=2">abc…</a>'),
        ("a &amp; b &lt;c&gt;", 7, "a &amp; b …"),
        ("&amp;&amp;&amp;", 2, "&amp;…"),
        ("😀😀😀", 5, "😀😀…"),
        ("😀😀😀", 6, "😀😀😀"),
        ("a\nb\nc", 3, "a\n…"),
    ],
)
def test_cuts_between_characters_and_closes_what_is_open(html: str, limit: int, expected: str) -> None:
    assert cut(html, limit) == expected


PIECES = st.sampled_from(["a", "😀", "&amp;", "&#39;", "\n", " "])
NESTED = st.recursive(
    st.lists(PIECES, max_size=8).map("".join),
    lambda inner: st.tuples(st.sampled_from(["b", "i", "code"]), st.lists(inner, max_size=4)).map(
        lambda tag: f"<{tag[0]}>{''.join(tag[1])}</{tag[0]}>"
    ),
    max_leaves=12,
)


@given(html=NESTED, limit=st.integers(1, 40))
def test_whatever_is_cut_is_short_enough_and_well_formed(html: str, limit: int) -> None:
    result = cut(html, limit)
    plain = re.sub(r"&#?\w+;", "x", re.sub(r"<[^>]+>", "", result))
    assert len(plain.encode("utf-16-le")) // 2 <= limit
    open_tags: list[str] = []
    for closing, tag in re.findall(r"<(/?)(\w+)>", result):
        if closing:
            assert open_tags.pop() == tag
        else:
            open_tags.append(tag)
    assert not open_tags
