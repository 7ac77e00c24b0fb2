"""What Streamlit itself must be told before it serves anyone."""

import logging
from pathlib import Path

import streamlit as st
from streamlit.file_util import get_static_dir
from streamlit.runtime.memory_session_storage import MemorySessionStorage

REQUIRED = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "server.headless": True,
    "server.enableAgentApi": False,
    "server.showEmailPrompt": False,
    "logger.hideWelcomeMessage": True,
    "runner.postScriptGC": False,
}
"""Options that keep residents' browsers and this server from talking to anyone else, or showing answers in errors."""

EARLY = ("Html", "purify.es", "Button")
"""Parts of Streamlit's script that it fetches only once it knows that the survey's first page needs them."""

MOST_WAITING = 2_000
"""Sessions without a connection that are kept at most. Streamlit's own bound of 128 would break the promise of 10
minutes at one busy event, since everyone who closes the page counts. One of the survey costs 29 KB
(`python -m benchmarks.abandoned`), one of a page with charts more."""

log = logging.getLogger("survey")


def enforce_privacy() -> None:
    """Silences logs of visitors. Exits with a message when an option was overridden that residents rely on."""
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").addFilter(_is_trouble)
    logging.disable(logging.DEBUG)  # libraries' finest lines hold whole requests, whatever level somebody sets
    wrong = [name for name, value in REQUIRED.items() if st.get_option(name) != value]
    if wrong:
        raise SystemExit(
            "Fair Hearing does not start with these Streamlit options changed, because residents rely on them: "
            + ", ".join(f"{name} must be {REQUIRED[name]!r}" for name in wrong)
            + ". Remove them from the command line, the environment (STREAMLIT_...) or your own config.toml."
        )


def _is_trouble(record: logging.LogRecord) -> bool:
    """Whether a line is more than news: its news are each visitor's address, agent and cookies."""
    return record.levelno >= logging.WARNING


def keep_waiting_sessions() -> None:
    """Raises that bound, which no option does; how long each is kept is `server.disconnectedSessionTTL`."""
    MemorySessionStorage.__init__.__defaults__ = (MOST_WAITING, st.get_option("server.disconnectedSessionTTL"))


def early_files() -> tuple[str, ...]:
    """Addresses of those parts, to be asked for with the page. A part that this Streamlit does not have is left out."""
    static = Path(get_static_dir())
    found = (path for part in EARLY for path in sorted((static / "static" / "js").glob(f"{part}.*.js")))
    return tuple(f"./{path.relative_to(static).as_posix()}" for path in found)


def log_script_error(error: Exception) -> bool:
    """Logs what kind of error it was and where, never its text: that could hold an answer."""
    where = error.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "unknown place"
    log.error("%s at %s", type(error).__name__, place)
    st.error("Something went wrong on our side. What you typed may not have been saved. Please try again.")
    return True
