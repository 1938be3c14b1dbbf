"""Words that people searched for and that are known nowhere: the secretariat answers them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.core.idempotency import new_form_key, take_effect_once
from seguia.core.text import harmless_text
from seguia.vocabulary.forms import AdoptForm, named
from seguia.vocabulary.labels import find_concepts
from seguia.vocabulary.models import UnknownWord
from seguia.vocabulary.queries import unknown_word_by_id, unknown_words
from seguia.vocabulary.services.unknown_words import adopt_word, ignore_word
from seguia.vocabulary.views.entering import for_secretariat, saved, told

PER_PAGE = 50


@require_safe
@for_secretariat
def unknown(request: HttpRequest) -> HttpResponseBase:
    """The most wanted first."""
    page = Paginator(unknown_words(), PER_PAGE).get_page(request.GET.get("page", "1")[:12])
    return render(request, "vocabulary/unknown.html", {"page": page, "form_key": new_form_key()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_secretariat
def adopt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Make a word a label of a concept; `?q=` looks for the concept, `?into=` chooses it."""
    word = unknown_word_by_id(pk)
    into = named([request.GET.get("into", "")[:80]])
    form = AdoptForm(request.POST or None, initial={"label": word.word, "language": word.language, "into": into})
    if (
        request.method == "POST"
        and form.is_valid()
        and (done := saved(request, form, lambda: _adopted(request, word, form)))
    ):
        return done
    words = harmless_text(request.GET.get("q", ""))[:100].strip()
    context = {"word": word, "form": form, "words": words, "found": find_concepts(words), "form_key": new_form_key()}
    status = 400 if request.method == "POST" and form.errors else 200
    return render(request, "vocabulary/adopt.html", context, status=status)


def _adopted(request: HttpRequest, word: UnknownWord, form: AdoptForm) -> str:
    data = form.cleaned_data
    edited = adopt_word(word, user=request.user, concept=data["into"], language=data["language"], label=data["label"])
    return told(request, edited, _("Saved. Who searches for this word finds something now."))


@require_POST
@for_secretariat
def ignore(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show it no more."""
    word = unknown_word_by_id(pk)
    return take_effect_once(request, lambda: _ignored(request, word))


def _ignored(request: HttpRequest, word: UnknownWord) -> str:
    ignore_word(word, user=request.user)
    messages.success(request, _("This word is not shown any more."))
    return reverse("vocabulary:unknown")
