"""The form field for a text in several languages, as a browser sends and gets it."""

import re
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.utils.translation import override

from seguia.core.fields import TranslatedField
from seguia.core.forms import TranslatedFormField, TranslatedWidget
from seguia.core.translated import TranslatedText


class SheetForm(forms.Form):
    title = TranslatedFormField(max_length=20)
    text = TranslatedFormField(max_length=200, multiline=True, required=False)


def sent(**boxes: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(boxes)
    return data


def test_each_language_comes_from_its_own_box() -> None:
    form = SheetForm(sent(title_ar=" ماء ", title_fr="Eau", text_fr="un\r\ndeux"))
    assert form.is_valid()
    assert form.cleaned_data == {"title": {"ar": "ماء", "fr": "Eau"}, "text": {"fr": "un\ndeux"}}
    assert type(form.cleaned_data["title"]) is TranslatedText


def test_required_means_in_one_language_at_least() -> None:
    assert SheetForm(sent(title_ar="ماء")).is_valid()
    form = SheetForm(sent(title_ar="  ", title_fr=""))
    assert list(form.errors) == ["title"]
    assert form.errors.as_data()["title"][0].code == "required"


def test_fault_names_its_language_and_the_text_is_kept() -> None:
    boxes = {"title_ar": "ماء\u202e", "title_fr": "x" * 21, "title_en": "Water"}
    with override("en"):
        form = SheetForm(sent(**boxes))
        assert form.errors["title"] == [
            "العربيّة: The text contains an invisible control character (U+202E at position 4). Remove it and try again.",
            "français: 21 characters; at most 20 are possible.",
        ]
    assert form["title"].value() == {"ar": "ماء\u202e", "fr": "x" * 21, "en": "Water"}


def test_boxes_have_language_direction_and_own_name() -> None:
    boxes = TranslatedWidget().get_context("title", TranslatedText(ar="ماء"), {"id": "id_title"})["widget"]["boxes"]
    assert [(b["name"], b["id"], b["language"], b["direction"], b["label"], b["value"]) for b in boxes] == [
        ("title_ar", "id_title_ar", "ar", "rtl", "العربيّة", "ماء"),
        ("title_fr", "id_title_fr", "fr", "ltr", "français", ""),
        ("title_en", "id_title_en", "en", "ltr", "English", ""),
    ]


@pytest.mark.parametrize("page", ["ar", "fr", "en"])
def test_page_shows_a_box_for_each_language_whatever_its_own(page: str) -> None:
    with override(page):
        html = str(SheetForm(initial={"title": {"ar": '"ماء" <b>'}})["title"])
    boxes = re.findall(r"<input[^>]*>", html)
    assert [re.search(r'lang="(\w+)" dir="(\w+)"', box).groups() for box in boxes] == [
        ("ar", "rtl"),
        ("fr", "ltr"),
        ("en", "ltr"),
    ]
    assert 'value="&quot;ماء&quot; &lt;b&gt;"' in boxes[0]
    assert [f'for="id_title_{code}"' in html for code in ("ar", "fr", "en")] == [True] * 3


def test_faulty_text_is_shown_again() -> None:
    html = str(SheetForm(sent(title_fr="y" * 30))["title"])
    assert "y" * 30 in html
    assert html.count('aria-invalid="true"') == 3


def test_longer_texts_get_textareas() -> None:
    html = str(SheetForm(initial={"text": {"ar": "سطر\nسطر"}})["text"])
    assert html.count("<textarea") == 3
    assert 'lang="ar" dir="rtl"' in html
    assert "سطر\nسطر</textarea>" in html


@pytest.mark.parametrize(
    ("initial", "boxes", "changed"),
    [
        ({"fr": "Eau"}, {"title_fr": "Eau"}, False),
        ({"fr": "Eau"}, {"title_fr": " Eau "}, False),
        ({"fr": "un\ndeux"}, {"title_fr": "un\r\ndeux"}, False),
        ({"fr": "De\u0301chets"}, {"title_fr": "Déchets"}, False),
        ({"fr": "Eau"}, {"title_fr": "Eau", "title_ar": "ماء"}, True),
        ({"fr": "Eau"}, {"title_fr": ""}, True),
        (None, {"title_fr": ""}, False),
        (None, {}, False),
        ({"fr": "Eau"}, {"title_fr": "Eau\u202e"}, True),
    ],
)
def test_change_is_noticed_only_where_there_is_one(initial: Any, boxes: dict[str, str], changed: bool) -> None:
    form = SheetForm(sent(**boxes), initial={"title": initial})
    assert form.fields["title"].has_changed(initial, form["title"].data) is changed


def test_only_shown_languages_are_compared() -> None:
    field = TranslatedFormField()
    field.widget.languages = ["fr"]
    assert field.has_changed({"fr": "Eau", "ar": "ماء"}, TranslatedText(fr="Eau")) is False
    assert field.has_changed({"fr": "Eau", "ar": "ماء"}, TranslatedText(fr="L’eau")) is True


def test_languages_may_be_ordered_and_left_out() -> None:
    widget = TranslatedWidget()
    widget.languages = ["fr", "ar"]
    boxes = widget.get_context("title", None, {})["widget"]["boxes"]
    assert [box["language"] for box in boxes] == ["fr", "ar"]
    assert widget.value_from_datadict({"title_fr": "Eau", "title_en": "Water"}, {}, "title") == {"fr": "Eau"}
    assert widget.id_for_label("id_title") == "id_title_fr"
    assert widget.value_omitted_from_data({"title_en": "Water"}, {}, "title") is True


def test_prefix_of_a_row_reaches_every_box() -> None:
    form = SheetForm(QueryDict("steps-0-title_fr=Eau"), prefix="steps-0")
    assert form.is_valid()
    assert form.cleaned_data["title"] == {"fr": "Eau"}
    assert 'id="id_steps-0-title_fr"' in str(form["title"])


def test_model_field_gives_its_rules_to_the_form() -> None:
    field = TranslatedField(
        "title of the sheet", max_length=7, multiline=True, blank=False, help_text="Short."
    ).formfield()
    assert isinstance(field, TranslatedFormField)
    assert (field.required, field.max_length, field.multiline, field.label, field.help_text) == (
        True,
        7,
        True,
        "Title of the sheet",
        "Short.",
    )


def test_language_that_was_added_gets_a_box(settings: Any) -> None:
    settings.LANGUAGES = [("ar", "Arabic"), ("fr", "French"), ("en", "English"), ("zgh", "Amazigh")]
    form = SheetForm(sent(title_zgh="ⴰⵎⴰⵏ"))
    assert form.is_valid()
    assert form.cleaned_data["title"] == {"zgh": "ⴰⵎⴰⵏ"}
    boxes = form.fields["title"].widget.get_context("title", None, {})["widget"]["boxes"]
    assert (boxes[3]["label"], boxes[3]["direction"]) == ("ⵜⴰⵎⴰⵣⵉⵖⵜ", "ltr")
