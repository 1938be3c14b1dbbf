"""The secretariat adds, changes and merges concepts."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from seguia.core.idempotency import new_form_key
from seguia.vocabulary.forms import ConceptForm, MergeForm, NewConceptForm, named
from seguia.vocabulary.models import Concept
from seguia.vocabulary.queries import concept_by_slug
from seguia.vocabulary.services.checking import fingerprint
from seguia.vocabulary.services.editing import change_concept, content_of, create_concept
from seguia.vocabulary.services.merging import merge_concepts
from seguia.vocabulary.uses import use_count
from seguia.vocabulary.views.entering import for_secretariat, saved, told

ANY = ["GET", "HEAD", "POST"]


@require_http_methods(ANY)
@for_secretariat
def add(request: HttpRequest) -> HttpResponseBase:
    """A new concept; `?under=` says below which one."""
    under = request.GET.get("under", "")[:80]
    form = NewConceptForm(request.POST or None, initial={"broader": named([under]) if under else ""})
    if request.method == "POST" and form.is_valid() and (done := saved(request, form, lambda: _created(request, form))):
        return done
    return _page(request, "vocabulary/add.html", form)


def _created(request: HttpRequest, form: NewConceptForm) -> str:
    edited = create_concept(user=request.user, content=form.content(), slug=form.cleaned_data["slug"])
    return told(request, edited, _("Saved. The search learns the new words within seconds."))


@require_http_methods(ANY)
@for_secretariat
def edit(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Words and links of a concept."""
    concept = concept_by_slug(slug)
    content = content_of(concept)
    form = ConceptForm(request.POST or None, initial={**ConceptForm.shown(content), "seen": fingerprint(content)})
    if (
        request.method == "POST"
        and form.is_valid()
        and (done := saved(request, form, lambda: _changed(request, concept, form)))
    ):
        return done
    return _page(request, "vocabulary/edit.html", form, concept=concept)


def _changed(request: HttpRequest, concept: Concept, form: ConceptForm) -> str:
    edited = change_concept(concept, user=request.user, content=form.content(), seen=form.cleaned_data["seen"])
    return told(request, edited, _("Saved. The search learns the new words within seconds."))


@require_http_methods(ANY)
@for_secretariat
def merge(request: HttpRequest, slug: str) -> HttpResponseBase:
    """First which one stays (`?into=`), then a look at both, then the deed."""
    concept = concept_by_slug(slug)
    if concept.slug != slug:
        return redirect("vocabulary:detail", concept.slug)
    form = MergeForm(request.POST or (request.GET if "into" in request.GET else None))
    into = form.cleaned_data["into"] if form.is_valid() else None
    if (
        request.method == "POST"
        and into is not None
        and (done := saved(request, form, lambda: _merged(request, concept, into)))
    ):
        return done
    shown = {"concept": concept, "into": into, "action_count": use_count(concept)}
    return _page(request, "vocabulary/merge.html", form, **shown)


def _merged(request: HttpRequest, concept: Concept, into: Concept) -> str:
    kept = merge_concepts(concept, user=request.user, into=into)
    messages.success(request, _("Merged. The old address leads here from now on."))
    return reverse("vocabulary:detail", args=[kept.slug])


def _page(request: HttpRequest, template: str, form: Any, **shown: Any) -> HttpResponseBase:
    status = 400 if request.method == "POST" and form.errors else 200
    return render(request, template, {"form": form, "form_key": new_form_key(), **shown}, status=status)
