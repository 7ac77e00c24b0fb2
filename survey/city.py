"""The city's own facts: who runs the survey, its public address and its neighborhoods."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from analysis.population import Target
from survey.address import form_problem, may_be_public
from survey.context import Context
from survey.errors import InvalidInput
from survey.permissions import Permission, require
from survey.records import Account, CityProfile, Place, Role, Side

LONGEST = 200


def profile(context: Context) -> CityProfile:
    """Who runs this survey, and the words that posters and pages need."""
    return context.store.city.profile()


def places(context: Context) -> tuple[Place, ...]:
    """The city's neighborhoods, in the order they were given."""
    return context.store.places.all()


def change_profile(context: Context, actor: Account | None, changed: CityProfile) -> CityProfile:
    """Stores the city's facts; a new address has to be tested anew. Raises InvalidInput or "not_allowed"."""
    by = require(actor, Permission.CHANGE_SETTINGS)
    cleaned = _cleaned(changed)
    problems = _problems(cleaned)
    if problems:
        raise InvalidInput(problems)
    now = profile(context)
    tested = now.public_url_tested and cleaned.public_url == now.public_url
    stored = replace(cleaned, public_url_tested=tested, youth_comments=now.youth_comments)
    context.store.city.set_profile(stored)
    context.store.audit.note(context.new_id(), context.today(), by.id, "changed_city", stored.city)
    return stored


def back_up(context: Context, actor: Account | None, file: Path) -> None:
    """Copies the city's database into a new file. Raises SurveyError: "not_allowed", and as `Store.back_up` does."""
    by = require(actor, Permission.CHANGE_SETTINGS)
    context.store.audit.note(context.new_id(), context.today(), by.id, "made_backup", file.name)
    context.store.back_up(file)


def confirm_address(context: Context, actor: Account | None) -> CityProfile:
    """Records that a person opened the public address on a phone. Raises InvalidInput when it can't be public."""
    by = require(actor, Permission.CHANGE_SETTINGS)
    now = profile(context)
    if not may_be_public(now.public_url):
        raise InvalidInput({"public_url": "address_not_public"})
    tested = replace(now, public_url_tested=True)
    context.store.city.set_profile(tested)
    context.store.audit.note(context.new_id(), context.today(), by.id, "tested_address", now.public_url)
    return tested


def allow_youth_comments(context: Context, actor: Account | None, allow: bool) -> CityProfile:
    """Whether young people are asked for comments: the independent steward's decision alone."""
    by = require(actor, Permission.SEE_SENSITIVE)
    changed = replace(profile(context), youth_comments=allow)
    context.store.city.set_profile(changed)
    context.store.audit.note(context.new_id(), context.today(), by.id, "youth_comments", str(allow))
    return changed


def put_places(context: Context, actor: Account | None, given: Iterable[Place]) -> tuple[Place, ...]:
    """Adds neighborhoods and renames or reshapes known ones; none is removed, since answers name them."""
    by = require(actor, Permission.CHANGE_SETTINGS)
    arrived = tuple(given)
    context.store.places.put(arrived)
    context.store.audit.note(context.new_id(), context.today(), by.id, "changed_places", str(len(arrived)))
    return places(context)


def population(context: Context) -> tuple[Target, ...]:
    """Who lives in the city by margin, as the last file has it; () without one."""
    return context.store.city.population()


def put_population(context: Context, actor: Account | None, targets: Iterable[Target]) -> None:
    """Replaces what is known of who lives in the city; no targets remove it. Raises SurveyError("not_allowed")."""
    by = require(actor, Permission.CHANGE_SETTINGS)
    arrived = tuple(targets)
    context.store.city.set_population(arrived)
    margins = ", ".join(dict.fromkeys(target.margin for target in arrived))
    context.store.audit.note(context.new_id(), context.today(), by.id, "changed_population", margins)


def set_up(context: Context) -> bool:
    """Whether the first administrator signed up. The demo city always is."""
    return context.synthetic or context.store.accounts.count() > 0


def stewarded(context: Context) -> bool:
    """Whether an independent steward, who does not answer to the police, has an open account."""
    return any(
        account.active and account.role is Role.STEWARD and account.side is Side.INDEPENDENT
        for account in context.store.accounts.all()
    )


def _cleaned(given: CityProfile) -> CityProfile:
    texts = {name: value.strip() for name, value in vars(given).items() if isinstance(value, str)}
    texts["public_url"] = texts["public_url"].rstrip("/")
    return replace(given, **texts)  # type: ignore[arg-type]  # only texts


def _problems(given: CityProfile) -> dict[str, str]:
    problems = {
        name: "too_long" for name, value in vars(given).items() if isinstance(value, str) and len(value) > LONGEST
    }
    if len(given.city) < 2:
        problems["city"] = "name_length"
    if given.public_url and (problem := form_problem(given.public_url)):
        problems["public_url"] = problem
    return problems
