"""Signing up, in and out: argon2 passwords and sign-ins that the server can end."""

import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta
from threading import BoundedSemaphore
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.permissions import Permission, require
from survey.records import STAFF_ROLES, Account, Role, Side, StaffSession

SIGN_IN_LASTS = timedelta(hours=8)
SHORTEST_PASSWORD = 12
MUST_BE_INDEPENDENT = (Role.STEWARD,)
ROLES_TO_ADD = tuple(role for role in STAFF_ROLES if role is not Role.HELPER)
"""What an administrator may add: administrators may be police, and helpers must not be theirs."""

_hasher = PasswordHasher()
_hashing = BoundedSemaphore(2)  # one hash takes 64 MiB: a crowd at the door must wait, not exhaust the machine
_NOBODY = _hasher.hash("a password for names that do not exist, so that both answers take as long")


def visitor() -> Account:
    """Whoever looks around the demo city: may look, may change nothing."""
    return Account(id=UUID(int=0), name="visitor", role=Role.VISITOR, side=Side.INDEPENDENT)


def sign_up_first(context: Context, code: str, name: str, password: str, side: Side) -> Account:
    """Makes the first administrator. Raises SurveyError("wrong_setup_code" | "already_set_up") or InvalidInput."""
    if context.store.accounts.count():
        raise SurveyError("already_set_up")
    if not context.setup_code or not hmac.compare_digest(code.strip().lower().encode(), context.setup_code.encode()):
        raise InvalidInput({"code": "wrong_setup_code"})
    account = _new_account(context, name, password, Role.ADMINISTRATOR, side)
    context.store.accounts.add(account, only_if_first=True)
    context.store.audit.note(context.new_id(), context.today(), account.id, "signed_up_first")
    return account


def add_account(context: Context, actor: Account | None, name: str, password: str, role: Role, side: Side) -> Account:
    """Adds a member of staff; helpers are the steward's to name, see `add_helper`.

    Raises SurveyError("not_allowed" | "name_taken") or InvalidInput.
    """
    by = require(actor, Permission.MANAGE_ACCOUNTS)
    if role not in ROLES_TO_ADD:
        raise InvalidInput({"role": "role_not_here"})
    account = _new_account(context, name, password, role, side)
    context.store.accounts.add(account)
    context.store.audit.note(context.new_id(), context.today(), by.id, "added_account", account.name)
    return account


def accounts(context: Context, actor: Account | None) -> tuple[Account, ...]:
    """All accounts by name. Raises SurveyError("not_allowed")."""
    require(actor, Permission.MANAGE_ACCOUNTS)
    return context.store.accounts.all()


def set_active(context: Context, actor: Account | None, account_id: UUID, active: bool) -> None:
    """Opens or closes an account; closing ends its sign-ins. Nobody can close their own."""
    by = require(actor, Permission.MANAGE_ACCOUNTS)
    account = context.store.accounts.get(account_id)
    if account is None or account.id == by.id:
        raise SurveyError("not_allowed")
    context.store.accounts.change(replace(account, active=active))
    context.store.audit.note(context.new_id(), context.today(), by.id, "set_active", f"{account.name}: {active}")


def add_helper(context: Context, actor: Account | None, name: str, password: str) -> Account:
    """Adds a helper for paper forms, named by the steward. Raises SurveyError("not_allowed" | "name_taken")."""
    by = require(actor, Permission.SEE_SENSITIVE)
    account = _new_account(context, name, password, Role.HELPER, Side.INDEPENDENT)
    context.store.accounts.add(account)
    context.store.audit.note(context.new_id(), context.today(), by.id, "added_helper", account.name)
    return account


def helpers(context: Context, actor: Account | None) -> tuple[Account, ...]:
    """The helpers for paper forms by name, as the steward sees them. Raises SurveyError("not_allowed")."""
    require(actor, Permission.SEE_SENSITIVE)
    return tuple(account for account in context.store.accounts.all() if account.role is Role.HELPER)


def set_helper_active(context: Context, actor: Account | None, account_id: UUID, active: bool) -> None:
    """Opens or closes a helper's account, which ends its sign-ins. Raises SurveyError("not_allowed")."""
    by = require(actor, Permission.SEE_SENSITIVE)
    account = next((helper for helper in helpers(context, by) if helper.id == account_id), None)
    if account is None:
        raise SurveyError("not_allowed")
    context.store.accounts.change(replace(account, active=active))
    context.store.audit.note(context.new_id(), context.today(), by.id, "set_active", f"{account.name}: {active}")


def sign_in(context: Context, name: str, password: str) -> str:
    """The token of a new sign-in, for an HttpOnly cookie. Raises SurveyError("wrong_name_or_password")."""
    account = context.store.accounts.by_name(name.strip().lower())
    matches = _matches(account.password_hash if account else _NOBODY, password)
    if account is None or not matches or not account.active:
        raise SurveyError("wrong_name_or_password")
    token = context.new_token()
    now = context.clock()
    context.store.accounts.start_session(StaffSession(_hashed(token), account.id, now + SIGN_IN_LASTS), now)
    return token


def signed_in(context: Context, token: str | None) -> Account | None:
    """Whose sign-in this token is, asked on every request and every rerun; in the demo city, the visitor."""
    if context.synthetic:
        return visitor()
    return context.store.accounts.session_account(_hashed(token), context.clock()) if token else None


def sign_out(context: Context, token: str | None) -> None:
    """Ends the sign-in on the server."""
    if token:
        context.store.accounts.end_session(_hashed(token))


def _new_account(context: Context, name: str, password: str, role: Role, side: Side) -> Account:
    name = name.strip().lower()
    problems = {}
    if not 2 <= len(name) <= 80:
        problems["name"] = "short_name_length"
    if len(password) < SHORTEST_PASSWORD:
        problems["password"] = "password_short"
    elif len(password) > 200:
        problems["password"] = "too_long"
    if role in MUST_BE_INDEPENDENT and side is not Side.INDEPENDENT:
        problems["side"] = f"{role.value}_must_be_independent"
    if problems:
        raise InvalidInput(problems)
    with _hashing:
        hashed = _hasher.hash(password)
    return Account(context.new_id(), name, role, side, hashed)


def _matches(password_hash: str, password: str) -> bool:
    try:
        with _hashing:
            return _hasher.verify(password_hash, password[:200])
    except (Argon2Error, InvalidHashError):
        return False


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
