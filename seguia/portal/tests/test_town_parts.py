"""ما يهم الجماعة: what "My town" tells of saved searches and of towns like one's own."""

import datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from seguia.actions.models import Status
from seguia.config.testing import Cast, make_action, make_territory
from seguia.membership.models import Organisation, OrganisationKind
from seguia.portal.saved_searches.services import create_search
from seguia.portal.town_parts import news_from_like_towns
from seguia.territories.models import Kind
from seguia.territories.similarity.profiles import forget_profiles


@pytest.fixture(autouse=True)
def fresh_profiles() -> None:
    forget_profiles()


def like_town(number: int, **fields: Any) -> Organisation:
    """A mountain town of the size of Chefchaouen."""
    territory = make_territory(
        f"hcp:990010{number}",
        Kind.COMMUNE,
        "MA",
        {"ar": f"مدينة {number}"},
        population=40_000,
        traits=["mountain", "tourism", "urban"],
    )
    return Organisation.objects.create(
        kind=OrganisationKind.LOCAL_GOVERNMENT, name={"ar": f"جماعة {number}"}, territory=territory
    )


def page_of(client: Client, user: Any) -> str:
    client.force_login(user)
    return client.get("/en/my-town/").content.decode()


def test_news_of_like_towns_are_told_with_the_reason(cast: Cast, client: Client) -> None:
    new = make_action(like_town(1), {"ar": "تجميع مياه الأمطار"}, status=Status.PUBLISHED, published_at=timezone.now())
    old = timezone.now() - datetime.timedelta(days=400)
    stale = make_action(like_town(2), {"ar": "إجراء قديم"}, status=Status.PUBLISHED, published_at=old)
    draft = make_action(like_town(3), {"ar": "مسودة سرية"})
    page = page_of(client, cast.mayor)
    assert "New from towns like yours" in page
    assert new.public_id in page
    assert "both: mountain" in page
    assert stale.public_id not in page
    assert draft.public_id not in page


def test_saved_searches_are_linked(cast: Cast, client: Client) -> None:
    assert "own-searches" not in page_of(client, cast.mayor)
    for number in range(4):
        query = QueryDict(f"q=compost{number}")
        create_search(user=cast.mayor, name=f"تسميد {number}", query=query, language="ar", frequency="daily")
    page = page_of(client, cast.mayor)
    assert "تسميد 3" in page
    assert "تسميد 0" not in page
    assert "All saved searches" in page
    assert "تسميد" not in page_of(client, cast.clerk)


@pytest.mark.parametrize("towns", [1, 3])
def test_news_take_a_fixed_number_of_queries(
    cast: Cast, client: Client, towns: int, django_assert_num_queries: Any
) -> None:
    for number in range(towns):
        make_action(like_town(number), {"ar": "تجميع المياه"}, status=Status.PUBLISHED, published_at=timezone.now())
    news_from_like_towns(cast.mayor, cast.chefchaouen_town)
    with django_assert_num_queries(2):
        assert news_from_like_towns(cast.mayor, cast.chefchaouen_town)
