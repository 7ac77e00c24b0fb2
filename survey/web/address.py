"""Whether the public address leads to this very process, asked as a phone would ask."""

import json
import ssl
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

SECONDS = 5
MOST_BYTES = 2000


class NoRedirects(HTTPRedirectHandler):
    """A phone would follow, but a poster must show where it ends."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


def reach_problem(address: str, instance: str) -> str:
    """Asks the address for its health, as a phone would reach it: a problem code, or "" when this process answered."""
    opener: OpenerDirector = build_opener(ProxyHandler({}), NoRedirects)
    try:
        with opener.open(Request(f"{address.rstrip('/')}/health"), timeout=SECONDS) as answer:
            found = json.loads(answer.read(MOST_BYTES))
    except HTTPError:
        return "address_not_ours"
    except URLError as error:
        bad = isinstance(error.reason, ssl.SSLCertVerificationError)
        return "address_certificate" if bad else "address_unreachable"
    except (OSError, HTTPException):
        return "address_unreachable"
    except ValueError:
        return "address_not_ours"
    return "" if isinstance(found, dict) and found.get("instance") == instance else "address_not_ours"
