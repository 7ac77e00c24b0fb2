"""Publishing releases and reading the newest; nothing else that is shown comes from answers."""

from analysis import releasefile
from analysis.figures import Release
from analysis.records import EventFacts
from analysis.release import Material, build_release
from analysis.text import themes
from analysis.text.reading import read_comment
from survey import events, responses
from survey.context import Context
from survey.permissions import Permission, require
from survey.records import Account, Event, EventState


def publish(context: Context, actor: Account | None) -> Release:
    """Builds a release of everything received until now, stores and returns it. Raises SurveyError("not_allowed")."""
    by = require(actor, Permission.PUBLISH_RELEASE)
    release = publish_nightly(context)
    context.store.audit.note(context.new_id(), context.today(), by.id, "published_release", str(release.version))
    return release


def publish_nightly(context: Context) -> Release:
    """The same for the nightly job and the command line; old receipts and the order of arrival are forgotten first."""
    responses.forget_old_receipts(context)
    context.store.responses.forget_order()
    version = context.store.releases.latest_version() + 1
    release = build_release(material(context), context.today(), version)
    payload = releasefile.to_json(release)
    context.store.releases.add(version, release.made_on, releasefile.digest(payload), payload)
    return release


def latest(context: Context) -> Release | None:
    """The newest release, None before the first."""
    return context.store.releases.latest()


def material(context: Context) -> Material:
    """Everything that a release is made of."""
    store = context.store
    return Material(
        library=context.library,
        places=store.places.all(),
        events=tuple(_facts(context, event) for event in store.events.all()),
        answers=tuple(store.responses.answered()),
        remarks=(*store.responses.remarks(), *store.listening.remarks()),
        read=read_comment,
        themes=themes.labels(),
        synthetic=context.synthetic,
    )


def _facts(context: Context, event: Event) -> EventFacts:
    closed = events.state(event, context.today(event.time_zone)) is EventState.CLOSED
    return EventFacts(str(event.id), event.name, event.program.value, event.place, closed)
