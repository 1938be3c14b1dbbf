"""Pages of scales and discounts, for the secretariat."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from seguia.core.idempotency import new_form_key
from seguia.dues.explanation import group_name, kind_name
from seguia.dues.forms.scales import BracketTable, CopyForm, DiscountForm, ForceForm, ScaleForm
from seguia.dues.models import Scale
from seguia.dues.queries.staff import all_discounts, all_scales, scale_at
from seguia.dues.services import scales as services
from seguia.dues.views.form_pages import button_page, for_secretariat, form_page, plain_form


@for_secretariat("dues.edit_scale")
@require_safe
def scales(request: HttpRequest) -> HttpResponse:
    """All scales, the newest year first."""
    return render(request, "dues/scales.html", {"scales": all_scales()})


@for_secretariat("dues.edit_scale")
@require_safe
def scale(request: HttpRequest, public_id: str) -> HttpResponse:
    """The figures of a scale, and what may be done with it."""
    found = scale_at(public_id)
    groups: dict[str, list[str]] = {}
    for country, group in sorted(found.groups.items()):
        groups.setdefault(group, []).append(country)
    context = {
        "scale": found,
        "form_key": new_form_key(),
        "brackets": [(row, group_name(row.group)) for row in found.brackets.all()],
        "kinds": [(kind_name(row.kind), row.amount) for row in found.kinds.all()],
        "groups": [(group_name(group), countries) for group, countries in sorted(groups.items())],
    }
    return render(request, "dues/scale.html", context)


@for_secretariat("dues.edit_scale")
@require_http_methods(["GET", "HEAD", "POST"])
def create_scale(request: HttpRequest) -> HttpResponseBase:
    """A new draft."""
    initial = {"year": timezone.localdate().year}
    return _edited(request, Scale(), ScaleForm(request.POST or None, initial=initial), [])


@for_secretariat("dues.edit_scale")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_scale(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Change a draft."""
    found = scale_at(public_id)
    names = ("group", "population_from", "population_to", "amount")
    rows = [{name: getattr(row, name) for name in names} for row in found.brackets.all()]
    return _edited(request, found, ScaleForm(request.POST or None, scale=found), rows)


def _edited(request: HttpRequest, found: Scale, form: ScaleForm, rows: list[dict[str, Any]]) -> HttpResponseBase:
    table = BracketTable(request.POST or None, prefix="b", initial=rows)
    is_valid = request.method == "POST" and all([form.is_valid(), table.is_valid()])

    def save() -> str:
        brackets = [row for line in table if (row := line.row())]
        services.save_scale(user=request.user, scale=form.apply(found), brackets=brackets, kinds=form.kinds())
        return found.get_absolute_url()

    context = {"table": table, "scale": found if found.pk else None}
    return form_page(
        request, form, save, "dues/scale_form.html", context, done=_("Saved as a draft."), is_valid=is_valid
    )


@for_secretariat("dues.edit_scale")
@require_http_methods(["GET", "HEAD", "POST"])
def force_scale(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Bring a draft into force."""
    found = scale_at(public_id)
    form = ForceForm(request.POST or None, initial={"decided_on": timezone.localdate()})
    return plain_form(
        request,
        form,
        lambda: services.put_in_force(user=request.user, scale=found, **form.cleaned_data).get_absolute_url(),
        title=_("Bring “%(name)s” into force") % {"name": found.name},
        lead=_("From then on it is billed and cannot be changed. Gaps and overlaps of its table are refused."),
        button=_("Bring into force"),
        back=found.get_absolute_url(),
        done=_("The scale is in force."),
    )


@for_secretariat("dues.edit_scale")
@require_http_methods(["GET", "HEAD", "POST"])
def copy_scale(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The same figures for another year."""
    found = scale_at(public_id)
    form = CopyForm(request.POST or None, initial={"year": found.year + 1})
    return plain_form(
        request,
        form,
        lambda: services.copy_scale(user=request.user, scale=found, year=form.cleaned_data["year"]).get_absolute_url(),
        title=_("Copy “%(name)s”") % {"name": found.name},
        lead=_("The copy is a draft: change its name and figures, then bring it into force."),
        button=_("Copy"),
        back=found.get_absolute_url(),
        done=_("The copy is a draft."),
    )


@for_secretariat("dues.edit_scale")
@require_POST
def delete_scale(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Throw a draft away."""

    def delete() -> str:
        services.delete_scale(user=request.user, scale=scale_at(public_id))
        return reverse("dues:scales")

    return button_page(request, delete, _("The draft is deleted."))


@for_secretariat("dues.edit_scale")
@require_safe
def discounts(request: HttpRequest) -> HttpResponse:
    """Who pays less, how much, why, by whose decision."""
    return render(request, "dues/discounts.html", {"discounts": all_discounts()[:500]})


@for_secretariat("dues.edit_scale")
@require_http_methods(["GET", "HEAD", "POST"])
def create_discount(request: HttpRequest) -> HttpResponseBase:
    """Write a discount down."""
    today = timezone.localdate()
    form = DiscountForm(request.POST or None, initial={"year": today.year, "decided_on": today})

    def grant() -> str:
        services.grant_discount(user=request.user, discount=form.discount())
        return reverse("dues:discounts")

    return plain_form(
        request,
        form,
        grant,
        title=_("Discount for a member"),
        button=_("Save"),
        back=reverse("dues:discounts"),
        done=_("The discount counts in calls prepared from now on."),
    )
