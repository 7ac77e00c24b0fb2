"""Which event, which language and which of the two resident doors a request asks for."""

import re
from collections.abc import Mapping, Sequence

from starlette.requests import Request

from survey import events
from survey.context import Cities, Context
from survey.i18n import accepted_languages, first_match
from survey.records import Door, Event

ANSWER_VARIES = {"Vary": "Accept-Language, User-Agent, Sec-CH-UA-Mobile"}
DESKTOPS = ("windows nt", "macintosh", "x11", "cros ")
PHONES = ("mobi", "iphone")
HANDHELDS = (*PHONES, "android", "ipad")
PAGE = re.compile("[a-z]{1,30}")
LANGUAGE = re.compile("[a-z]{2,3}")


def find_event(cities: Cities, code: str) -> tuple[Context, Event]:
    """The city and the event of a code as typed. Raises SurveyError("unknown_code")."""
    typed = plain_code(code)
    context = cities.for_code(typed)
    return context, events.find(context, typed)


def page_asked(request: Request) -> str:
    """The page of ours to go on to, as a link names it by its plain word, in the link's language; home without one."""
    page, language = (request.query_params.get(name, "") for name in ("to", "lang"))
    query = f"?lang={language}" if LANGUAGE.fullmatch(language) else ""
    return f"/{page if PAGE.fullmatch(page) else ''}{query}"


def plain_code(code: str) -> str:
    """A code without spaces, hyphens and small letters, at most 20 characters."""
    return "".join(letter for letter in code if letter.isascii() and letter.isalnum())[:20].upper()


def language_for(request: Request, offered: Sequence[str]) -> str:
    """The language asked for in the address, else the browser's best match, else the source, else the first."""
    accepted = accepted_languages(request.headers.get("accept-language", ""))
    return first_match((request.query_params.get("lang", ""), *accepted), offered)


def opens_streamlit(door: Door, asked: str, headers: Mapping[str, str]) -> bool:
    """Whether this request belongs on the larger page; unsure means the phone page. Read, never stored."""
    if asked in (Door.PHONE, Door.STREAMLIT):
        return asked == Door.STREAMLIT
    if door is not Door.AUTO:
        return door is Door.STREAMLIT
    hint = headers.get("sec-ch-ua-mobile")
    agent = headers.get("user-agent", "").lower()
    if hint in ("?0", "?1"):
        return hint == "?0" and not any(name in agent for name in PHONES)
    return any(name in agent for name in DESKTOPS) and not any(name in agent for name in HANDHELDS)
