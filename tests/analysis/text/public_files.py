"""The public files that these tests read."""

from pathlib import Path

BOWLING_GREEN = "polis_bowling_green_en_comments.csv"
LONDON_YOUTH = "polis_london_youth_policing_comments.csv"
VTAIWAN = "polis_vtaiwan_uberx_zh_comments.csv"
PROJECT = Path(__file__).resolve().parents[3]
