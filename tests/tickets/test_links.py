"""Links in people's words, and which of them lead to the same page."""

import pytest

from tickets.links import key_of, links_in, opened, source_of, without_links
from tickets.sources import Source

SAME = [
    "https://www.facebook.com/wargabanjar/posts/777",
    "http://m.facebook.com/wargabanjar/posts/777/",
    "HTTPS://Facebook.com/WargaBanjar/posts/777?fbclid=IwAR0&mibextid=x",
    "web.facebook.com/wargabanjar/posts/777#comments",
    "https://fb.com/wargabanjar//posts/777?utm_source=wa&utm_medium=share",
    "https://www.facebook.com:443/wargabanjar/posts/777",
]
OTHERS = [
    "https://www.facebook.com/wargabanjar/posts/778",
    "https://www.facebook.com/wargabanjar/posts/777?comment_id=3",
    "https://facebook.com.example.org/wargabanjar/posts/777",
    "https://www.facebook.com:8443/wargabanjar/posts/777",
]


@pytest.mark.parametrize("address", SAME)
def test_the_same_page_under_another_address(address: str) -> None:
    link = opened(address)
    assert link is not None
    assert key_of(link) == key_of(SAME[0])


@pytest.mark.parametrize("address", OTHERS)
def test_another_page(address: str) -> None:
    link = opened(address)
    assert link is not None
    assert key_of(link) != key_of(SAME[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://twitter.com/u/status/1?s=20&t=abc", "https://x.com/u/status/1"),
        ("https://youtu.be/AbC?si=1", "https://m.youtube.com/watch?v=AbC&feature=share"),
        ("https://berita.example.id/a/amp", "https://www.berita.example.id/a?amp=1"),
        ("https://berita.example.id/baca?b=2&a=1", "https://berita.example.id/baca?a=1&b=2"),
        ("https://berita.example.id/jalan%20rusak", "https://berita.example.id/jalan rusak".replace(" ", "%20")),
    ],
)
def test_sites_that_go_by_two_names(one: str, other: str) -> None:
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Lihat https://berita.example.id/1.", ("https://berita.example.id/1",)),
        ("(www.berita.example.id/1), parah!", ("https://www.berita.example.id/1",)),
        ("instagram.com/p/AbC/?igsh=1 ini", ("https://instagram.com/p/AbC/",)),
        ("https://a.example.id/1 dan http://www.a.example.id/1/", ("https://a.example.id/1",)),
        ("Jl.Ahmad/Yani km.7/RT.3, kirim ke a@b.com/c", ()),
        ("javascript:alert(1) ftp://a.example.id/x http://localhost/x http://192.168.1.1/a http://[::1", ()),
        ("https://" + "a" * 1000 + ".id/x", ()),
        ("", ()),
    ],
)
def test_links_in_a_text(text: str, links: tuple[str, ...]) -> None:
    assert links_in(text) == links


def test_a_text_without_its_links() -> None:
    text = "https://berita.example.id/1\nJalan rusak https://x.com/u/status/1\nparah"
    assert without_links(text) == "Jalan rusak\nparah"


@pytest.mark.parametrize("text", ["bukan tautan", "http://", "https://a b.id", "rusak", "mailto:a@b.id", "https://x"])
def test_what_is_no_link(text: str) -> None:
    assert opened(text) is None


@pytest.mark.parametrize(
    ("link", "source"),
    [
        ("https://www.instagram.com/p/1", Source.SOCIAL_MEDIA),
        ("https://vt.tiktok.com/1", Source.SOCIAL_MEDIA),
        ("https://t.me/kanal/5", Source.SOCIAL_MEDIA),
        ("https://banjarmasin.example.com/1", Source.ONLINE_MEDIA),
    ],
)
def test_what_a_link_leads_to(link: str, source: Source) -> None:
    assert source_of(link) is source
