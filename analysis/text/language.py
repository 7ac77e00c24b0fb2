"""Which language a comment is in: the form's, unless the words clearly say otherwise."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from py3langid.langid import MODEL_FILE, LanguageIdentifier

LANGUAGES = ("en", "es", "zh", "vi", "ar", "ht", "pt", "so", "fr")
METHOD = "py3langid"
VERSION = f"{version('py3langid')}-1"

# Tuned on 2,733 short English survey answers, 14 Spanish ones among them: the surest wrong guess had .63.
SURE = 0.8
LATIN_LETTERS = 8
OTHER_LETTERS = 2
_LAST_LATIN_LETTER = "\u024f"


@dataclass(frozen=True)
class Language:
    """A language code, how it was found, and whether the words themselves were sure of it."""

    code: str
    method: str
    version: str
    confident: bool


def identify(text: str, hint: str) -> Language:
    """The language of `text`; `hint` is the language of the form it was written in.

    The hint stands (method "form") when the text is short or unclear; only a clear answer overrides it.
    """
    letters = [character for character in text if character.isalpha()]
    if not _long_enough(letters):
        return Language(hint, "form", VERSION, confident=False)
    code, probability = _identifier().classify(text)
    if probability < SURE:
        return Language(hint, "form", VERSION, confident=False)
    return Language(str(code), METHOD, VERSION, confident=True)


def _long_enough(letters: list[str]) -> bool:
    foreign = sum(letter > _LAST_LATIN_LETTER for letter in letters)
    return len(letters) >= LATIN_LETTERS or foreign >= OTHER_LETTERS


@cache
def _identifier() -> LanguageIdentifier:
    """Our own instance, restricted to our languages: the library's shared one stays untouched."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(list(LANGUAGES))
    return identifier
