"""Who translates, and readers who would like a translation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from seguia.accounts.entering import for_signed_in
from seguia.core.errors import Invalid
from seguia.core.permissions import require
from seguia.translation.forms import TranslatorForm
from seguia.translation.queries import item_in, translator_of, translators
from seguia.translation.services.people import grant_translator, request_translation, withdraw_translator


@for_signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponseBase:
    """Everybody with the role, and a form to give it. Giving it again changes the languages."""
    require("translation.manage_translators", request.user)
    form = TranslatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = grant_translator(user=request.user, **form.cleaned_data)
        except Invalid as error:
            form.add_error("languages" if error.code == "no_language" else "email", str(error.message))
        else:
            messages.success(request, _("%(person)s can translate now.") % {"person": found.user})
            return HttpResponseRedirect(reverse("translation:people"))
    context = {"form": form, "translators": translators()}
    return render(request, "translation/people.html", context, status=400 if form.errors else 200)


@for_signed_in
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The role ends."""
    require("translation.manage_translators", request.user)
    withdraw_translator(translator_of(pk), user=request.user)
    messages.success(request, _("This person is no longer a translator. What they wrote stays."))
    return HttpResponseRedirect(reverse("translation:people"))


@for_signed_in
@require_POST
def ask(request: HttpRequest, kind: str, item: str, language: str) -> HttpResponseBase:
    """A reader would like it in this language."""
    is_new = request_translation(user=request.user, kind=kind, item=item, language=language)
    found = item_in(request.user, kind, item, language)
    if is_new:
        messages.success(request, _("Your wish is counted: translators see what readers ask for first."))
    else:
        messages.info(request, _("You have asked for this translation before; it is counted once."))
    return HttpResponseRedirect(found.url)
