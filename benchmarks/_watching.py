"""Making a process tell everything it may write: all logs at every level, exceptions, and which files it opens.

Loaded into the server and into commands by a `sitecustomize.py` on their path, so that nothing of theirs is changed.
"""

import logging
import os
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

PLANTED = "X-Planted"
"""A request with this header has its address logged, to show that the search would find it."""
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

_Error = type[BaseException] | None


def install(folder: Path, *, quietly: bool = False) -> None:
    """From now on this process logs every line of every logger to a file in `folder`, unless the program forbids it.

    `quietly`: and nowhere else.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _log_everything(logging.FileHandler(folder / f"debug-{os.getpid()}.log"), quietly)
    _report_exceptions(folder / f"exceptions-{os.getpid()}.log")
    _note_opened(folder / f"opened-{os.getpid()}.txt")


def _log_everything(handler: logging.Handler, quietly: bool) -> None:
    """Loggers hand their lines on whatever their level is; disabled ones, filters and `logging.disable` hold."""
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s %(args)s"))
    given = logging.Logger.callHandlers

    def call(logger: logging.Logger, record: logging.LogRecord) -> None:
        handler.handle(record)
        if not quietly:
            given(logger, record)

    def enabled(logger: logging.Logger, level: int) -> bool:
        return not logger.disabled and logger.manager.disable < level

    logging.Logger.callHandlers = call  # type: ignore[method-assign]  # that is what this module is for
    logging.Logger.isEnabledFor = enabled  # type: ignore[method-assign]
    logging.captureWarnings(True)


def _report_exceptions(file: Path) -> None:
    """What a crash reporter would send: every exception that nobody caught, with all it came from."""

    def write(kind: _Error, error: BaseException | None, where: TracebackType | None) -> None:
        with file.open("a") as report:
            report.write("".join(traceback.format_exception(kind, error, where)))

    sys.excepthook = write
    sys.unraisablehook = lambda found: write(found.exc_type, found.exc_value, found.exc_traceback)
    threading.excepthook = lambda found: write(found.exc_type, found.exc_value, found.exc_traceback)


def _note_opened(file: Path) -> None:
    """Names every file that is opened for writing."""
    note = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def hear(event: str, details: tuple[object, ...]) -> None:
        if event == "open" and isinstance(details[0], str | bytes) and int(str(details[2] or 0)) & WRITING:
            os.write(note, os.fsencode(details[0]) + b"\n")

    sys.addaudithook(hear)


def plant_logger() -> None:
    """A logger as a careless door would have it: the address of whoever sends a certain header."""
    from starlette.requests import Request

    given = Request.__init__

    def init(request: Request, *args: object, **kwargs: object) -> None:
        given(request, *args, **kwargs)  # type: ignore[arg-type]  # passed on
        if PLANTED in request.headers:
            logging.getLogger("planted").warning("a visitor from %s", request.headers["X-Forwarded-For"])

    Request.__init__ = init  # type: ignore[method-assign]
