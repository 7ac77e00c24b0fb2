"""Who may do what: the one table that every door asks."""

from enum import StrEnum
from uuid import UUID

from survey.errors import SurveyError
from survey.records import Account, Role, Side


class Permission(StrEnum):
    """Something that a page, a route or a command does."""

    SEE_RELEASE = "see_release"
    SEE_EVENTS = "see_events"
    PLAN_EVENTS = "plan_events"
    RUN_SESSIONS = "run_sessions"
    MAKE_COMMITMENTS = "make_commitments"
    MARK_INCIDENTS = "mark_incidents"
    PUBLISH_RELEASE = "publish_release"
    IMPORT_ANSWERS = "import_answers"
    ACCEPT_LANGUAGE = "accept_language"
    MANAGE_ACCOUNTS = "manage_accounts"
    CHANGE_SETTINGS = "change_settings"
    SEE_SENSITIVE = "see_sensitive"  # doubtful names, paper forms, row exports: the independent steward's alone
    KEY_PAPER = "key_paper"  # the steward, and helpers they name


_LOOK = frozenset({Permission.SEE_RELEASE, Permission.SEE_EVENTS})
_PUBLIC_WORDS = frozenset({Permission.MAKE_COMMITMENTS, Permission.MARK_INCIDENTS})
_LIAISON = _LOOK | {Permission.PLAN_EVENTS, Permission.RUN_SESSIONS, *_PUBLIC_WORDS}

GRANTED: dict[Role, frozenset[Permission]] = {
    Role.VISITOR: _LOOK,
    Role.LIAISON: _LIAISON,
    Role.LEADER: _LOOK | {*_PUBLIC_WORDS, Permission.PUBLISH_RELEASE},
    Role.ANALYST: _LOOK | {Permission.PUBLISH_RELEASE, Permission.IMPORT_ANSWERS},
    Role.STEWARD: _LOOK | {Permission.ACCEPT_LANGUAGE, Permission.SEE_SENSITIVE, Permission.KEY_PAPER},
    Role.ADMINISTRATOR: _LIAISON
    | {
        Permission.PUBLISH_RELEASE,
        Permission.IMPORT_ANSWERS,
        Permission.ACCEPT_LANGUAGE,
        Permission.MANAGE_ACCOUNTS,
        Permission.CHANGE_SETTINGS,
    },
    Role.HELPER: frozenset({Permission.KEY_PAPER}),
    Role.OPERATOR: _LOOK | {Permission.PUBLISH_RELEASE, Permission.IMPORT_ANSWERS, Permission.CHANGE_SETTINGS},
}
INDEPENDENT_ONLY = frozenset({Permission.SEE_SENSITIVE, Permission.KEY_PAPER})


def operator() -> Account:
    """Whoever runs a command on the server: the operating system let them in, this table says what commands may do."""
    return Account(id=UUID(int=1), name="operator", role=Role.OPERATOR, side=Side.POLICE)


def allowed(account: Account | None, permission: Permission) -> bool:
    """Whether this account may; nobody (None) may do nothing here: public pages ask no permission."""
    if account is None or not account.active:
        return False
    if permission in INDEPENDENT_ONLY and account.side is not Side.INDEPENDENT:
        return False
    return permission in GRANTED[account.role]


def require(account: Account | None, permission: Permission) -> Account:
    """The account, if it may. Raises SurveyError("not_allowed")."""
    if account is None or not allowed(account, permission):
        raise SurveyError("not_allowed")
    return account
