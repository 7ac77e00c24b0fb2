"""Which figures of a Release lay one-time cards beside open codes; selected, nothing is worked out anew."""

from analysis.figures import Figure, Grid, Label, Measure, Release
from analysis.readings import HEADLINES, shown


def channel_years(release: Release) -> tuple[str, ...]:
    """The years in which answers with one-time cards can be laid beside those to open codes, newest first."""
    years = {found.cut.period for found in release.select(Measure.INDEX, Grid.CHANNEL_YEAR)}
    return tuple(sorted((year for year in years if by_channel(release, year)), reverse=True))


def by_channel(release: Release, year: str) -> tuple[tuple[Label, Figure, Figure], ...]:
    """Each headline index with its figures for cards and for open codes; only where something of both is shown."""
    named = {
        (one.subject, one.cut.channel): one for one in release.select(Measure.INDEX, Grid.CHANNEL_YEAR, period=year)
    }
    labels = {label.id: label for label in release.indices}
    pairs = ((labels.get(name), named.get((name, "card")), named.get((name, "open"))) for name in HEADLINES)
    return tuple(
        (label, card, opened)
        for label, card, opened in pairs
        if label and card and opened and shown(card) and shown(opened)
    )
