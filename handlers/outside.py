"""Bodies outside of this government, as a ticket's reporter is told of them."""

from dataclasses import replace

from handlers.desk import Desk
from tickets.catalogue import Outside
from tickets.declining import Decline, Why
from tickets.ticket import Ticket

REGION = "{wilayah}"
"""In the catalogue's words: the kabupaten or kota of the ticket."""


def body_of(ticket: Ticket, decline: Decline | None, desk: Desk) -> Outside | None:
    """Whose matter the ticket is, with its region in name and address; none for another reason to decline."""
    if decline is None or decline.why is not Why.AUTHORITY:
        return None
    region = desk.office.catalogue.regions.get(ticket.region)
    here = region.name if region else ticket.region
    body = desk.office.catalogue.outside.get(decline.to) or Outside(decline.to, decline.to, decline.to, "")
    return replace(body, name=body.name.replace(REGION, here), address=body.address.replace(REGION, here))


def other_of(decline: Decline | None) -> str | None:
    """The number of the ticket that is about the same; none for another reason."""
    return decline.to if decline is not None and decline.why is Why.DUPLICATE else None
