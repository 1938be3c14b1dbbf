"""Writing scales and discounts."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.audit.services import record_event
from seguia.core.errors import Conflict
from seguia.core.identifiers import new_public_id
from seguia.core.permissions import require
from seguia.dues.computation import table_faults
from seguia.dues.explanation import fault_sentence
from seguia.dues.models import Discount, Invoice, KindAmount, Scale, ScaleBracket, ScaleMethod, ScaleState
from seguia.dues.money import is_exact
from seguia.dues.tables import table_of

_CLOSED = gettext_lazy(
    "This scale is in force and is not changed any more. Nothing was changed; make a copy for another year."
)


def save_scale(
    *,
    user: Any,
    scale: Scale,
    brackets: Sequence[ScaleBracket] = (),
    kinds: Sequence[KindAmount] = (),
) -> Scale:
    """Create or change a draft with all its rows. Raises Refused, Conflict, ValidationError (nothing is saved then)."""
    with transaction.atomic():
        require("dues.edit_scale", user, scale)
        if scale.pk and Scale.objects.select_for_update().get(pk=scale.pk).is_in_force:
            raise Conflict(_CLOSED)
        scale.state = ScaleState.DRAFT
        scale.full_clean()
        scale.save()
        _replace_rows(scale, brackets, kinds)
        record_event("dues.scale.saved", scale, actor=user, year=scale.year, currency=scale.currency)
    return scale


def _replace_rows(scale: Scale, brackets: Sequence[ScaleBracket], kinds: Sequence[KindAmount]) -> None:
    scale.brackets.all().delete()
    scale.kinds.all().delete()
    rows: list[ScaleBracket | KindAmount] = [*brackets, *kinds]
    for row in rows:
        row.pk, row.scale = None, scale
        if not is_exact(row.amount, scale.currency):
            raise ValidationError(
                _("%(amount)s is smaller than the smallest unit of the currency."), params={"amount": row.amount}
            )
        row.full_clean()
        row.save(force_insert=True)


def put_in_force(*, user: Any, scale: Scale, decided_on: datetime.date, reference: str) -> Scale:
    """From now on it is billed. Raises Refused, Conflict, ValidationError with each hole of the table in a sentence."""
    with transaction.atomic():
        require("dues.edit_scale", user, scale)
        fresh = Scale.objects.select_for_update().get(pk=scale.pk)
        if fresh.is_in_force:
            raise Conflict(_CLOSED)
        fresh.state, fresh.decided_on, fresh.decision_reference = ScaleState.IN_FORCE, decided_on, reference
        fresh.full_clean()
        _check_table(fresh)
        _check_countries(fresh)
        fresh.save()
        record_event("dues.scale.in_force", fresh, actor=user, year=fresh.year, currency=fresh.currency)
    return fresh


def _check_table(scale: Scale) -> None:
    if scale.method == ScaleMethod.PER_HEAD:
        if scale.rate is None:
            raise ValidationError({"rate": _("Enter the amount per inhabitant.")})
        return
    table = table_of(scale)
    faults = [fault_sentence(fault) for fault in table_faults(table.brackets)]
    if faults:
        raise ValidationError([ValidationError(sentence, code="table") for sentence in faults])


def _check_countries(scale: Scale) -> None:
    """Each member has one scale a year: no country twice, one scale for all others."""
    others = Scale.objects.select_for_update().filter(year=scale.year, state=ScaleState.IN_FORCE).exclude(pk=scale.pk)
    for other in others:
        both = sorted(set(scale.countries) & set(other.countries))
        if both or (not scale.countries and not other.countries):
            raise ValidationError(
                _("The scale “%(name)s” of the same year is for the same countries already. Nothing was changed."),
                params={"name": str(other.name)},
            )


def copy_scale(*, user: Any, scale: Scale, year: int) -> Scale:
    """A draft for another year with the same figures. Raises Refused, ValidationError."""
    with transaction.atomic():
        require("dues.edit_scale", user, scale)
        brackets, kinds = list(scale.brackets.all()), list(scale.kinds.all())
        copy = Scale.objects.get(pk=scale.pk)
        copy.pk, copy.public_id, copy.year = None, new_public_id(), year
        copy._state.adding = True
        copy.decided_on, copy.decision_reference = None, ""
        return save_scale(user=user, scale=copy, brackets=brackets, kinds=kinds)


def delete_scale(*, user: Any, scale: Scale) -> None:
    """Throw a draft away. Raises Refused, Conflict."""
    with transaction.atomic():
        require("dues.edit_scale", user, scale)
        fresh = Scale.objects.select_for_update().get(pk=scale.pk)
        if fresh.is_in_force:
            raise Conflict(_CLOSED)
        record_event("dues.scale.deleted", fresh, actor=user, year=fresh.year)
        fresh.delete()


def grant_discount(*, user: Any, discount: Discount) -> Discount:
    """Write down what a member was granted for a year; it counts in calls begun from now on.
    Raises Refused, ValidationError, Conflict when the year is invoiced already."""
    with transaction.atomic():
        require("dues.edit_scale", user, discount)
        discount.entered_by = user
        discount.full_clean()
        if Invoice.objects.filter(membership=discount.membership, year=discount.year, kind="invoice").exists():
            raise Conflict(
                _(
                    "The dues of this member for this year are invoiced already. Nothing was saved; write a credit note instead."
                )
            )
        try:
            discount.save()
        except IntegrityError as error:
            raise Conflict(_("This member has a discount for this year already. Nothing was saved.")) from error
        facts = {"year": discount.year, "percent": str(discount.percent or ""), "amount": str(discount.amount or "")}
        record_event("dues.discount.granted", discount, actor=user, **facts)
    return discount
