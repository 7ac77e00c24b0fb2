"""The number on a form: digits and a letter that shows when one of them was mistyped or belongs to another event."""

import re

from survey.errors import SurveyError

LETTERS = "CDFGHJKMNPRTW"
"""Thirteen letters that look like nothing else: one for each rest of a division by 13."""

_SHAPE = re.compile(r"0*([1-9][0-9]{0,6})([A-Z])")


def written(code: str, number: int) -> str:
    """The number as it stands on the form, such as "12K"; `code` is the event's."""
    return f"{number}{_letter(code, number)}"


def read(code: str, typed: str) -> int:
    """The number as typed. Raises SurveyError("form_number_shape" | "form_number_letter").

    Every wrong character and every swap of neighbors is noticed: the digits' weights are powers of 2, which are all
    different modulo 13, and no two digits are 13 apart.
    """
    found = _SHAPE.fullmatch(typed.strip().upper())
    if not typed.isascii() or found is None:
        raise SurveyError("form_number_shape")
    number = int(found[1])
    if found[2] != _letter(code, number):
        raise SurveyError("form_number_letter")
    return number


def _letter(code: str, number: int) -> str:
    digits = sum(int(digit) * 2**place for place, digit in enumerate(reversed(str(number)), start=1))
    event = sum(ord(letter) * place for place, letter in enumerate(code, start=1))
    return LETTERS[(digits + event) % len(LETTERS)]
