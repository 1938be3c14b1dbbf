"""Plans for these tests: Loos takes up what Chefchaouen told in Arabic, and what follows from there."""

from typing import Any

from django.test import Client

from seguia.accounts.models import User
from seguia.actions.models import Action, Result, Status, Step
from seguia.config.testing import Cast, make_action, make_territory, make_user
from seguia.core.idempotency import new_form_key
from seguia.membership.models import Organisation, Representation
from seguia.replication import services
from seguia.replication.models import Consent, Replication

STEP, OTHER_STEP = "steptest", "stepothr"


def full_source(cast: Cast) -> Action:
    """The Arabic action with steps, conditions, cost, partners and a figure."""
    action = cast.arabic_action
    action.problem = {"ar": "الأسر لا تعرف كيف تقتصد في الكهرباء.", "fr": "Les foyers ne savent pas économiser."}
    action.transfer = {"ar": "يلزم مكتب في قلب المدينة."}
    action.cost, action.cost_currency, action.cost_year = 250000, "MAD", 2016
    action.save()
    Step.objects.create(action=action, key=STEP, title={"ar": "اختيار المكان"}, text={"ar": "قرب السوق."}, position=0)
    Step.objects.create(action=action, key=OTHER_STEP, title={"ar": "تكوين المستشارين"}, position=1)
    action.partners.create(name={"ar": "الوكالة المغربية للنجاعة الطاقية"}, role={"ar": "التكوين"})
    action.funders.create(name={"ar": "الجماعة"}, kind="own")
    Result.objects.create(
        action=action,
        indicator="people_reached",
        label={"ar": "أسر"},
        value=1200,
        unit="أسرة",
        kind="measured",
        year=2016,
    )
    return action


def begun(cast: Cast, user: User | None = None, action: Action | None = None) -> Replication:
    """A private plan of Loos."""
    person = user or cast.loos_mayor
    return services.begin_plan(
        user=person, action=action or cast.arabic_action, organisation=cast.loos_town, language="fr"
    )


def shown(cast: Cast) -> Replication:
    """The same, shown; Chefchaouen has not answered."""
    return services.show_plan(begun(cast), user=cast.loos_mayor)


def linked(cast: Cast) -> Replication:
    """The same, and Chefchaouen agrees."""
    return services.answer_link(shown(cast), user=cast.mayor, answer=Consent.CONFIRMED)


def another_town(cast: Cast, number: int = 1, **place: Any) -> tuple[Organisation, User]:
    """A town in France and who writes for it."""
    territory = make_territory(
        f"insee-com:59{number:03}", "commune", "FR", {"fr": f"Ville-{number}", "ar": f"مدينة {number}"},
        region=cast.hauts, parent=cast.hauts, **place,
    )  # fmt: skip
    town = Organisation.objects.create(
        kind="local-government", name={"fr": f"Commune de Ville-{number}", "ar": f"جماعة {number}"}, territory=territory
    )
    person = make_user(f"writer{number}")
    Representation.objects.create(user=person, organisation=town, role="editor", since="2020-01-01")
    return town, person


def taken_up(
    cast: Cast, action: Action, number: int, *, with_sheet: bool = False, answer: User | None = None
) -> Replication:
    """Another town takes the action up, shows it, and the town of origin agrees."""
    town, person = another_town(cast, number, latitude="50.1", longitude="3.1")
    plan = services.begin_plan(user=person, action=action, organisation=town, language="fr")
    plan = services.show_plan(plan, user=person)
    plan = services.answer_link(plan, user=answer or cast.mayor, answer=Consent.CONFIRMED)
    if with_sheet:
        sheet = make_action(town, {"fr": f"Notre version {number}"}, status=Status.PUBLISHED)
        plan = services.tie_sheet(plan, user=person, action=sheet)
    return plan


def signed_in(user: User) -> Client:
    """A browser of this person."""
    client = Client()
    client.force_login(user)
    return client


def posted(client: Client, path: str, **data: Any) -> Any:
    """A form with a key of its own."""
    return client.post(path, {"form_key": new_form_key(), **data})
