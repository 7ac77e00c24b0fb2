"""What people speak of: shares in words, and remarks as text and nothing else."""

from html import escape

from survey.context import Context
from tests.survey.pages import released
from tests.survey.pages.conftest import Open, html, shown


def test_bounds_are_said_in_words(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    page = open_page("read_themes").run()
    topics = {row["label"]: row for row in released.rows(released.charts(page)[0])}
    assert topics["Topic openness"]["told"] == "few: 1 to 4 of about 55 people"
    assert topics["Topic bias"]["told"] == "at most 5% of about 65 people"
    assert topics["Topic visibility"]["told"] == "at least 95% of about 75 people"
    assert topics["Topic inside"]["told"] == "hidden: fewer than 30 people, or hidden to protect others"


def test_a_remark_that_tries_to_be_markup_is_text(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    page = open_page("read_themes").run()
    sent = html(page)
    assert escape("![x](https://evil.example/p.png) <script>alert(1)</script> <img src=x onerror=alert(1)>") in sent
    assert "<script" not in sent and "<img" not in sent
    assert "evil.example" not in " ".join(one.value for one in page.markdown)


def test_the_words_that_speak_of_the_topic_are_marked(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    sent = html(open_page("read_themes").run())
    assert "<mark>late</mark> &amp; *bold*" in sent
    assert "Nos <mark>escuchan</mark>." in sent


def test_a_remark_says_where_when_and_what_kind(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    sent = html(open_page("read_themes").run())
    assert "Alder · 2025 · Concern · survey" in sent
    assert "Neighborhood not shown · 2025 · listening session · Español" in sent


def test_kinds_and_tone_fall_back_to_years(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    page = open_page("read_themes").run()
    titled = {chart["title"]["text"][0]: released.rows(chart) for chart in released.charts(page)}
    assert [row["label"] for row in titled["Thank-you"]] == ["2025", "2026"]
    assert [row["label"] for row in titled["Negative"]] == ["2025", "2026"]
    assert "right about 60 to 70 times in 100" in shown(page)


def test_sessions_are_apart_and_unread_remarks_counted(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    page = open_page("read_themes").run()
    assert any("Notes on each topic" in chart["title"]["text"][0] for chart in released.charts(page))
    said = shown(page)
    assert "Comments without words, so no tone</dt><dd>35" in said
    assert "Notes from listening sessions</dt>" not in said, "what is 0 is left out"


def test_another_topic_brings_its_own_course_and_no_remarks(open_page: Open, context: Context) -> None:
    released.publish(context, released.full())
    page = open_page("read_themes").run()
    page.selectbox(key="theme").select("bias").run()
    assert "No comment on this topic can be shown" in shown(page)
    assert any(chart["title"]["text"] == ["Topic bias, whole city"] for chart in released.charts(page))
