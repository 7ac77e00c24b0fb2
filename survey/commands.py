"""What the command line does: each command asks the permission table as the operator, and says what came of it."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from analysis.rarity import FEW
from survey import city, demo, events, holdings, imports, releases, report, retention
from survey.context import Context
from survey.errors import InvalidInput, SurveyError
from survey.exchange.answers_csv import read_table
from survey.exchange.mapping import read_mapping
from survey.exchange.places import read_places
from survey.holdings import Inventory
from survey.i18n import show_day, show_number
from survey.imports import ImportReport
from survey.permissions import Permission, operator, require
from survey.records import Account

DONE, PARTLY, NOTHING = 0, 1, 2
"""Exit codes: all done; done, but some rows were refused; nothing was done."""
PORT = 8501


@dataclass(frozen=True)
class Outcome:
    """An exit code, and the lines to print."""

    code: int
    lines: tuple[str, ...]


def import_file(context: Context, asked: Namespace) -> Outcome:
    """Imports the rows of a CSV file."""
    mapping = read_mapping(_text(asked.mapping), asked.mapping.name, context.library)
    event = events.find(context, asked.event) if asked.event else None
    with asked.file.open("rb") as file:
        table = read_table(file, mapping.encoding, mapping.delimiter)
        report = imports.import_answers(context, operator(), mapping, table, event)
    lines = tuple(_report(context, asked, report, mapping.weight))
    return Outcome(PARTLY if report.refused else DONE, lines)


def put_places(context: Context, asked: Namespace) -> Outcome:
    """Adds or renames the city's neighborhoods."""
    found = read_places(_text(asked.file), asked.name_property, asked.id_property)
    all_places = city.put_places(context, operator(), found)
    say = _saying(context, asked.language)
    return Outcome(DONE, (say("command.places", count=len(found), total=len(all_places), file=asked.file.name),))


def publish(context: Context, asked: Namespace) -> Outcome:
    """Publishes a release, or one that corrects the newest."""
    say = _saying(context, asked.language)
    if asked.correct is None:
        made = releases.publish(context, operator())
    else:
        made = releases.correct(context, operator(), asked.correct)
    about = {"version": made.version, "day": show_day(made.made_on, asked.language), "figures": len(made.figures)}
    told = (
        say("command.correction", **about, replaces=made.replaces) if made.replaces else say("command.release", **about)
    )
    return _with_reports(context, asked, told) if asked.reports else Outcome(DONE, (told,))


def _with_reports(context: Context, asked: Namespace, told: str) -> Outcome:
    """The newest finished quarter's reports after a release; one that can't be written does not undo the release."""
    try:
        written = report.write_newest(context, _reader(asked), asked.reports, context.texts.staff)
    except OSError as error:
        return Outcome(PARTLY, (told, _unwritable(context, asked, error)))
    say = _saying(context, asked.language)
    lines = [say("report.command.written", about=one.about, file=one.file) for one in written]
    return Outcome(DONE, (told, *(lines or [say("error.no_quarter_yet")])))


def write_report(context: Context, asked: Namespace) -> Outcome:
    """Writes the report of a quarter, the newest finished one if none is named, or of an event."""
    spoken, about = asked.spoken or asked.language, asked.event or asked.quarter or report.newest_quarter(context)
    make = report.of_event if asked.event else report.of_quarter
    try:
        asked.file.write_text(make(context, _reader(asked), about, spoken), "utf-8")
    except OSError as error:
        return Outcome(NOTHING, (_unwritable(context, asked, error),))
    said = _saying(context, asked.language)("report.command.written", about=about, file=asked.file)
    return Outcome(DONE, (said,))


def _reader(asked: Namespace) -> Account | None:
    return None if asked.public else operator()


def _unwritable(context: Context, asked: Namespace, error: OSError) -> str:
    say = _saying(context, asked.language)
    return say("command.unwritable_file", file=error.filename, reason=error.strerror)


def back_up(context: Context, asked: Namespace) -> Outcome:
    """Copies the database into a new file."""
    city.back_up(context, operator(), asked.file)
    say = _saying(context, asked.language)
    secret = context.settings.home / "secret.key"
    return Outcome(DONE, (say("command.backup", file=asked.file), say("command.backup_secret", file=secret)))


def build_demo(context: Context, asked: Namespace) -> Outcome:
    """Builds the demo city, or finds it built."""
    build = demo.rebuild if asked.rebuild else demo.open_city
    build(context).store.close()
    return Outcome(DONE, (_saying(context, asked.language)("command.demo", port=str(asked.port)),))


def take_stock(context: Context, asked: Namespace) -> Outcome:
    """Lists everything that is stored; what has no entry in the list of holdings is named, with exit code 1."""
    stock = holdings.take_stock(context, operator())
    lines = (
        *_tables(context, asked.language, stock),
        *_files(context, asked.language, stock),
        *_rare(context, asked.language, stock),
        *(_saying(context, asked.language)("holdings.unexplained", name=name) for name in stock.unexplained),
    )
    complete = not stock.unexplained and all(file.entry for file in stock.files)
    return Outcome(DONE if complete else PARTLY, lines)


def retain(context: Context, asked: Namespace) -> Outcome:
    """Removes what is due to go and counts again; exit code 1 if any of it is left."""
    require(operator(), Permission.CHANGE_SETTINGS)
    say, kept = _saying(context, asked.language), asdict(retention.periods(context))
    with context.store.releases.alone():
        outcomes = retention.carry_out(context)
        holdings.note_rarity(context)
    lines = [
        say(f"retention.rule.{found.rule}", **kept) + " " + say("retention.outcome", **vars(found))
        for found in outcomes
    ]
    left = sum(found.left for found in outcomes)
    lines.append(say("retention.left" if left else "retention.proved", left=left))
    return Outcome(PARTLY if left else DONE, tuple(lines))


COMMANDS: dict[str, Callable[[Context, Namespace], Outcome]] = {
    "import": import_file,
    "places": put_places,
    "release": publish,
    "report": write_report,
    "backup": back_up,
    "demo": build_demo,
    "holdings": take_stock,
    "retain": retain,
}


def run(context: Context, asked: Namespace) -> Outcome:
    """Runs one command; an expected failure comes out as its text."""
    try:
        return COMMANDS[asked.command](context, asked)
    except InvalidInput as error:
        return Outcome(NOTHING, tuple(_problems(context, asked.language, error)))
    except SurveyError as error:
        return Outcome(NOTHING, (context.texts.get(asked.language, f"error.{error.code}", **error.fields),))
    except OSError as error:
        say = _saying(context, asked.language)
        return Outcome(NOTHING, (say("command.unreadable_file", file=error.filename, reason=error.strerror),))


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SurveyError("not_utf8", file=path.name) from error


def _problems(context: Context, language: str, error: InvalidInput) -> Iterator[str]:
    """Each problem once: those of single lines or features with their number."""
    numbered = {name.partition(".")[2]: code for name, code in error.problems.items() if "." in name}
    say = _saying(context, language)
    for number, code in numbered.items():
        yield say("command.problem_of_item", number=number, reason=imports.reason(context, language, code))
    if not numbered:
        yield from (imports.reason(context, language, code) for code in error.problems.values())


def _report(context: Context, asked: Namespace, report: ImportReport, weight: str) -> Iterator[str]:
    say = _saying(context, asked.language)
    yield say(
        "import.read",
        file=asked.file.name,
        read=report.read,
        added=report.added,
        repeated=report.repeated,
        refused=len(report.refused),
    )
    yield say("import.event", name=report.event.name, code=report.event.code)
    if report.places_added:
        yield say("import.places", names=", ".join(report.places_added))
    for question, count in report.unanswered.items():
        if count:
            yield say("import.unanswered", question=question, count=count)
    if report.unused:
        yield say("import.unused", names=", ".join(report.unused))
    if report.weights_ignored:
        yield say("import.weights", column=weight, count=report.weights_ignored)
    if report.refused:
        yield say("import.refused")
    yield from (_refused(context, asked.language, row) for row in report.refused)


def _refused(context: Context, language: str, row: imports.RefusedRow) -> str:
    """A refused row's line and reasons, never what was written in it."""
    found = ((name, imports.reason(context, language, code)) for name, code in row.problems.items())
    reasons = "; ".join(f"{name}: {reason}" if name else reason for name, reason in found)
    return _saying(context, language)("import.refused_row", line=str(row.line), reasons=reasons)


def _tables(context: Context, language: str, stock: Inventory) -> Iterator[str]:
    """Every table with its rows, and under it every field: why, and for how long."""
    say, periods = _saying(context, language), retention.periods(context)
    yield say("holdings.title", day=show_day(context.today(), language))
    lengths = partial(holdings.how_long, context, language, periods=periods)
    for table in holdings.tables():
        rows, what = stock.rows.get(table.name, 0), say(f"holdings.table.{table.name}")
        yield "\n" + say("holdings.rows", name=table.name, what=what, count=rows, length=lengths(table.kept))
        for field, kept in table.fields.items():
            own = "" if kept == table.kept else " " + say("holdings.kept_for", length=lengths(kept))
            yield f"  {field}: {holdings.why(context, language, table.name, field)}{own}"


def _files(context: Context, language: str, stock: Inventory) -> Iterator[str]:
    say = _saying(context, language)
    yield "\n" + say("holdings.files", folder=context.settings.home)
    for file in stock.files:
        size, what = say("holdings.bytes", count=file.size), say(f"holdings.file.{file.entry or 'unknown'}")
        yield f"  {file.name} ({size}): {what}"
    yield "\n" + say("holdings.elsewhere")
    yield from (f"  {say(f'holdings.outside.{name}')}" for name in holdings.elsewhere())


def _rare(context: Context, language: str, stock: Inventory) -> Iterator[str]:
    """How many answers are alone with what is written in their rows."""
    say = _saying(context, language)
    yield "\n" + say("holdings.rare.title", count=stock.whole.rows)
    for name, found in (("whole", stock.whole), ("outside", stock.outside)):
        shares = {"unique_share": round(found.share(found.unique)), "rare_share": round(found.share(found.rare))}
        yield "  " + say(f"holdings.rare.{name}", unique=found.unique, rare=found.rare, few=FEW, **shares)


def _saying(context: Context, language: str) -> Callable[..., str]:
    """Texts of the language, with numbers as it writes them."""

    def say(text_id: str, **fields: object) -> str:
        shown = {name: show_number(one, language) if isinstance(one, int) else one for name, one in fields.items()}
        return context.texts.get(language, text_id, **shown)

    return say
