"""Which remarks are shown word for word, and where they are said to come from."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from analysis import periods
from analysis.disclosure import K
from analysis.figures import Cut, Evidence, Grid, Measure, Quote
from analysis.measures import Measured
from analysis.records import Remark, RemarkSource
from analysis.remarks import ReadRemark, per_person
from analysis.rounding import FEW

MOST = 12
"""Quotes for one theme, source, place and year."""

Crowd = tuple[RemarkSource, Cut]

THEMES_OF: Mapping[RemarkSource, Measure] = {
    RemarkSource.SURVEY: Measure.THEME,
    RemarkSource.SESSION: Measure.SESSION_THEME,
}


def quotes(
    remarks: Sequence[ReadRemark],
    measured: Mapping[tuple[str, Measure], Measured],
    before: Sequence[Quote] = (),
    k: int = K,
) -> tuple[Quote, ...]:
    """The new remarks that may be shown after those of the release `before`; `measured` is by year.

    They come in the order of a hash of their text, which says nothing about when they came, and only where the
    newest people of their place and year may be told of, and k or more of them came with these very remarks: who
    watches releases and live counts must not learn that a new quote is one of a few people's.
    A remark is shown with its place where the base of the place and year is shown and at least 5 people there
    spoke of each of its themes; else as the city's under the same rule; else not. Its author's label is told
    where at least 5 of the same people chose it.
    """
    crowds = _crowds(remarks)
    found = {quote for item in remarks if (quote := _quote(item, measured, crowds, k))}
    return tuple(_capped([*before, *sorted(found - set(before), key=_order)]))


def _quote(
    item: ReadRemark, measured: Mapping[tuple[str, Measure], Measured], crowds: Mapping[Crowd, int], k: int
) -> Quote | None:
    remark, year = item.remark, periods.year(item.remark.day)
    evidence = tuple(sorted({Evidence(hit.theme, hit.start, hit.end) for hit in item.hits}, key=_position))
    themes = {found.theme for found in evidence}
    levels = [cut for cut in _levels(remark) if crowds[remark.source, cut] >= k]
    among = measured.get((year, THEMES_OF[remark.source]))
    cut = next((cut for cut in levels if _may_show(among, themes, cut)), None)
    if not themes or remark.people < 1 or cut is None:
        return None
    kinds = measured.get((year, Measure.KIND))
    kind = remark.kind if remark.kind and _may_show(kinds, {str(remark.kind)}, cut) else 0
    return Quote(remark.source.value, year, cut.place, kind, item.reading.language.code, remark.text, evidence)


def _crowds(said: Sequence[ReadRemark]) -> Counter[Crowd]:
    """How many people these remarks are of, by source and cut."""
    found: Counter[Crowd] = Counter()
    for source in THEMES_OF:
        for person in per_person([item for item in said if item.remark.source is source]):
            remark = person[0].remark
            year = periods.year(remark.day)
            found.update(
                [(source, Cut(Grid.PLACE_YEAR, year, place=remark.place)), (source, Cut(Grid.CITY_YEAR, year))]
            )
    return found


def _levels(remark: Remark) -> tuple[Cut, Cut]:
    """Where a remark may be said to come from, the narrowest first."""
    year = periods.year(remark.day)
    return Cut(Grid.PLACE_YEAR, year, place=remark.place), Cut(Grid.CITY_YEAR, year)


def _may_show(measured: Measured | None, wanted: Iterable[str], cut: Cut) -> bool:
    named = cut.grid is Grid.CITY_YEAR or bool(cut.place)
    if measured is None or not named or not measured.anew(cut):
        return False
    return all(name in measured.sample.sums and measured.hits(name, cut) > FEW for name in wanted)


def _capped(found: Iterable[Quote]) -> Iterable[Quote]:
    """Each quote that one of its themes still has room for."""
    taken: Counter[tuple[str, str, str, str]] = Counter()
    for quote in found:
        slots = {(evidence.theme, quote.source, quote.place, quote.year) for evidence in quote.evidence}
        if any(taken[slot] < MOST for slot in slots):
            taken.update(slots)
            yield quote


def _position(evidence: Evidence) -> tuple[int, int, str]:
    return evidence.start, evidence.end, evidence.theme


def _order(quote: Quote) -> tuple[str, str]:
    return hashlib.sha256(quote.text.encode()).hexdigest(), repr(quote)
