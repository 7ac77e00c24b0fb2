"""The first redaction: what it must find, what it must leave, and that it keeps nothing."""

import dataclasses
import time
import tomllib
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.text.masks import KINDS, MASK
from analysis.text.redaction import redact, redact_and_tell, redaction_version
from tests.analysis.text.conftest import Comments
from tests.analysis.text.public_files import BOWLING_GREEN, LONDON_YOUTH

PARTS = {"tuned on": "planted.toml", "held out": "planted_held_out.toml"}
LABELLED = {
    part: tomllib.loads(Path(__file__).with_name(file).read_text(encoding="utf-8"))["text"]
    for part, file in PARTS.items()
}
PLANTED = [row for rows in LABELLED.values() for row in rows]
EMPTY: list[dict[str, object]] = [row for row in PLANTED if not row["hidden"]]

HARMLESS = [
    "Mr. Mayor, please listen.",
    "Officer safety matters, and so does ours.",
    "my son was stopped twice",
    "My Son Was Stopped",
    "Officer Friendly programs in 2019",
    "I am Black and I am tired of this",
    "Soy mexicana y vivo aquí",
    "This is Bowling Green, not Chicago",
    "Call 911 or 311, or 988 for a crisis",
    "The budget was $1,200,000 in 2014-2015",
    "500-1000 people came on 3/4/2021 at 5:30",
    "20 people on the street and 15 mph signs on the road",
    "stop discrimination @work",
    "in case 100 people come",
    "Dr. Martin Luther King Drive needs lights",
    "Police Chief and Sheriff Department should talk",
    "My Friend The Officer said hello",
    "el oficial no quiso escuchar",
    "mi hijo fue parado por la policía",
    "con todo respeto, señor alcalde",
    "la calle necesita 3 luces",
    "Gracias a todos los oficiales",
    "ALL OFFICERS SHOULD LISTEN TO MY SON",
    "speeding on Main Street between 5th and 6th",
    "We Need More Officer Foot Patrols Downtown",
    "la Policía Estatal y la Policía Municipal",
    "The officer. He left. My mom. She cried.",
    "two new lanes, 4 bike racks, Route 66",
    "",
    "👍👍",
    "123",
]


def recall(kinds: set[str], language: str, part: str) -> tuple[float, list[str]]:
    """The share of planted words that are gone, and those that are not."""
    lost, kept = 0, []
    for row in LABELLED[part]:
        if language == row["language"]:
            after = redact(row["text"], row["language"]).text
            for words in (words for kind, listed in row["hidden"].items() if kind in kinds for words in listed):
                lost += words not in after
                kept += [words] if words in after else []
    return lost / (lost + len(kept)), kept


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_patterned_kinds_are_found(language: str, part: str) -> None:
    share, kept = recall(set(KINDS) - {"name"}, language, part)
    assert share >= 0.95, kept


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_names_after_cues_are_found(language: str, part: str) -> None:
    share, kept = recall({"name"}, language, part)
    assert share >= 0.85, kept


@pytest.mark.parametrize("part", PARTS)
def test_many_full_names_without_a_cue_are_found_and_doubtful(part: str) -> None:
    lost, kept = [recall({"uncued"}, language, part) for language in ("en", "es")]
    assert min(lost[0], kept[0]) >= 0.6, (lost, kept)
    spans = redact("Pedro Gómez al salir de misa fue revisado.", "es").spans
    assert [span.doubtful for span in spans] == [True]


def test_the_labelled_comments_are_many_and_in_both_languages() -> None:
    assert len(PLANTED) >= 150 and len({str(row["text"]) for row in PLANTED}) == len(PLANTED)
    counts = Counter((part, row["language"]) for part, rows in LABELLED.items() for row in rows)
    assert min(counts.values()) >= 40, counts


def test_few_harmless_comments_lose_a_word() -> None:
    changed = [row["text"] for row in EMPTY if redact(str(row["text"]), str(row["language"])).text != row["text"]]
    assert len(EMPTY) >= 60 and len(changed) <= 0.02 * len(EMPTY), changed


@pytest.mark.parametrize("row", PLANTED, ids=lambda row: row["text"][:30])
def test_what_masks_hide_put_back_gives_the_comment(row: dict[str, object]) -> None:
    """So that the words of a mask are those it hides, and the right one when one is given back."""
    redaction, hidden = redact_and_tell(str(row["text"]), str(row["language"]))
    signs = list(MASK.finditer(redaction.text))
    text = redaction.text
    for one in reversed(hidden):
        start, end = signs[one.mask].span()
        text = text[:start] + one.words + text[end:]
    assert text == unicodedata.normalize("NFC", str(row["text"]))
    assert [(one.kind, one.doubtful) for one in hidden] == [(span.kind, span.doubtful) for span in redaction.spans]


def test_signs_that_people_type_are_counted() -> None:
    redaction, hidden = redact_and_tell("[name] and [phone] and Officer Hargrove", "en")
    assert (redaction.text, [(one.mask, one.words) for one in hidden]) == (
        "[name] and [phone] and Officer [name]",
        [(2, "Hargrove")],
    )


def test_the_version_fits_its_column_on_every_database() -> None:
    assert len(redaction_version()) <= 32


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_stays(text: str) -> None:
    assert redact(text, "en").text == text
    assert redact(text, "es").text == text


@pytest.mark.parametrize("row", PLANTED, ids=lambda row: row["text"][:30])
def test_spans_are_the_masks_and_nothing_is_kept(row: dict[str, object]) -> None:
    text, language = str(row["text"]), str(row["language"])
    redaction = redact(text, language)
    assert [redaction.text[s.start : s.end] for s in redaction.spans] == [f"[{s.kind}]" for s in redaction.spans]
    assert len(MASK.findall(redaction.text)) == len(redaction.spans)
    assert {field.name for field in dataclasses.fields(redaction)} == {"text", "spans", "version"}


def test_weak_cues_are_masked_and_doubtful() -> None:
    text = "Nobody came. Thank you, Sandra Whitlock"
    redaction = redact(text, "en")
    assert redaction.text == "Nobody came. Thank you, [name]"
    assert [span.doubtful for span in redaction.spans] == [True]


def test_sure_finds_are_not_doubtful() -> None:
    assert [span.doubtful for span in redact("Officer Hargrove, 270-555-0142", "en").spans] == [False, False]


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [
        ("pt", "me chamo Joana e tenho medo", "Joana"),
        ("fr", "je m'appelle Amélie, rien ne change", "Amélie"),
        ("ht", "mwen rele Widelyne", "Widelyne"),
        ("zh", "我的名字是王小明", "王小明"),
    ],
)
def test_other_languages_have_cues_of_their_own(language: str, text: str, words: str) -> None:
    redaction = redact(text, language)
    assert words not in redaction.text
    assert all(span.doubtful for span in redaction.spans)


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "12-",
        "a@",
        "a.",
        "Officer ",
        "Officer Jo ",
        "my son ",
        "123 Main ",
        "calle de la ",
        "A",
        "(at) ",
        "www.",
        "[na",
    ],
)
def test_no_text_makes_it_slow(piece: str) -> None:
    text = (piece * 4000)[:4000]
    began = time.perf_counter()
    redact(text, "en")
    assert time.perf_counter() - began < 3


PIECES = st.sampled_from(
    [
        "Officer ",
        "Sgt. ",
        "my son ",
        "me llamo ",
        "Marcus",
        "Smith ",
        "270-555-0142",
        "555-",
        "0142 ",
        "[name]",
        "[id]",
        "[",
    ]
    + [
        "]",
        "@",
        "jane",
        ".com",
        "123 Main St ",
        "calle Olmo ",
        " 12",
        "badge ",
        "#",
        "born on ",
        "3/4/1990",
        "A12345678",
        "\n",
    ]
    + [
        "ABC-1234",
        " and ",
        "é",
        "e\u0301",
        "王小明",
        "名叫",
        "Thank you, Maria Lopez",
        "www.",
        "www.x.org/",
        "case #2021",
        "-",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=60)), st.sampled_from(["en", "es", "zh"]))
def test_redacting_twice_changes_nothing(text: str, language: str) -> None:
    once = redact(text, language)
    again = redact(once.text, language)
    assert (again.text, again.spans) == (once.text, ())
    assert [once.text[span.start : span.end] for span in once.spans] == [f"[{span.kind}]" for span in once.spans]


@pytest.mark.data
@pytest.mark.parametrize("file", [BOWLING_GREEN, LONDON_YOUTH])
def test_real_comments_without_personal_details_stay_as_they_are(file: str, comments: Comments) -> None:
    """Read by hand: none of these names a private person after a cue or gives a number, so every hit is false."""
    hits = {number: redact(text, "en").spans for number, text in comments(file).items()}
    false = Counter(span.kind for spans in hits.values() for span in spans)
    assert false.total() <= 0.005 * len(hits), false
