"""Small content folders for tests: a sound one, and copies of it with one thing changed."""

from pathlib import Path

SOUND = {
    "scales.toml": """
[off_scale]
-1 = "Don't know"
-2 = "Prefer not to answer"

[level]
1 = "Low"
2 = "Middle"
3 = "High"
""",
    "modules/views.toml": """
version = "1"
title = "Views"

[[questions]]
id = "q1"
kind = "rating"
scale = "level"
construct = "trust"
text = "How much?"
source = "Own"

[[questions]]
id = "q2"
kind = "choice"
choices = { 1 = "Yes", 2 = "No" }
construct = "contact"
text = "Did you?"
source = "Own"
asked_if = { question = "q1", values = [1, 2] }
""",
    "instruments.toml": """
[[instrument]]
id = "short"
version = "1"
title = "Short"
audience = "resident"
minutes = 1
modules = ["views"]
""",
    "indices.toml": """
[[index]]
id = "view"
label = "View"
items = ["q1"]
low = 1
high = 3

[[crosstab]]
id = "twice"
rows = "view"
columns = "view"
bands = [[1, 1.5], [2, 3]]
""",
    "locales/es.toml": """
name = "Español"
direction = "ltr"
status = "draft"

[texts]
q1.text = "¿Cuánto?"
""",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    """Writes content files into a new folder and returns it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def changed(folder: Path, file: str, old: str, new: str) -> Path:
    """The sound folder with one text replaced in one file."""
    assert old in SOUND[file]
    return write(folder, SOUND | {file: SOUND[file].replace(old, new, 1)})
