"""The one permission table: every role and side against every permission."""

from uuid import uuid4

import pytest

from survey.errors import SurveyError
from survey.permissions import GRANTED, INDEPENDENT_ONLY, Permission, allowed, require
from survey.records import Account, Role, Side

CHANGES = set(Permission) - {Permission.SEE_RELEASE, Permission.SEE_EVENTS}


def someone(role: Role, side: Side = Side.INDEPENDENT, active: bool = True) -> Account:
    return Account(uuid4(), "x", role, side, active=active)


def test_every_role_has_a_row() -> None:
    assert set(GRANTED) == set(Role)


@pytest.mark.parametrize("permission", Permission)
def test_nobody_and_closed_accounts_may_nothing(permission: Permission) -> None:
    assert not allowed(None, permission)
    assert not allowed(someone(Role.ADMINISTRATOR, active=False), permission)
    with pytest.raises(SurveyError, match="not_allowed"):
        require(None, permission)


@pytest.mark.parametrize("permission", sorted(CHANGES))
def test_visitors_change_nothing(permission: Permission) -> None:
    assert not allowed(someone(Role.VISITOR), permission)


INDEPENDENT_ROLES = {Permission.SEE_SENSITIVE: {Role.STEWARD}, Permission.KEY_PAPER: {Role.STEWARD, Role.HELPER}}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("side", Side)
@pytest.mark.parametrize("permission", sorted(INDEPENDENT_ONLY))
def test_only_the_independent_see_what_is_sensitive(role: Role, side: Side, permission: Permission) -> None:
    expected = role in INDEPENDENT_ROLES[permission] and side is Side.INDEPENDENT
    assert allowed(someone(role, side), permission) is expected


@pytest.mark.parametrize("role", set(Role) - {Role.ADMINISTRATOR})
@pytest.mark.parametrize("permission", [Permission.MANAGE_ACCOUNTS, Permission.CHANGE_SETTINGS])
def test_only_administrators_run_the_house(role: Role, permission: Permission) -> None:
    if role.value != "operator":
        assert not allowed(someone(role), permission)
