"""Language codes as files hold them."""

import re

_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def is_language(code: str) -> bool:
    """Whether this looks like a language code, such as es or zh-Hant."""
    return _CODE.fullmatch(code) is not None
