"""Who lives in the city, as the city's page asks for it: a file, what it says, or what is wrong with it."""

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from analysis.population import PLACE, QUESTIONS, Target, margins
from survey import city
from survey.context import Context
from survey.errors import InvalidInput
from survey.exchange.population import read_population, template
from survey.pages import blocks
from survey.pages.forms import Form
from survey.pages.viewer import Viewer

Say = partial[str]
HOW = ("fill", "leave", "join", "ten")
"""What has to be known to make a file, in this order."""


def show(context: Context, viewer: Viewer) -> None:
    """What is stored, and a form for a new file; nothing is saved before the button."""
    say = partial(context.texts.get, viewer.language)
    blocks.section(say("city.population.title"), say("city.population.text"))
    known = city.population(context)
    form = Form(context, viewer, "population")
    form.outcome()
    if known:
        _table(say, known)
        remove = partial(city.put_population, context, viewer.account, ())
        st.button(
            say("city.population.remove"),
            key="remove-population",
            on_click=form.attempt,
            args=(remove, "city.population.removed"),
        )
    else:
        blocks.empty(say("city.population.empty_title"), say("city.population.empty_text"))
    _upload(context, viewer, form, known)


def _upload(context: Context, viewer: Viewer, form: Form, known: Sequence[Target]) -> None:
    say = partial(context.texts.get, viewer.language)
    blocks.points([say(f"city.population.how.{part}") for part in HOW])
    st.download_button(
        say("city.population.template"),
        template(context.library, city.places(context), viewer.language).encode("utf-8-sig"),
        "population.csv",
        "text/csv",
        key="population.template",
        on_click="ignore",
    )
    file = st.file_uploader(say("city.population.file"), type=["csv", "txt"], key="population.file", max_upload_size=1)
    if not file:
        return
    try:
        found = read_population(file.getvalue().decode("utf-8", "replace"), context.library, city.places(context))
    except InvalidInput as error:
        _wrong(say, error.problems)
        return
    if found == tuple(known):
        blocks.words(say("city.population.already"), small=True)
        return
    blocks.section(say("city.population.preview", count=len(found)))
    _table(say, found)
    act = partial(city.put_population, context, viewer.account, found)
    st.button(
        say("city.population.action"),
        type="primary",
        key="put-population",
        on_click=form.attempt,
        args=(act, "city.population.done"),
    )


def _table(say: Say, targets: Sequence[Target]) -> None:
    """One line for each margin: what it is, in how many groups, of how many people."""
    head = (say("city.population.margin"), say("city.population.groups"), say("city.population.people"))
    rows = [
        (say(f"city.population.of.{name}"), str(len(found)), f"{sum(one.people for one in found):,}")
        for name, found in margins(targets).items()
        if name in (PLACE, *QUESTIONS)
    ]
    blocks.table(head, rows)


def _wrong(say: Say, problems: Mapping[str, str]) -> None:
    """What is wrong with the file, and at which lines."""
    numbered = {field.partition(".")[2]: code for field, code in problems.items() if "." in field}
    if not numbered:
        blocks.notice(say(f"error.{next(iter(problems.values()))}"), "problem")
        return
    blocks.notice(say("city.population.wrong"), "problem")
    blocks.points(
        [say("city.population.problem_at", number=at, problem=say(f"error.{code}")) for at, code in numbered.items()]
    )
