"""The language of a comment: the form's, unless the words are clear."""

import pytest

from analysis.text.language import identify
from tests.analysis.text.conftest import Comments
from tests.analysis.text.public_files import BOWLING_GREEN, VTAIWAN

CLEAR = [
    ("es", "La policía no hace nada cuando llamamos"),
    ("es", "la policia no hace nada"),
    ("es", "me da miedo llamar a la policia"),
    ("es", "mi hijo fue parado sin razon"),
    ("pt", "A polícia não faz nada pelo bairro"),
    ("pt", "tenho medo de chamar a polícia"),
    ("fr", "La police ne fait rien ici"),
    ("fr", "j'ai peur d'appeler la police"),
    ("vi", "cảnh sát không làm gì cả"),
    ("vi", "tôi sợ gọi cảnh sát"),
    ("ht", "lapolis pa fè anyen pou nou"),
    ("ht", "mwen pè rele lapolis"),
    ("so", "booliisku waxba nooma qabtaan"),
    ("so", "waan ka baqayaa inaan booliska waco"),
    ("ar", "الشرطة لا تفعل شيئا"),
    ("zh", "警察什么都不做"),
    ("zh", "我不信任警察"),
    ("en", "The police never do anything when we call"),
    ("en", "I AM AFRAID TO CALL THE POLICE"),
]


@pytest.mark.parametrize(("code", "text"), CLEAR)
@pytest.mark.parametrize("hint", ["en", "es"])
def test_clear_words_override_the_form(code: str, text: str, hint: str) -> None:
    language = identify(text, hint)
    assert (language.code, language.confident, language.method) == (code, True, "py3langid")


@pytest.mark.parametrize("text", ["", "ok", "no", "👍👍👍", "12345", "police", "BG rocks", "Walmart", "!!!"])
@pytest.mark.parametrize("hint", ["en", "es", "so"])
def test_short_or_unclear_words_leave_the_form_right(text: str, hint: str) -> None:
    language = identify(text, hint)
    assert (language.code, language.confident, language.method) == (hint, False, "form")


@pytest.mark.data
def test_real_english_comments(comments: Comments) -> None:
    texts = comments(BOWLING_GREEN).values()
    assert all(identify(text, "en").code == "en" for text in texts)
    assert sum(identify(text, "es").code == "en" for text in texts) >= 0.95 * len(texts)


@pytest.mark.data
def test_real_chinese_comments_on_an_english_form(comments: Comments) -> None:
    codes = [identify(text, "en").code for text in comments(VTAIWAN).values()]
    assert codes.count("zh") >= 0.99 * len(codes)
