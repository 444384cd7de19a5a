"""HTML and plain text as Telegram reads them."""

import pytest

from simulator.detection import with_detected
from simulator.entities import parse_html, trimmed
from simulator.errors import ApiError
from simulator.markup import safe_html

READ = [
    ("a <b>b</b>", "a b", [("bold", 2, 1)]),
    ("🔥<i>x</i>", "🔥x", [("italic", 2, 1)]),
    ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
    ("&lt;b&gt; &amp; &quot;&#39;&#x41;", "<b> & \"'A", []),
    ("&nbsp; & co", "&nbsp; & co", []),
    ('<tg-spoiler>x</tg-spoiler><span class="tg-spoiler">y</span>', "xy", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
    ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
    ("<B>a</B>", "a", [("bold", 0, 1)]),
    ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", i, 1) for i in range(3)]),
    ("<a>no link</a>", "no link", []),
]


@pytest.mark.parametrize(("source", "text", "entities"), READ)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    found_text, found = parse_html(source)

    assert found_text == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


def test_links_languages_and_mentions() -> None:
    _, (link, mention, block) = parse_html(
        '<a href="https://a.id/?x=1&amp;y=2">a</a><a href="tg://user?id=7">b</a>'
        '<pre><code class="language-python">c</code></pre>'
    )

    assert link == {"type": "text_link", "offset": 0, "length": 1, "url": "https://a.id/?x=1&y=2"}
    assert mention == {"type": "text_mention", "offset": 1, "length": 1, "user": {"id": 7}}
    assert block == {"type": "pre", "offset": 2, "length": 1, "language": "python"}


REFUSED = [
    ("<p>a</p>", 'Unsupported start tag "p" at byte offset 0'),
    ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
    ("a</b>", "Unexpected end tag at byte offset 1"),
    ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<b>a</b", "Unclosed end tag at byte offset 4"),
    ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
]


@pytest.mark.parametrize(("source", "why"), REFUSED)
def test_bad_html_is_refused_in_telegrams_words(source: str, why: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse_html(source)

    assert refused.value.description == f"Bad Request: can't parse entities: {why}"


def test_white_space_is_cut_off_and_entities_move_along() -> None:
    text, entities = trimmed(*parse_html("\n  <b> a</b> <i> </i>\n"))

    assert text == "a"
    assert entities == [{"type": "bold", "offset": 0, "length": 1}]


def test_more_than_100_entities_are_ignored() -> None:
    _, entities = trimmed(*parse_html("<b>a</b>x" * 150))

    assert len(entities) == 100


FOUND = [
    ("/start abc", [("bot_command", "/start")]),
    ("/tiket@lapor_bot 7", [("bot_command", "/tiket@lapor_bot")]),
    ("a/b //c https://x.id/p", [("url", "https://x.id/p")]),
    ("lihat banjarmasinkota.go.id.", [("url", "banjarmasinkota.go.id")]),
    ("surat ke lapor@kota.go.id ya", [("email", "lapor@kota.go.id")]),
    ("@lapor_bot tolong", [("mention", "@lapor_bot")]),
    ("🔥 #banjir #123", [("hashtag", "#banjir")]),
    ("telp +62 812-3456-789", [("phone_number", "+62 812-3456-789")]),
    ("selesai.Terima kasih", []),
]


@pytest.mark.parametrize(("text", "found"), FOUND)
def test_telegram_finds_things_in_plain_text(text: str, found: list[tuple[str, str]]) -> None:
    raw = text.encode("utf-16-le")
    shown = [
        (e["type"], raw[e["offset"] * 2 : (e["offset"] + e["length"]) * 2].decode("utf-16-le"))
        for e in with_detected(text, [])
    ]

    assert shown == found


def test_nothing_is_found_inside_code_and_links() -> None:
    text, entities = parse_html('<code>/start</code> <a href="https://b.id">@somebody</a>')

    assert with_detected(text, entities) == entities


def test_the_pages_html_is_safe_and_nested_well() -> None:
    text, entities = parse_html("<blockquote>a &lt;script&gt; <b>b</b> c</blockquote>")
    assert safe_html(text, entities) == "<blockquote>a &lt;script&gt; <b>b</b> c</blockquote>"

    crossing = [{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}]
    assert safe_html("abc", crossing) == "<b>a<i>b</i></b><i>c</i>"

    evil = [{"type": "text_link", "offset": 0, "length": 1, "url": "javascript:alert(1)"}]
    assert safe_html("a", evil) == "a"
