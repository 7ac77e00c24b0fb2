"""Paper forms to print: a sample for whoever sees posters, and batches of numbered ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from questions.model import QuestionKind
from survey import access, city, events, qr
from survey.context import Cities, Context
from survey.errors import InvalidInput, SurveyError
from survey.i18n import language_name
from survey.paper import printing
from survey.permissions import Permission, require
from survey.records import Account, Event
from survey.web.doors import find_event, language_for
from survey.web.forms import Fields, one
from survey.web.keyfields import key_fields
from survey.web.poster import PAPERS, spaced, test_only
from survey.web.questionnaire import has_kind
from survey.web.refusals import refused
from survey.web.staffdoor import COOKIE, OWN_REFERRER
from survey.web.views import Views

SIZES = ("normal", "large")


@dataclass(frozen=True)
class Forms:
    """Prints paper forms."""

    cities: Cities
    views: Views

    def sample(self, request: Request) -> Response:
        """A form without a number, in one of the event's languages; the demo city's is open to everyone."""
        try:
            context, event, _ = self._asked(request, Permission.SEE_EVENTS)
        except SurveyError as error:
            return refused(self.cities, self.views, request, error)
        language = language_for(request, events.languages_of(context, event))
        return self._print(request, context, event, language, (), {})

    def order(self, request: Request) -> Response:
        """The page that orders a batch; with `first`, the forms of that batch."""
        try:
            context, event, actor = self._asked(request, Permission.PLAN_EVENTS)
            first = request.query_params.get("first", "")
            if not first:
                return self._order(request, context, event, actor, {}, {})
            number = int(first) if first.isdecimal() and len(first) < 8 else 0
            _, language, numbers = printing.forms_of(context, actor, event, number)
        except SurveyError as error:
            return refused(self.cities, self.views, request, error)
        return self._print(request, context, event, language, numbers, {"first": first})

    def make(self, request: Request, fields: Fields) -> Response:
        """Gives a batch its numbers and goes on to its forms, so that a reload prints the same ones."""
        try:
            context, event, actor = self._asked(request, Permission.PLAN_EVENTS)
            count = one(fields, "count").strip()
            number = int(count) if count.isdecimal() and len(count) < 8 else 0
            if not city.stewarded(context):
                return self._order(request, context, event, actor, fields, {}, 409)
            batch = printing.print_forms(context, actor, event, number, one(fields, "language"))
        except InvalidInput as error:
            return self._order(request, context, event, actor, fields, error.problems)
        except SurveyError as error:
            return refused(self.cities, self.views, request, error)
        shape = {"first": batch.first, "paper": one(fields, "paper"), "large": int(one(fields, "size") == "large")}
        return RedirectResponse(f"/staff/paper/{event.code}?{urlencode(shape)}", 303)

    def _asked(self, request: Request, permission: Permission) -> tuple[Context, Event, Account]:
        context, event = find_event(self.cities, request.path_params["code"])
        return context, event, require(access.signed_in(context, request.cookies.get(COOKIE)), permission)

    def _order(
        self,
        request: Request,
        context: Context,
        event: Event,
        actor: Account,
        fields: Fields,
        problems: Mapping[str, str],
        status: int = 200,
    ) -> Response:
        language = language_for(request, context.texts.staff)
        say = context.texts.get
        choices = {
            "language": {spoken: language_name(spoken) for spoken in events.languages_of(context, event)},
            "paper": {paper: say(language, f"events.paper.{paper}") for paper in PAPERS},
            "size": {size: say(language, f"paper.{size}") for size in SIZES},
        }
        spoken = language if language in choices["language"] else next(iter(choices["language"]))
        first = {"count": "20", "language": spoken, "paper": PAPERS[0], "size": SIZES[0]}
        return self.views.page(
            "paper_order.html",
            language,
            422 if problems else status,
            OWN_REFERRER,
            event=event,
            off=not city.stewarded(context),
            choices=choices,
            typed={name: one(fields, name) or start for name, start in first.items()},
            problems=problems,
            batches=printing.batches(context, actor, event),
        )

    def _print(
        self,
        request: Request,
        context: Context,
        event: Event,
        language: str,
        numbers: Sequence[str],
        query: Mapping[str, str],
    ) -> Response:
        profile, address = city.profile(context), events.address(context, event)
        instrument = events.instrument_of(context, event)
        asked, large = request.query_params.get("paper", ""), request.query_params.get("large", "") == "1"
        paper = asked if asked in PAPERS else PAPERS[0]
        return self.views.page(
            "paper.html",
            language,
            event=event,
            profile=profile,
            synthetic=context.synthetic,
            test_only=test_only(profile, address) and not context.synthetic,
            paper=paper,
            large=large,
            numbers=numbers,
            instrument=instrument,
            title=context.library.text(f"{instrument.id}.title", language),
            code=spaced(event.code),
            address=address.partition("://")[2],
            picture=Markup(qr.small_svg(address)),  # our own drawing, nothing typed is in it
            fields=key_fields(context, event, language),
            asks_place=has_kind(instrument, QuestionKind.PLACE),
            asks_comment=has_kind(instrument, QuestionKind.COMMENT),
            links=self._links(context, event, language, paper, large, query),
        )

    def _links(
        self, context: Context, event: Event, language: str, paper: str, large: bool, query: Mapping[str, str]
    ) -> list[dict[str, object]]:
        """The other papers and sizes of this print and, for a sample, its other languages."""
        say, now = context.texts.get, {**query, "lang": language, "paper": paper, "large": int(large)}
        offered = [
            *(("paper", other, say(language, f"poster.paper_{other}"), "") for other in PAPERS),
            *(("large", int(size == "large"), say(language, f"paper.{size}"), "") for size in SIZES),
        ]
        if not query:
            spoken = events.languages_of(context, event)
            offered += [("lang", other, language_name(other), other) for other in spoken]
        return [
            {
                "href": f"?{urlencode({**now, name: value})}",
                "text": text,
                "language": lang,
                "current": now[name] == value,
            }
            for name, value, text, lang in offered
        ]
