"""Fair treatment and trust go together in the demo's people, which is found again; contact and trust do not."""

from analysis.inferences import Association
from survey.demo.truth import load_truth
from tests.survey.demo.conftest import Built

YEARS = ("2024", "2025")


def rows(built: Built, predictor: str, year: str) -> list[Association]:
    return [one for one in built.release.associations if (one.predictor, one.year) == (predictor, year)]


def test_the_planted_slope_is_found_within_events(built: Built) -> None:
    """Of an answer's variance `person` is common to a person's answers: the slope on the mean of four items."""
    variance = load_truth().variance
    own = 1 - variance.event - variance.person
    planted = 10 * variance.person / (variance.person + own / 4)
    for year in YEARS:
        for one in rows(built, "procedural_justice", year):
            assert one.adjusted is not None and one.adjusted_low is not None and one.adjusted_high is not None
            print(f"{year} {one.outcome}: {one.adjusted} ({one.adjusted_low} to {one.adjusted_high}); {planted:.1f}")
            assert planted - 2 <= one.adjusted <= planted  # five choices of an answer, and its ends, flatten it
            assert one.adjusted_low > 0
        assert len(rows(built, "procedural_justice", year)) == 2


def test_no_group_of_contact_stands_out_where_none_was_planted(built: Built) -> None:
    found = [one for year in YEARS for one in rows(built, "contact", year) if one.adjusted is not None]
    assert len(found) >= 6
    held = [one for one in found if (one.adjusted_low or 0) <= 0 <= (one.adjusted_high or 0)]
    assert len(held) >= len(found) - 2
