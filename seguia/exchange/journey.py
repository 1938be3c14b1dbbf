"""How the journey of an action tells that another town came, was accompanied, was lent an expert, took a document."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seguia.actions.journey import StepTold, register_step_kind
from seguia.actions.models import JourneyStep
from seguia.exchange.models import Kind, Match, MatchState


def load(steps: Sequence[JourneyStep]) -> Mapping[int, str]:
    """Kind of each exchange, as long as both towns are known to everybody. One query."""
    ids = {step.facts.get("match"): step.pk for step in steps}
    found = Match.objects.filter(
        public_id__in=ids, state=MatchState.HELD, request__organisation__is_listed=True
    ).values_list("public_id", "offer__kind")
    kinds = dict(found)
    return {step.pk: kinds[step.facts["match"]] for step in steps if step.facts.get("match") in kinds}


def tell(step: JourneyStep, kind: str | None) -> StepTold | None:
    """A sentence with the town that came, which its address leads to."""
    if kind is None or step.organisation is None:
        return None
    facts = {"town": step.organisation.label().text}
    sentence = {
        Kind.VISIT: _("%(town)s came on a study visit.") % facts,
        Kind.MENTORING: _("%(town)s was accompanied by the people of this action.") % facts,
        Kind.EXPERT: _("An expert of this action worked for %(town)s.") % facts,
        Kind.TEMPLATE: _("%(town)s took over a document of this action.") % facts,
    }.get(Kind(kind))
    return StepTold(sentence, step.organisation.get_absolute_url()) if sentence else None


def register() -> None:
    """Called when the app starts."""
    register_step_kind(
        "visited", label=gettext_lazy("Shared with another town"), icon="people", public=True, tell=tell, load=load
    )
