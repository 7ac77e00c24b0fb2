"""The city's own facts: who may change them, and what is noted when they do."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from survey import city
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.records import STAFF_ROLES, Account, CityProfile, Place, Role, Side

Make = Callable[..., Account]


@pytest.mark.parametrize("role", [role for role in STAFF_ROLES if role is not Role.ADMINISTRATOR])
def test_only_administrators_change_the_city(context: Context, account_for: Make, role: Role) -> None:
    actor = account_for(role)
    for act in (
        lambda: city.change_profile(context, actor, CityProfile(city="Elsewhere")),
        lambda: city.confirm_address(context, actor),
        lambda: city.put_places(context, actor, [Place("mill", "Mill Side")]),
    ):
        with pytest.raises(SurveyError, match="not_allowed"):
            act()
    assert city.profile(context).city == "Larkton"
    assert len(city.places(context)) == 3


def test_every_change_is_noted(context: Context, account_for: Make) -> None:
    actor = account_for(Role.ADMINISTRATOR)
    city.change_profile(context, actor, replace(city.profile(context), runs_it="Review board"))
    city.confirm_address(context, actor)
    city.put_places(context, actor, [Place("mill", "Mill Side")])
    noted = {action for _, account, action, _ in context.store.audit.all() if account == actor.id}
    assert noted == {"changed_city", "tested_address", "changed_places"}


def test_nobody_can_claim_that_an_address_was_tested(context: Context, account_for: Make) -> None:
    claimed = replace(city.profile(context), public_url="https://new.larkton.example", public_url_tested=True)
    assert not city.change_profile(context, account_for(Role.ADMINISTRATOR), claimed).public_url_tested


def test_the_same_address_stays_tested(context: Context, account_for: Make) -> None:
    same = replace(city.profile(context), runs_it="Review board", public_url="https://hear.larkton.example/ ")
    assert city.change_profile(context, account_for(Role.ADMINISTRATOR), same).public_url_tested


@pytest.mark.parametrize(
    "address", ["", "http://hear.larkton.example", "https://10.0.0.8", "https://localhost", "https://box.local"]
)
def test_only_an_address_that_phones_reach_is_confirmed(context: Context, account_for: Make, address: str) -> None:
    context.store.city.set_profile(replace(city.profile(context), public_url=address, public_url_tested=False))
    with pytest.raises(InvalidInput):
        city.confirm_address(context, account_for(Role.ADMINISTRATOR))


def test_every_problem_is_named_at_once(context: Context, account_for: Make) -> None:
    wrong = CityProfile(city="L", public_url="ftp://larkton", department="x" * 201)
    with pytest.raises(InvalidInput) as caught:
        city.change_profile(context, account_for(Role.ADMINISTRATOR), wrong)
    assert caught.value.problems == {
        "city": "name_length",
        "public_url": "not_an_address",
        "department": "too_long",
    }


@pytest.mark.parametrize(
    ("role", "side", "active", "expected"),
    [
        (Role.STEWARD, Side.INDEPENDENT, True, True),
        (Role.STEWARD, Side.INDEPENDENT, False, False),
        (Role.ADMINISTRATOR, Side.INDEPENDENT, True, False),
    ],
)
def test_a_steward_counts_only_while_independent_and_active(
    context: Context, account_for: Make, role: Role, side: Side, active: bool, expected: bool
) -> None:
    context.store.accounts.change(replace(account_for(role, side), active=active))
    assert city.stewarded(context) is expected


def test_only_the_steward_decides_about_young_peoples_comments(context: Context, account_for: Make) -> None:
    with pytest.raises(SurveyError, match="not_allowed"):
        city.allow_youth_comments(context, account_for(Role.ADMINISTRATOR), True)
    assert city.allow_youth_comments(context, account_for(Role.STEWARD), True).youth_comments
    changed = replace(city.profile(context), youth_comments=False)
    assert city.change_profile(context, account_for(Role.ADMINISTRATOR), changed).youth_comments
