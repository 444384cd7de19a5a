"""What a poster's link says beforehand, in the complaint form: fewer questions, all of it shown.

The person's words go before it. The poster's agency is taken only where the words speak for it, or for nobody; a
sensitive matter never goes to the agency on whose wall the poster hangs.
"""

from dataclasses import replace

from tickets.catalogue import Catalogue, Category
from tickets.forms.draft import Draft, Preset
from tickets.forms.engine import Facts
from tickets.promotion import Link
from tickets.routing import suggest

_PLACE_ANSWERS = "institution"
"""A category that asks for the school, hospital or firm concerned is answered by the place that the poster hangs in."""


def begun(draft: Draft, link: Link, catalogue: Catalogue) -> Draft:
    """A draft that begins with a poster's link. What the catalogue has no more is left out."""
    agency = link.agency if link.agency in catalogue.agencies else None
    region = link.region if link.region in catalogue.regions else None
    said = Preset(agency, region, link.place if region else "")
    draft = replace(draft, link=link.id)
    return draft if said == Preset() else put(draft, said)


def put(draft: Draft, preset: Preset) -> Draft:
    """A draft that begins with it."""
    return replace(draft, preset=preset, region=preset.region, address=preset.place or None)


def dropped(draft: Draft) -> Draft:
    """It is about another agency or place after all."""
    return replace(without_place(draft), preset=None)


def without_place(draft: Draft) -> Draft:
    """It is somewhere else than where the poster hangs."""
    preset = draft.preset
    if preset is None or preset.region is None:
        return draft
    return replace(
        draft,
        region=None if draft.region == preset.region else draft.region,
        address=None if draft.address == preset.place else draft.address,
        preset=replace(preset, region=None, place=""),
    )


def says_where(draft: Draft) -> bool:
    """Whether a text that names no place is about one nevertheless."""
    return draft.preset is not None and bool(draft.preset.place)


def says_region(draft: Draft) -> bool:
    """Whether the region is the poster's."""
    return draft.preset is not None and draft.region is not None and draft.region == draft.preset.region


def read(draft: Draft, facts: Facts) -> Draft:
    """What the words say about it: they may name another place, or speak for the poster's agency."""
    if draft.preset is None or not draft.parts:
        return draft
    if says_region(draft):
        named = facts.gazetteer.find(draft.text).region
        if named is not None and named != draft.region:
            draft = without_place(draft)
    return draft if draft.category else _with_category(draft, facts)


def categories(draft: Draft, facts: Facts) -> tuple[tuple[str, str], ...]:
    """Categories of the poster's agency, with the agency: those that are its own, or else those that it shares."""
    agency = draft.preset.agency if draft.preset else None
    if agency is None:
        return ()
    open_ones = [each for each in facts.catalogue.categories.values() if not each.sensitive]
    own = [each for each in open_ones if each.agency == agency]
    return tuple((each.code, agency) for each in own or [each for each in open_ones if agency in each.others])


def _with_category(draft: Draft, facts: Facts) -> Draft:
    """The category and the agency, where they need not be asked."""
    own = categories(draft, facts)
    likely = suggest(draft.text, facts.catalogue)
    agency = draft.preset.agency if draft.preset else None
    if likely:
        found = likely[0].category if likely[0].agency == agency and agency is not None else None
    else:
        found = own[0][0] if len(own) == 1 else None
    if found is None or facts.catalogue.category(found).sensitive:
        return draft
    return answered(replace(draft, category=found, agency=agency), facts.catalogue.category(found))


def answered(draft: Draft, category: Category) -> Draft:
    """The draft of that category, with what the poster's place answers of the category's own questions."""
    preset = draft.preset
    if preset is None or not preset.place or draft.agency != preset.agency or _PLACE_ANSWERS not in category.asks:
        return draft
    return replace(draft, extra={_PLACE_ANSWERS: preset.place, **draft.extra})
