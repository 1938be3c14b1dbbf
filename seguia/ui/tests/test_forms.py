"""Every field has its label, help and faults tied to it; a text in several languages has a box for each."""

from django import forms
from django.utils import translation

from seguia.core.forms import TranslatedFormField
from seguia.ui.tests.markup import Page


class ExampleForm(forms.Form):
    """One field of each kind we use."""

    name = forms.CharField(help_text="as on the door")
    note = forms.CharField(required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    themes = forms.MultipleChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField()
    title = TranslatedFormField(label="Title")


def _page(form: forms.Form) -> Page:
    with translation.override("fr"):
        return Page(f"<h1>x</h1><form>{form}</form>")


def test_form_is_sound() -> None:
    assert _page(ExampleForm()).faults == []


def test_faulty_field_names_its_fault_and_help() -> None:
    page = _page(ExampleForm({}))
    assert page.faults == []
    [field] = page.all("input", name="name")
    assert (field["aria-describedby"], field["aria-invalid"]) == ("id_name_helptext id_name_error", "true")


def test_translated_field_has_box_per_language_with_direction() -> None:
    page = _page(ExampleForm(initial={"title": {"ar": "عنوان", "fr": "Titre"}}))
    boxes = [(box["name"], box["lang"], box["dir"], box["value"]) for box in page.all("input") if "lang" in box]
    assert boxes == [
        ("title_ar", "ar", "rtl", "عنوان"),
        ("title_fr", "fr", "ltr", "Titre"),
        ("title_en", "en", "ltr", ""),
    ]


def test_form_escapes_what_was_typed() -> None:
    html = str(ExampleForm({"name": "<b>x", "title_ar": "</textarea><script>"}))
    assert "<b>x" not in html
    assert "<script>" not in html
