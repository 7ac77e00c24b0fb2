"""Answers that waited on a phone: on which day they count, and how late they may come."""

from datetime import date

from survey import events
from survey.errors import SurveyError
from survey.records import Event, EventState


def day_to_store(event: Event, today: date, said: str, *, practice: bool) -> date | None:
    """The day on which Send was pressed, None for today. `said` is what the phone says, "" when it sends at once.

    It may be a day of the event, or one before for a sheet that said it was practice, and at most 14 days ago. Any
    other counts as today while the event takes answers; after that, raises SurveyError("too_late").
    """
    pressed = _day(said)
    first = date.min if practice else event.starts_on
    if pressed and first <= pressed <= min(today, event.ends_on) and events.may_still_come(pressed, today):
        return pressed
    if said and events.state(event, today) is EventState.CLOSED:
        raise SurveyError("too_late")
    return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
