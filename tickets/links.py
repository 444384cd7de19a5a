"""Links to what was published elsewhere: finding them in a text, and telling that two of them lead to the same page.

The same page goes by many addresses: with and without www., for phones, with the parameters by which it was shared.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from tickets.sources import Source
from tickets.words import listed

LONGEST_LINK = 1000
"""Characters of an address that is taken for one."""

_LINK = re.compile(
    r"(?:https?://|www\.)[^\s<>\"“”]+"
    # Without either only behind a common ending: "jl.ahmad/yani" is no address.
    r"|(?<![\w@./-])(?:[a-z0-9-]+\.)+(?:com|id|co|net|org|tv|me|be|info|news|gov)/[^\s<>\"“”]+",
    re.IGNORECASE,
)
_AFTER = ".,;:!?'’”)]}»*_"
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}|(?:[^\W_](?:[\w-]*[^\W_])?\.)+xn--[a-z0-9-]+")
_COPIES = frozenset({"www", "www2", "m", "mobile", "amp", "web", "touch", "lite", "mbasic", "id-id"})
"""What stands before a site's name for the same pages in another dress."""
_SAME_SITE = {"twitter.com": "x.com", "fb.com": "facebook.com", "fb.watch": "facebook.com/watch"}
_TRACKING = listed(
    "fbclid gclid dclid yclid msclkid igshid igsh mibextid si feature ref ref_src ref_url referrer share "
    "share_id sharer spm _rdc _rdr rdid cmpid cid mc_cid mc_eid smid smtyp ocid ncid wt_mc xtor __tn__ __cft__[0] "
    "sfnsn wa_status_inline amp outputtype _ga _gl is_from_webapp sender_device web_id _r _t tt_from"
)
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "__", "fb_", "hsa_")
_ONLY_ON_X = frozenset({"s", "t"})
"""Short parameters that only tell who shared, on X."""
_SOCIAL = listed(
    "facebook.com instagram.com x.com tiktok.com vt.tiktok.com vm.tiktok.com youtube.com youtu.be threads.net "
    "threads.com t.me telegram.me wa.me whatsapp.com chat.whatsapp.com linkedin.com snackvideo.com"
)


def links_in(text: str) -> tuple[str, ...]:
    """The addresses in a text, each as it can be opened; no two that lead to the same page."""
    found: dict[str, str] = {}
    for match in _LINK.finditer(text):
        link = opened(match.group().rstrip(_AFTER))
        if link:
            found.setdefault(key_of(link), link)
    return tuple(found.values())


def without_links(text: str) -> str:
    """The text without its addresses; what is left of lines that held nothing else goes, too."""
    lines = (_LINK.sub(_unless_broken, line) for line in text.splitlines())
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def opened(text: str) -> str | None:
    """The address that the text is, with http(s) before it and without what only says who shared it; none if it is
    not one."""
    text = text.strip()
    if not text or len(text) > LONGEST_LINK or any(character.isspace() for character in text):
        return None
    if not re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or "@" in parts.netloc or not _HOST.fullmatch(host):
        return None
    shown = f"{host}:{port}" if port and port not in {80, 443} else host
    query = urlencode(list(_kept(parts.query, host)))
    link = f"{parts.scheme.lower()}://{shown}{parts.path}" + (f"?{query}" if query else "")
    return link if len(link) <= LONGEST_LINK else None


def key_of(link: str) -> str:
    """The same for every address of the same page. Never to be opened, only to be compared."""
    parts = urlsplit(link)
    host = (parts.hostname or "").lower()
    first, _, rest = host.partition(".")
    while first in _COPIES and "." in rest:
        host = rest
        first, _, rest = host.partition(".")
    port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    path = re.sub(r"/{2,}", "/", unquote(parts.path)).rstrip("/")
    path = path.removesuffix("/amp").removesuffix("/index.html").removesuffix("/index.php")
    query = urlencode(sorted(_kept(parts.query, host)))
    if host == "youtu.be":
        host, path, query = "youtube.com", "/watch", f"v={path.strip('/')}"
    return f"{_SAME_SITE.get(host, host)}{port}{path}".lower() + (f"?{query.lower()}" if query else "")


def source_of(link: str) -> Source:
    """What a link leads to: a social network, or else something online."""
    host = key_of(link).partition("/")[0].partition("?")[0]
    return Source.SOCIAL_MEDIA if host in _SOCIAL else Source.ONLINE_MEDIA


def _kept(query: str, host: str) -> Iterator[tuple[str, str]]:
    is_x = host.removeprefix("www.").removeprefix("mobile.") in {"x.com", "twitter.com"}
    for name, value in parse_qsl(query, keep_blank_values=True):
        lowered = name.lower()
        if lowered in _TRACKING or lowered.startswith(_TRACKING_PREFIXES) or (is_x and lowered in _ONLY_ON_X):
            continue
        yield name, value


def _unless_broken(match: re.Match[str]) -> str:
    """Nothing in place of an address; the text itself where it is none."""
    return "" if opened(match.group().rstrip(_AFTER)) else match.group()
