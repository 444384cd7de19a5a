"""Who looks first, whom a sensitive report never reaches, what the coordinator is offered and warned of."""

from dataclasses import replace

import pytest

from tests.support.catalogues import kalsel, mini
from tests.tickets.test_ticket import DUE, MONDAY, OF_RINA, TICKET
from tickets import decisions
from tickets import ticket as rules
from tickets.accused import accused
from tickets.catalogue import Verification
from tickets.declining import ASIDE, Why
from tickets.errors import Reason, Refused
from tickets.kinds import Kind
from tickets.routing import suggest_agencies
from tickets.ticket import Status, Ticket
from tickets.verification import Flag, Route, bodies, flags, likely_for, may_have, route

NEW = replace(TICKET, agency=None, status=Status.RECEIVED, assigned_at=None)


def routed(text: str, category: str, agency: str | None) -> Route:
    return route(text, category, agency, kalsel(), suggest_agencies(text, kalsel()))


@pytest.mark.parametrize(
    ("text", "category", "agency", "expected"),
    [
        ("Jalan provinsi arah Cempaka berlubang dalam", "jalan", "PUPR", Route("PUPR")),
        ("Jalan provinsi arah Cempaka berlubang dalam", "lainnya", None, Route(None)),
        ("Kucing tetangga berisik tiap malam", "jalan", "PUPR", Route(None)),
        ("Pemerintah tidak becus, tolong diperbaiki", "jalan", "PUPR", Route(None)),
        ("Pegawai minta uang pelicin, kalau tidak bayar tidak diurus", "kependudukan", "DISDUKCAPIL", Route(None)),
        ("Suami memukul istri dan anak tiap malam", "kekerasan", "DPPPAKB", Route("DPPPAKB")),
        ("Pegawai PUPR minta uang pelicin", "pungli", "INSPEKTORAT", Route("INSPEKTORAT")),
        ("Auditor Inspektorat minta uang pelicin", "pungli", "INSPEKTORAT", Route(None)),
        ("Sudah lapor ke Inspektorat, pegawai minta uang", "pungli", "INSPEKTORAT", Route("INSPEKTORAT")),
        ("Mohon Inspektorat turun, pegawai minta uang", "pungli", "INSPEKTORAT", Route("INSPEKTORAT")),
        ("Pegawai Diskominfo minta uang pelicin", "pungli", "INSPEKTORAT", Route("INSPEKTORAT", withheld=True)),
        ("Orang Kominfo minta uang pelicin", "lainnya", None, Route("INSPEKTORAT", withheld=True)),
        ("Inspektorat dan Diskominfo minta uang pelicin", "pungli", "INSPEKTORAT", Route("BKD", withheld=True)),
        (
            "Inspektorat, BKD dan Diskominfo semua minta uang",
            "pungli",
            "INSPEKTORAT",
            Route("INSPEKTORAT", withheld=True),
        ),
    ],
)
def test_who_looks_first(text: str, category: str, agency: str | None, expected: Route) -> None:
    assert routed(text, category, agency) == expected


def test_a_category_may_always_or_never_pass_by_the_coordinator() -> None:
    text, likely = "Jalan provinsi berlubang", suggest_agencies("Jalan provinsi berlubang", kalsel())
    for verification, agency in ((Verification.COORDINATOR, None), (Verification.DIRECT, "PUPR")):
        road = replace(kalsel().category("jalan"), verification=verification)
        catalogue = replace(kalsel(), categories={**kalsel().categories, "jalan": road})
        assert route(text, "jalan", "PUPR", catalogue, likely) == Route(agency)
    levies = replace(kalsel().category("pungli"), verification=Verification.COORDINATOR)
    catalogue = replace(kalsel(), categories={**kalsel().categories, "pungli": levies})
    assert route("Pegawai minta uang", "pungli", "INSPEKTORAT", catalogue, ()) == Route(None)
    assert route("Diskominfo minta uang", "pungli", "INSPEKTORAT", catalogue, ()) == Route("INSPEKTORAT", withheld=True)


@pytest.mark.parametrize(
    ("province", "category", "agency"),
    [(0.5, None, "PUPR"), (0.6, None, None), (0.6, 0.4, "PUPR"), (0.4, 0.6, None), (0.6, 0.0, "PUPR")],
)
def test_a_category_may_want_more_or_less_confidence_than_the_others(
    province: float, category: float | None, agency: str | None
) -> None:
    text = "Jembatan retak"  # one clear word of the category: 0.50
    likely = suggest_agencies(text, kalsel())
    road = replace(kalsel().category("jalan"), least_confidence=category)
    catalogue = replace(kalsel(), least_confidence=province, categories={**kalsel().categories, "jalan": road})
    assert route(text, "jalan", "PUPR", catalogue, likely) == Route(agency)


def test_another_province_without_a_word_about_it_verifies_by_confidence_of_nothing() -> None:
    assert mini().least_confidence == 0.0
    assert {each.verification for each in mini().categories.values()} == {Verification.CONFIDENCE}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Kepala Dinas PUPR minta jatah", {"PUPR"}),
        ("pegawai dinas perhubungan dan rs ulin", {"DISHUB", "RSUD-ULIN"}),
        ("Sudah saya laporkan kepada Dinsos", set()),
        ("mohon\nPUPR minta jatah", {"PUPR"}),
        ("Jalan rusak", set()),
    ],
)
def test_who_is_accused(text: str, codes: set[str]) -> None:
    assert accused(text, kalsel()) == codes


def test_only_a_sensitive_report_is_kept_from_whom_it_names() -> None:
    text = "Pegawai PUPR minta uang"
    assert may_have("PUPR", replace(NEW, text=text, category="jalan"), kalsel())
    assert not may_have("PUPR", replace(NEW, text=text, category="pungli"), kalsel())
    assert not may_have("PUPR", replace(NEW, text=text, category="lainnya", withheld=True), kalsel())
    assert may_have("DISHUB", replace(NEW, text=text, category="pungli"), kalsel())


@pytest.mark.parametrize(
    ("ticket", "first", "never"),
    [
        (replace(NEW, text="Jalan provinsi berlubang", category="lainnya"), "PUPR", "INSPEKTORAT"),
        (replace(NEW, text="Pegawai PUPR minta uang pelicin", category="pungli"), "INSPEKTORAT", "PUPR"),
        (replace(NEW, text="Auditor Inspektorat minta uang pelicin", category="pungli"), "BKD", "INSPEKTORAT"),
        (replace(NEW, text="Pegawai PUPR minta uang pelicin", category="lainnya"), "INSPEKTORAT", "PUPR"),
    ],
)
def test_what_the_coordinator_is_offered(ticket: Ticket, first: str, never: str) -> None:
    offered = [each.code for each in likely_for(ticket, kalsel(), suggest_agencies(ticket.text, kalsel()))]
    assert offered[0] == first
    assert never not in offered
    assert len(offered) <= 3


def test_the_agency_of_the_category_is_among_the_offered() -> None:
    text = "Sampah menumpuk, lampu jalan mati, sapi berkeliaran, tambang liar"
    ticket = replace(NEW, text=text, category="kesehatan")
    assert "DINKES" in [each.code for each in likely_for(ticket, kalsel(), suggest_agencies(text, kalsel()))]


@pytest.mark.parametrize(
    ("ticket", "raised"),
    [
        (NEW, ()),
        (replace(NEW, urgent=True), (Flag.URGENT,)),
        (replace(NEW, category="pungli"), (Flag.SENSITIVE,)),
        (replace(NEW, text="Jalan berlubang, hubungi 0812 3456 7890"), (Flag.PERSONAL,)),
        (replace(NEW, text="Pemerintah tidak becus, tolong diperbaiki"), (Flag.GENERAL,)),
        (replace(NEW, text="Tagihan PLN naik"), (Flag.OUTSIDE,)),
    ],
)
def test_what_the_coordinator_is_warned_of(ticket: Ticket, raised: tuple[Flag, ...]) -> None:
    assert flags(ticket, kalsel()) == raised


def test_bodies_outside_are_hinted_at_by_their_words() -> None:
    assert bodies("Jalan nasional rusak dan listrik padam", kalsel()) == ("BPJN", "PLN")
    assert bodies("Jalan nasional rusak", mini()) == ()


def test_outside_aside_and_back() -> None:
    outside = decisions.declare_outside(NEW, "PLN", by=OF_RINA, at=MONDAY).ticket
    assert (outside.status, outside.declining and outside.declining.to) == (Status.OUT_OF_AUTHORITY, "PLN")
    aside = decisions.put_aside(NEW, "spam", by=OF_RINA, at=MONDAY).ticket
    assert (aside.status, aside.declining and aside.declining.why) == (Status.ARCHIVED, Why.ARCHIVE)
    assert "spam" in ASIDE
    with pytest.raises(Refused) as refused:
        rules.supply(aside, "bukan iklan", (), by=OF_RINA, at=MONDAY, due=DUE)
    assert refused.value.reason is Reason.WRONG_STATUS
    again = rules.assign(aside, "PUPR", by=OF_RINA, at=MONDAY, due=DUE).ticket
    assert (again.status, again.declining, again.closed_at) == (Status.ASSIGNED, None, None)


def test_what_was_asked_before_the_verification_goes_back_to_it() -> None:
    asked = rules.ask(NEW, "di mana?", (), by=OF_RINA, at=MONDAY).ticket
    assert asked.is_unverified
    assert rules.supply(asked, "di sini", (), by=OF_RINA, at=MONDAY, due=DUE).ticket.status is Status.RECEIVED
    assert rules.archive(asked, by=OF_RINA, at=MONDAY).ticket.after is not None
    given = rules.assign(asked, "PUPR", by=OF_RINA, at=MONDAY, due=DUE).ticket
    assert (given.status, given.awaiting_since, given.is_unverified) == (Status.ASSIGNED, None, False)


def test_only_a_ticket_without_an_agency_is_assigned() -> None:
    waiting = replace(TICKET, status=Status.WAITING_REPORTER)
    with pytest.raises(Refused):
        rules.assign(waiting, "DLH", by=OF_RINA, at=MONDAY, due=DUE)


def test_corrections() -> None:
    assert decisions.correct_kind(NEW, Kind.SUGGESTION, by=OF_RINA, at=MONDAY).ticket.kind is Kind.SUGGESTION
    moved = decisions.correct_region(NEW, "63.03", by=OF_RINA, at=MONDAY)
    assert (moved.ticket.region, moved.event.data) == ("63.03", {"region": "63.03", "before": "63.72"})
    levy = decisions.correct_category(NEW, "pungli", sensitive=True, by=OF_RINA, at=MONDAY).ticket
    assert (levy.category, levy.secret, levy.anonymous) == ("pungli", True, True)
    road = decisions.correct_category(levy, "jalan", sensitive=False, by=OF_RINA, at=MONDAY).ticket
    assert (road.secret, road.anonymous) == (True, True), "never the other way round"
