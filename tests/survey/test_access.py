"""Signing up, in and out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from survey import access
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.records import Account, Role, Side

PASSWORD = "a long enough password"


@pytest.fixture
def administrator(new_context: Context) -> Account:
    return access.sign_up_first(new_context, "open-sesame", "Ana", PASSWORD, Side.INDEPENDENT)


def test_the_first_administrator_signs_up_with_the_code_once(new_context: Context, administrator: Account) -> None:
    assert administrator.role is Role.ADMINISTRATOR
    with pytest.raises(SurveyError, match="already_set_up"):
        access.sign_up_first(new_context, "open-sesame", "Eve", PASSWORD, Side.POLICE)


@pytest.mark.parametrize("code", ["", "wrong", "open-sesam", "öffnen"])
def test_a_wrong_code_makes_nobody(new_context: Context, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        access.sign_up_first(new_context, code, "Eve", PASSWORD, Side.POLICE)
    assert caught.value.problems == {"code": "wrong_setup_code"}
    assert new_context.store.accounts.count() == 0


def test_without_a_setup_code_nobody_signs_up(new_context: Context) -> None:
    with pytest.raises(InvalidInput):
        access.sign_up_first(replace(new_context, setup_code=""), "", "Eve", PASSWORD, Side.POLICE)


def test_all_problems_at_once(new_context: Context) -> None:
    with pytest.raises(InvalidInput) as caught:
        access.sign_up_first(new_context, "open-sesame", "A", "short", Side.POLICE)
    assert caught.value.problems == {"name": "short_name_length", "password": "password_short"}


def test_a_steward_who_answers_to_the_police_is_one_problem_among_all(
    new_context: Context, administrator: Account
) -> None:
    with pytest.raises(InvalidInput) as caught:
        access.add_account(new_context, administrator, "S", "short", Role.STEWARD, Side.POLICE)
    assert caught.value.problems == {
        "name": "short_name_length",
        "password": "password_short",
        "side": "steward_must_be_independent",
    }


def test_the_set_up_code_may_be_typed_in_capitals(new_context: Context) -> None:
    assert access.sign_up_first(new_context, " OPEN-Sesame ", "Ana", PASSWORD, Side.INDEPENDENT).name == "ana"


def test_signing_in_and_out(new_context: Context, administrator: Account) -> None:
    token = access.sign_in(new_context, " ANA ", PASSWORD)
    assert access.signed_in(new_context, token) == administrator
    access.sign_out(new_context, token)
    assert access.signed_in(new_context, token) is None


@pytest.mark.parametrize("token", [None, "", "made-up", "0" * 43])
def test_a_made_up_token_is_nobody(new_context: Context, administrator: Account, token: str | None) -> None:
    assert access.signed_in(new_context, token) is None


@pytest.mark.parametrize(("name", "password"), [("ana", "wrong password!"), ("nobody", PASSWORD), ("ana", "")])
def test_a_wrong_name_and_a_wrong_password_look_the_same(
    new_context: Context, administrator: Account, name: str, password: str
) -> None:
    with pytest.raises(SurveyError, match="wrong_name_or_password"):
        access.sign_in(new_context, name, password)


def test_a_sign_in_ends_after_its_time(new_context: Context, administrator: Account) -> None:
    token = access.sign_in(new_context, "ana", PASSWORD)
    later = replace(new_context, clock=lambda: new_context.clock() + access.SIGN_IN_LASTS + timedelta(seconds=1))
    assert access.signed_in(later, token) is None


def test_a_closed_account_is_out_at_once(new_context: Context, administrator: Account) -> None:
    account = access.add_account(new_context, administrator, "lee", PASSWORD, Role.LIAISON, Side.POLICE)
    token = access.sign_in(new_context, "lee", PASSWORD)
    access.set_active(new_context, administrator, account.id, active=False)
    assert access.signed_in(new_context, token) is None
    with pytest.raises(SurveyError, match="wrong_name_or_password"):
        access.sign_in(new_context, "lee", PASSWORD)
    with pytest.raises(SurveyError, match="not_allowed"):
        access.set_active(new_context, administrator, administrator.id, active=False)


def test_a_steward_is_independent(new_context: Context, administrator: Account) -> None:
    with pytest.raises(InvalidInput) as caught:
        access.add_account(new_context, administrator, "sam", PASSWORD, Role.STEWARD, Side.POLICE)
    assert caught.value.problems == {"side": "steward_must_be_independent"}


@pytest.mark.parametrize("side", Side)
def test_no_administrator_names_a_helper(new_context: Context, administrator: Account, side: Side) -> None:
    with pytest.raises(InvalidInput) as caught:
        access.add_account(new_context, administrator, "hana", PASSWORD, Role.HELPER, side)
    assert caught.value.problems == {"role": "role_not_here"}
    assert new_context.store.accounts.by_name("hana") is None


def test_passwords_and_tokens_are_stored_as_hashes_only(new_context: Context, administrator: Account) -> None:
    token = access.sign_in(new_context, "ana", PASSWORD)
    stored = new_context.store.accounts.by_name("ana")
    assert stored is not None
    assert stored.password_hash.startswith("$argon2id$")
    kept = b"".join(path.read_bytes() for path in new_context.settings.home.iterdir())
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept


def test_only_administrators_add_accounts(context: Context, account_for: Callable[..., Account]) -> None:
    for role in set(Role) - {Role.ADMINISTRATOR, Role.VISITOR}:
        if role.value != "operator":
            with pytest.raises(SurveyError, match="not_allowed"):
                access.add_account(context, account_for(role), "new", PASSWORD, Role.LEADER, Side.POLICE)


def test_the_demo_city_knows_everyone_as_a_visitor(context: Context) -> None:
    seen = access.signed_in(replace(context, synthetic=True), None)
    assert seen is not None
    assert seen.role is Role.VISITOR
