"""The first account is one, however many sign up at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from survey.errors import SurveyError
from survey.storage.store import Store
from tests.survey.storage.test_store import an_account

TOGETHER = 5


def test_only_one_account_is_the_first(store: Store) -> None:
    gate = Barrier(TOGETHER)

    def sign_up(number: int) -> str:
        store.accounts.count()  # so that all have a connection at hand
        gate.wait()
        try:
            store.accounts.add(an_account(f"boss {number}"), only_if_first=True)
        except SurveyError as error:
            return error.code
        return "first"

    with ThreadPoolExecutor(TOGETHER) as pool:
        outcomes = list(pool.map(sign_up, range(TOGETHER)))
    assert sorted(outcomes) == ["already_set_up"] * (TOGETHER - 1) + ["first"]
    assert store.accounts.count() == 1
