"""How a figure is said to the viewer of a page, and as the points and words of charts."""

from collections.abc import Iterable, Sequence

from analysis.charts import Point, Words
from analysis.figures import Figure, Release
from survey.context import Context
from survey.pages.viewer import Viewer
from survey.telling import Telling

ONE_LINE = 38
"""Letters that fit below a chart's title on a narrow phone."""


class Wording(Telling):
    """One release as it is told to one viewer."""

    context: Context
    viewer: Viewer

    def __init__(self, context: Context, viewer: Viewer, release: Release) -> None:
        super().__init__(context.texts, viewer.language, release)
        object.__setattr__(self, "context", context)
        object.__setattr__(self, "viewer", viewer)

    def point(self, label: str, figure: Figure, *, people: bool = False) -> Point:
        """A figure as charts draw it; `people` writes beside it how many it is about."""
        count = self.say("figure.people_short", people=self.number(figure.base)) if people and figure.base else ""
        short = " · ".join(part for part in (self.short(figure), count) if part)
        return Point(label, figure, short, self.told(figure), figure.cut.period in self.release.open_periods)

    def over_time(self, series: Iterable[Figure]) -> list[Point]:
        """Figures of one subject as points by period."""
        return [self.point(self.period(figure.cut.period), figure) for figure in series]

    def words(self, title: str, *lines: str, quiet: bool = False, unit: str = "") -> Words:
        """A chart's title with lines below it, and with them that all is made up in a demo city."""
        made_up = [self.say("figure.made_up")] if self.release.synthetic else []
        said = [line for line in (*lines, *made_up) if line]
        joined = " · ".join(said)
        return Words(title, (joined,) if joined and len(joined) <= ONE_LINE else tuple(said), quiet, unit)

    def course(self, series: Sequence[Figure]) -> Words:
        """What is said over a small chart in a card: by quarter, and how many people."""
        people = self.bases(series)
        said = self.say("figure.by_quarter_people", people=people) if people else self.say("figure.by_quarter")
        return self.words(said, quiet=True)
