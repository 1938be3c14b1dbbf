"""Offers, requests and matches for the tests of this app, through the services wherever that is not the subject."""

import datetime
from typing import Any

from seguia.accounts.models import User
from seguia.config.testing import Cast, make_territory, make_user
from seguia.exchange.models import Kind, Match, Payment, Posting, Side
from seguia.exchange.services.answering import answer_match, hold_match
from seguia.exchange.services.deciding import confirm_match
from seguia.exchange.services.postings import create_posting
from seguia.exchange.services.runs import run_matching
from seguia.membership.models import Organisation, OrganisationKind, Representation, Role

WORDS = "نستقبل وفدا من منتخبين وتقنيين لزيارة محطة التسميد ولقاء المستعملين"
SECRET = "amina.secret@example.org"


def content(cast: Cast, **more: Any) -> dict[str, Any]:
    """What a form sends."""
    return {
        "kind": Kind.VISIT,
        "title": "زيارة محطة التسميد الجماعي",
        "text": WORDS,
        "language": "ar",
        "spoken": ["ar", "fr"],
        "date_from": None,
        "date_to": None,
        "is_flexible": False,
        "is_online": False,
        "place": None,
        "payment": Payment.SHARED,
        "conditions": "",
        "contact_function": "مصلحة البيئة",
        "contact_email": SECRET,
        "contact_phone": "+212 539 11 22 33",
        "themes": [cast.waste],
        "goals": [cast.goal],
        **more,
    }


def make_offer(cast: Cast, user: User | None = None, organisation: Organisation | None = None, **more: Any) -> Posting:
    """An offer of Chefchaouen, unless said otherwise."""
    facts = {name: more.pop(name) for name in ("action",) if name in more}
    return create_posting(
        user=user or cast.mayor,
        organisation=organisation or cast.chefchaouen_town,
        side=Side.OFFER,
        content=content(cast, **{"capacity": 1, **more}),
        **facts,
    )


def make_request(
    cast: Cast, user: User | None = None, organisation: Organisation | None = None, **more: Any
) -> Posting:
    """A request of Loos-en-Gohelle, unless said otherwise."""
    facts = {name: more.pop(name) for name in ("answers", "action") if name in more}
    given = {"title": "Voir un compostage collectif", "text": "Nous cherchons une visite.", "language": "fr", **more}
    return create_posting(
        user=user or cast.loos_mayor,
        organisation=organisation or cast.loos_town,
        side=Side.REQUEST,
        content=content(cast, **given),
        **facts,
    )


def make_town(number: int) -> tuple[Organisation, User]:
    """One more town with its mayor."""
    names = {"fr": f"Village {number}", "ar": f"قرية {number}"}
    territory = make_territory(f"insee-com:9{number:04}", "commune", "FR", names, population=1000 + number)
    town = Organisation.objects.create(
        kind=OrganisationKind.LOCAL_GOVERNMENT, name={"fr": f"Commune {number}"}, territory=territory
    )
    user = make_user(f"head{number}")
    since = datetime.date(2020, 1, 1)
    Representation.objects.create(user=user, organisation=town, role=Role.REPRESENTATIVE, since=since)
    return town, user


def proposed(cast: Cast, **more: Any) -> Match:
    """A proposal between Chefchaouen (offers) and Loos (asks)."""
    make_offer(cast, **more)
    make_request(cast)
    run_matching(user=cast.secretariat)
    return Match.objects.get()


def confirmed(cast: Cast, **more: Any) -> Match:
    """The secretariat has confirmed it."""
    return confirm_match(user=cast.secretariat, public_id=proposed(cast, **more).public_id)


def agreed(cast: Cast, **more: Any) -> Match:
    """Both have accepted."""
    match = confirmed(cast, **more)
    answer_match(user=cast.mayor, public_id=match.public_id, answer="accepted")
    return answer_match(user=cast.loos_mayor, public_id=match.public_id, answer="accepted")


def held(cast: Cast, **more: Any) -> Match:
    """It took place today."""
    match = agreed(cast, **more)
    return hold_match(user=cast.mayor, public_id=match.public_id, on=datetime.date.today())  # noqa: DTZ011
