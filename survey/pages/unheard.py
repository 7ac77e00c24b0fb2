"""Who is not heard: each group's share of the answers beside its share of the people who live in the city."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from analysis.backing import less_heard, share_year, shares_of, untold
from analysis.inferences import Share
from survey.pages import blocks, opened
from survey.pages.figures import Wording
from survey.permissions import Permission, allowed

ASKED = {"place": "neighborhood", "age": "age", "gender": "gender", "race": "race", "language": "home_language"}
"""The question that tells each margin."""
MORE = "more"
"""The group of those who chose more than one answer."""


def show(wording: Wording) -> None:
    """Says who is heard less than their share, opens the shares of every group, or says why nothing can be told."""
    blocks.section(wording.say("unheard.title"), wording.say("unheard.note"))
    year = share_year(wording.release)
    if not year:
        blocks.words(wording.say("unheard.none"))
        _lead_on(wording)
        return
    shares = shares_of(wording.release, year)
    everyone = [one for groups in shares.values() for one in groups]
    _less(wording, year, everyone)
    st.html("".join(_margin(wording, margin, groups) for margin, groups in shares.items()))
    _lead_on(wording)


def _less(wording: Wording, year: str, everyone: Sequence[Share]) -> None:
    """Which groups are heard less, which are too few to say, or that there is nothing to lay answers beside."""
    if all(one.population is None for one in everyone):
        blocks.notice(wording.say("unheard.no_population"), "attention")
        return
    found, hidden = less_heard(everyone), untold(everyone)
    dated = wording.dated(year)
    blocks.words(wording.say("unheard.less" if found else "unheard.nobody", year=dated))
    if found:
        blocks.points([wording.say("unheard.one", group=_name(wording, one), **_both(wording, one)) for one in found])
    if hidden:
        blocks.words(wording.say("unheard.hidden", groups=", ".join(_name(wording, one) for one in hidden)), small=True)


def _margin(wording: Wording, margin: str, groups: Sequence[Share]) -> str:
    """All groups of one margin, opened by a click or a key: in words, with two bars on one scale."""
    people = wording.number(max(one.base for one in groups))
    summary = escape(wording.say("unheard.summary", margin=wording.say(f"opened.margin.{margin}"), people=people))
    rows = "".join(_row(wording, one) for one in groups)
    asked = wording.say("opened.question", question=_asked(wording, margin))
    versions = sorted({one.release for one in groups if one.release})
    stands = opened.since(wording, versions[-1]) if versions else ""
    note = "".join(f"<p>{escape(part)}</p>" for part in (asked, wording.say("unheard.read"), stands) if part)
    return blocks.opened(summary, f'<ul class="fh-shares">{rows}</ul>{note}')


def _row(wording: Wording, one: Share) -> str:
    name = f"<b>{escape(_group(wording, one))}</b> <span>{escape(_told(wording, one))}</span>"
    drawn = {"fh-answers": one.answers, "fh-living": one.population}
    bars = "".join(
        f'<i class="{kind}" style="--share: {part}%"></i>' for kind, part in drawn.items() if part is not None
    )
    return f'<li>{name}<div class="fh-bars" aria-hidden="true">{bars}</div></li>'


def _told(wording: Wording, one: Share) -> str:
    if one.answers is None:
        return wording.say(
            "unheard.told.hidden" if one.population is None else "unheard.told.few", **_both(wording, one)
        )
    return wording.say("unheard.told.alone" if one.population is None else "unheard.told.both", **_both(wording, one))


def _both(wording: Wording, one: Share) -> Mapping[str, str]:
    return {"answers": wording.number(one.answers), "people": wording.number(one.population)}


def _name(wording: Wording, one: Share) -> str:
    """A group with the margin it is one of, such as "Age: 65 or older"."""
    return wording.say("unheard.named", margin=wording.say(f"opened.margin.{one.margin}"), group=_group(wording, one))


def _group(wording: Wording, one: Share) -> str:
    """A group in the words of the answer that it gave, or the name of its neighborhood."""
    library, question = wording.context.library, ASKED.get(one.margin, "")
    places = {place.id: place.name for place in wording.release.places}
    choices = {
        str(choice.value): library.text(choice.text_id, wording.language)
        for module in library.modules
        for item in module.questions
        if item.id == question
        for choice in item.choices
    }
    return {**places, MORE: wording.say("unheard.more"), **choices}.get(one.group, one.group)


def _asked(wording: Wording, margin: str) -> str:
    return wording.context.library.text(f"{ASKED[margin]}.text", wording.language)


def _lead_on(wording: Wording) -> None:
    """Where to go with it: events that reach them, for those who plan any."""
    if allowed(wording.viewer.account, Permission.PLAN_EVENTS):
        blocks.link("events", wording.say("unheard.plan"))
