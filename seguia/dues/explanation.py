"""Sentences for the steps of a computation, in the language that is active: shown to members and printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seguia.core.formats import country_name, number
from seguia.dues.computation import TableFault
from seguia.dues.models.scales import GROUPS
from seguia.dues.money import written
from seguia.membership.models import OrganisationKind


@dataclass(frozen=True)
class Told:
    """A line as it is read."""

    sentence: str
    amount: Decimal | None


def told_lines(lines: list[dict[str, Any]], currency: str) -> list[Told]:
    """The kept lines of an invoice or a preview."""
    return [
        Told(
            line_sentence(line["code"], line["figures"], currency), Decimal(line["amount"]) if line["amount"] else None
        )
        for line in lines
    ]


def line_sentence(code: str, figures: Mapping[str, Any], currency: str) -> str:
    """One step in words; the code itself for one that is no longer known."""
    teller = _TELLERS.get(code)
    return teller(figures, currency) if teller else code


def _population(figures: Mapping[str, Any], currency: str) -> str:
    count = figures["population"]
    facts = {"n": number(count), "year": figures["year"]}
    if figures["year"]:
        return ngettext("%(n)s inhabitant (%(year)s)", "%(n)s inhabitants (%(year)s)", count) % facts
    return ngettext("%(n)s inhabitant", "%(n)s inhabitants", count) % facts


def _bracket(figures: Mapping[str, Any], currency: str) -> str:
    if figures["to"] is None:
        return _("Bracket from %(low)s inhabitants") % {"low": number(figures["from"])}
    return _("Bracket from %(low)s to %(high)s inhabitants") % {
        "low": number(figures["from"]),
        "high": number(figures["to"]),
    }


def group_name(group: str) -> str:
    """An income group in words."""
    return str(dict(GROUPS).get(group, group))


def kind_name(kind: str) -> str:
    """A kind of organisation in words."""
    return str(OrganisationKind(kind).label) if kind in OrganisationKind.values else kind


def _group(figures: Mapping[str, Any], currency: str) -> str:
    facts = {"country": country_name(figures["country"]), "group": group_name(figures["group"])}
    return _("%(country)s: %(group)s") % facts


def _kind(figures: Mapping[str, Any], currency: str) -> str:
    return _("Amount for this kind of body: %(kind)s") % {"kind": kind_name(figures["kind"])}


def _per_head(figures: Mapping[str, Any], currency: str) -> str:
    facts = {"rate": number(Decimal(figures["rate"]), digits=6), "currency": currency}
    return _("%(rate)s %(currency)s per inhabitant") % facts


def _floor(figures: Mapping[str, Any], currency: str) -> str:
    return _("Raised to the smallest amount of the scale")


def _cap(figures: Mapping[str, Any], currency: str) -> str:
    return _("Limited to the largest amount of the scale")


def _pro_rata(figures: Mapping[str, Any], currency: str) -> str:
    months = figures["months"]
    return ngettext(
        "Joined within the year: %(n)s month of 12", "Joined within the year: %(n)s months of 12", months
    ) % {"n": number(months)}


def _discount(figures: Mapping[str, Any], currency: str) -> str:
    if "percent" in figures:
        facts = {"percent": number(Decimal(figures["percent"])), "reason": _natural(figures["reason"])}
        return _("Discount of %(percent)s %%: %(reason)s") % facts
    facts = {"amount": written(Decimal(figures["amount"]), currency), "reason": _natural(figures["reason"])}
    return _("Discount of %(amount)s: %(reason)s") % facts


def _natural(text: str) -> str:
    """What a person typed, in its own direction within the sentence (U+2068 … U+2069)."""
    return f"\u2068{text}\u2069"


def _by_hand(figures: Mapping[str, Any], currency: str) -> str:
    return str(figures["text"])


_TELLERS = {
    "population": _population,
    "bracket": _bracket,
    "group": _group,
    "kind": _kind,
    "per_head": _per_head,
    "floor": _floor,
    "cap": _cap,
    "pro_rata": _pro_rata,
    "discount": _discount,
    "by_hand": _by_hand,
}


def reason_sentence(code: str, figures: Mapping[str, Any]) -> str:
    """Why a member is left out of a call, and what to do about it."""
    sentences = {
        "population_missing": _("The number of inhabitants is not known. Enter it in the register of territories."),
        "kind_missing": _("The scale has no amount for this kind of body: %(kind)s."),
        "group_missing": _("The scale does not say to which income group this country belongs: %(country)s."),
        "bracket_missing": _("No bracket of the scale holds %(population)s inhabitants."),
        "rate_missing": _("The scale has no amount per inhabitant."),
        "no_scale": _("No scale of the year is for this country: %(country)s."),
        "honorary": _("Honorary members owe no dues."),
        "nothing_due": _("The computation gives nothing to pay."),
        "already_invoiced": _("The dues of this year are invoiced already."),
        "not_yet_member": _("Was not a member yet on the day of the call."),
        "by_hand": _("Left out by the secretariat."),
    }
    facts = {
        "kind": kind_name(figures.get("kind", "")),
        "country": country_name(figures.get("country", "")) or "?",
        "population": number(figures.get("population", 0)),
    }
    return sentences.get(code, code) % facts


def fault_sentence(fault: TableFault) -> str:
    """What is wrong with a table of brackets."""
    sentences = {
        "nothing": _("The scale has no brackets yet."),
        "mixed": _("Some brackets name an income group and others do not. Name it in all of them, or in none."),
        "start": _("The first bracket must begin at 0 inhabitants."),
        "gap": _("The brackets leave out towns from %(population)s inhabitants on."),
        "overlap": _("Two brackets hold towns of %(population)s inhabitants."),
        "reversed": _("The bracket from %(population)s inhabitants ends before it begins."),
        "open": _("The last bracket must have no upper end, or towns above %(population)s are left out."),
    }
    sentence = sentences[fault.code] % {"population": number(fault.population)}
    if not fault.group:
        return sentence
    return _("%(group)s: %(sentence)s") % {"group": group_name(fault.group), "sentence": sentence}
