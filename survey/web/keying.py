"""Typing paper forms in: one page for the keyboard, which also works as a plain form without script."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from analysis.records import Value
from questions.answers import TOO_LONG, UNKNOWN_PLACE
from survey import access, city, events
from survey.context import Cities, Context
from survey.errors import InvalidInput, SurveyError
from survey.i18n import language_name
from survey.paper import keying, numbers
from survey.paper.fields import typed_as
from survey.paper.keying import Desk, Difference
from survey.permissions import Permission, require
from survey.records import Account, Event, EventState
from survey.web.doors import find_event, language_for
from survey.web.forms import Fields, one
from survey.web.keyfields import KeyField, key_fields
from survey.web.refusals import refused
from survey.web.staffdoor import COOKIE, OWN_REFERRER
from survey.web.views import Views


@dataclass(frozen=True)
class Sitting:
    """One person's request to type in forms of one event; `again` is the second typing."""

    context: Context
    event: Event
    actor: Account
    language: str
    again: bool

    def say(self, text_id: str, **fields: object) -> str:
        return self.context.texts.get(self.language, text_id, **fields)

    def address(self, **query: str) -> str:
        """This page's address, with what it shall say or show."""
        kept = {"lang": self.language, **({"again": "1"} if self.again else {}), **query}
        return f"/paper/{self.event.code}/key?" + "&".join(f"{name}={value}" for name, value in kept.items())


@dataclass(frozen=True)
class KeyDoor:
    """Shows what is to be typed in, and receives it."""

    cities: Cities
    views: Views

    def show(self, request: Request) -> Response:
        """The next form; or, with `decide`, where two typings of a form differ."""
        try:
            sitting = self._sitting(request)
            if number := request.query_params.get("decide", ""):
                return self._differences(sitting, number, {}, {})
            return self._page(sitting, {}, {}, _said(sitting, request))
        except SurveyError as error:
            return refused(self.cities, self.views, request, error)

    def receive(self, request: Request, fields: Fields) -> Response:
        """Keeps a form, compares its second typing, keeps a decision, or sends everything."""
        try:
            sitting = self._sitting(request)
            return self._actions.get(one(fields, "act"), self._key)(sitting, fields)
        except SurveyError as error:
            return refused(self.cities, self.views, request, error)

    @property
    def _actions(self) -> Mapping[str, Callable[[Sitting, Fields], Response]]:
        return {"": self._key, "decide": self._decide, "send": self._send}

    def _key(self, sitting: Sitting, fields: Fields) -> Response:
        number, typed = one(fields, "number"), {name: one(fields, name) for name in fields}
        asked = {question.id for question in events.instrument_of(sitting.context, sitting.event).questions}
        answers = {name: text for name, text in typed.items() if name in asked}
        quick = "quick" in fields
        try:
            if not sitting.again:
                keying.key_form(sitting.context, sitting.actor, sitting.event, number, answers)
            elif keying.key_again(sitting.context, sitting.actor, sitting.event, number, answers):
                return self._go(quick, sitting.address(decide=_plain(sitting, number)))
        except InvalidInput as error:
            if quick:
                return JSONResponse({"problems": _words(sitting, error.problems)}, 422, _kept())
            return self._page(sitting, typed, error.problems, "")
        if quick:
            return JSONResponse({"saved": _plain(sitting, number), **_lists(sitting)}, headers=_kept())
        return self._go(False, sitting.address(saved=_plain(sitting, number)))

    def _decide(self, sitting: Sitting, fields: Fields) -> Response:
        number = one(fields, "number")
        chosen = {name.removeprefix("side."): one(fields, name) for name in fields if name.startswith("side.")}
        typed = {name.removeprefix("other."): one(fields, name) for name in fields if name.startswith("other.")}
        try:
            keying.decide(sitting.context, sitting.actor, sitting.event, number, chosen, typed)
        except InvalidInput as error:
            return self._differences(sitting, number, {name: one(fields, name) for name in fields}, error.problems)
        return self._go(False, sitting.address(decided=_plain(sitting, number)))

    def _send(self, sitting: Sitting, _: Fields) -> Response:
        try:
            count = keying.send(sitting.context, sitting.actor, sitting.event)
        except SurveyError as error:
            if error.code in ("sample_open", "nothing_to_send"):
                return self._page(sitting, {}, {"": error.code}, "")
            raise
        return self._go(False, sitting.address(sent=str(count)))

    def _go(self, quick: bool, address: str) -> Response:
        return JSONResponse({"go": address}, headers=_kept()) if quick else RedirectResponse(address, 303, _kept())

    def _sitting(self, request: Request) -> Sitting:
        context, event = find_event(self.cities, request.path_params["code"])
        actor = require(access.signed_in(context, request.cookies.get(COOKIE)), Permission.KEY_PAPER)
        language = language_for(request, context.texts.staff)
        return Sitting(context, event, actor, language, request.query_params.get("again", "") == "1")

    def _page(self, sitting: Sitting, typed: Mapping[str, str], problems: Mapping[str, str], said: str) -> Response:
        desk = keying.desk(sitting.context, sitting.actor, sitting.event)
        offered = desk.sample if sitting.again else desk.waiting
        return self._shown(
            "key_paper.html",
            sitting,
            422 if problems else 200,
            desk=desk,
            offered=offered,
            names={language: language_name(language) for language in set(offered.values())},
            lists=_lists(sitting, desk),
            aside={number: _reasons(sitting, why) for number, why in desk.aside.items()},
            fields=key_fields(sitting.context, sitting.event, sitting.language),
            typed=typed,
            next_number=typed.get("number") or next(iter(offered), ""),
            problems=_words(sitting, problems),
            said=said,
            practice=events.state(sitting.event, sitting.context.today(sitting.event.time_zone))
            is EventState.REHEARSAL,
        )

    def _differences(
        self, sitting: Sitting, number: str, typed: Mapping[str, str], problems: Mapping[str, str]
    ) -> Response:
        found = keying.differences(sitting.context, sitting.actor, sitting.event, number)
        fields = {field.id: field for field in key_fields(sitting.context, sitting.event, sitting.language)}
        return self._shown(
            "key_differences.html",
            sitting,
            422 if problems else 200,
            number=_plain(sitting, number),
            items=[(fields[item.question], *_both(sitting, fields[item.question], item)) for item in found],
            typed=typed,
            problems=_words(sitting, problems),
        )

    def _shown(self, template: str, sitting: Sitting, status: int, **values: object) -> Response:
        shared = {"sitting": sitting, "event": sitting.event, **values}
        return self.views.page(template, sitting.language, status, OWN_REFERRER, **shared)


def _kept() -> dict[str, str]:
    return {"Cache-Control": "no-store"}


def _plain(sitting: Sitting, number: str) -> str:
    """A number that was read, as it is written."""
    return numbers.written(sitting.event.code, numbers.read(sitting.event.code, number))


def _said(sitting: Sitting, request: Request) -> str:
    """What the last step came to, if the address says so."""
    texts = {
        "saved": ("keying.desk.same" if sitting.again else "keying.desk.saved", "number"),
        "decided": ("keying.decide.done", "number"),
        "sent": ("keying.send.done", "count"),
    }
    for name, (text_id, field) in texts.items():
        if value := request.query_params.get(name, "")[:10]:
            return sitting.say(text_id, **{field: value})
    return ""


def _lists(sitting: Sitting, desk: Desk | None = None) -> dict[str, object]:
    """What the page's script needs to know about numbers: those on offer with their languages, and those done."""
    desk = desk or keying.desk(sitting.context, sitting.actor, sitting.event)
    offered = desk.sample if sitting.again else desk.waiting
    return {
        "offered": " ".join(f"{number}:{language}" for number, language in offered.items()),
        "done": " ".join(desk.done),
    }


def _words(sitting: Sitting, problems: Mapping[str, str]) -> dict[str, str]:
    """Problems in words; an empty form is one of typing in, not of answering."""
    own = {"nothing_answered": "keying.desk.nothing_answered"}
    return {name: sitting.say(own.get(code, f"error.{code}")) for name, code in problems.items()}


def _reasons(sitting: Sitting, problems: Mapping[str, str]) -> list[str]:
    """Why a form was put aside, a sentence for each question."""
    texts = {TOO_LONG: "keying.aside.too_long", UNKNOWN_PLACE: "keying.aside.place"}
    asked = {name: sitting.context.library.text(f"{name}.text", sitting.language) for name in problems}
    return [sitting.say(texts.get(problems[name], "keying.aside.changed"), question=asked[name]) for name in asked]


def _both(sitting: Sitting, field: KeyField, item: Difference) -> tuple[str, str]:
    return _shown_value(sitting, field, item.first), _shown_value(sitting, field, item.second)


def _shown_value(sitting: Sitting, field: KeyField, value: Value | None) -> str:
    """A kept value as its keys with their words; a comment as it is."""
    question = events.instrument_of(sitting.context, sitting.event).question(field.id)
    if value is None or question is None:
        return sitting.say("keying.desk.empty")
    words = {option.key: option.text for option in (*field.options, *field.off_scale)}
    keys = typed_as(question, value, city.places(sitting.context))
    return ", ".join(f"{key} {words[key]}" for key in keys.split()) if words else str(value)
