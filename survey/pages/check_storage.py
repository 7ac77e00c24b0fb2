"""What is stored about you: every field of the database itself, why, for how long, and what stays a risk."""

from collections.abc import Callable
from functools import partial

from survey import city, events, holdings, retention
from survey.context import Context
from survey.i18n import language_name, show_day, show_number
from survey.pages import blocks, kept_list, naming
from survey.pages.viewer import Viewer

WORDS = ("phone", "cookies", "shown")
NEVER, RISKS = range(1, 6), range(1, 8)


def render(context: Context, viewer: Viewer) -> None:
    """Shows it all; anyone may read it."""
    say = partial(context.texts.get, viewer.language)
    blocks.opening(say("storage.title"), say("storage.lead"))
    blocks.section(say("storage.never.title"), say("storage.never.text"))
    waits = {4: "_but"} if city.stewarded(context) else {}
    blocks.points([say(f"storage.never.point_{number}{waits.get(number, '')}") for number in NEVER])
    _how_long(context, viewer)
    kept_list.show(context, viewer)
    blocks.section(say("storage.comments.title"), say("storage.comments.text"))
    naming.show(context, viewer)
    for name in WORDS:
        blocks.section(say(f"storage.{name}.title"), say(f"storage.{name}.text"))
    _risks(context, viewer)
    _best_setup(context, viewer)
    _steward(context, viewer)
    _drafts(context, viewer)


def _how_long(context: Context, viewer: Viewer) -> None:
    """The lengths that end by themselves, and when that was last carried out and proved."""
    say, periods = partial(context.texts.get, viewer.language), retention.periods(context)
    blocks.section(say("storage.how_long.title"), say("storage.how_long.text"))
    number = partial(show_number, language=viewer.language)
    lengths = {name: number(length) for name, length in vars(periods).items()}
    told = {} if city.stewarded(context) else {"doubtful": "dropped"}
    blocks.points([say(f"storage.how_long.{told.get(name, name)}", length=length) for name, length in lengths.items()])
    blocks.notice(_last_run(context, viewer, say), "info")


def _last_run(context: Context, viewer: Viewer, say: Callable[..., str]) -> str:
    last = retention.last_run(context)
    if last is None:
        return say("retention.never")
    day, left = last
    return say(f"retention.ran{'_left' if left else ''}", day=show_day(day, viewer.language), left=left)


def _risks(context: Context, viewer: Viewer) -> None:
    """What is known to be left, with how many answers are alone of their kind where that was counted."""
    say = partial(context.texts.get, viewer.language)
    blocks.section(say("storage.risks.title"), say("storage.risks.text"))
    rare = holdings.noted_rarity(context)
    first = say("storage.risks.point_1") + (f" {say('storage.risks.rare', share=rare)}" if rare is not None else "")
    blocks.points([first, *(say(f"storage.risks.point_{number}") for number in RISKS[1:])])


def _best_setup(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    blocks.section(say("storage.setup.title"), say("storage.setup.text"))
    runs_it = city.profile(context).runs_it
    if runs_it:
        blocks.words(say("storage.setup.here", runs_it=runs_it))


def _steward(context: Context, viewer: Viewer) -> None:
    say = partial(context.texts.get, viewer.language)
    there = "here" if city.stewarded(context) else "missing"
    blocks.section(say("storage.steward.title"), say("storage.steward.what"))
    blocks.notice(say(f"storage.steward.{there}"), "good" if there == "here" else "attention")


def _drafts(context: Context, viewer: Viewer) -> None:
    """Which translations no named speaker has accepted."""
    say = partial(context.texts.get, viewer.language)
    drafts = [language_name(one) for one in context.library.translations if not events.accepted(context, one)]
    if drafts:
        blocks.section(say("storage.drafts.title"), say("storage.drafts.text", languages=", ".join(drafts)))
