"""The public page of a partner."""

import pytest

from seguia.config.testing import make_action
from seguia.membership.models import Organisation


@pytest.fixture
def partner(cast) -> Organisation:
    return Organisation.objects.create(
        kind="association", name={"ar": "جمعية الماء", "fr": "Association de l'eau"}, website="https://example.org/"
    )


@pytest.mark.parametrize(
    ("language", "title"), [("ar", "<bdi>جمعية الماء</bdi>"), ("fr", "<bdi>Association de l&#x27;eau</bdi>")]
)
def test_partner_has_a_page_with_its_published_actions(language, title, client, cast, partner):
    shown = make_action(partner, {"ar": "صيانة السواقي"}, status="published")
    make_action(partner, {"ar": "مسودة سرية"})
    response = client.get(f"/{language}/organisations/{partner.public_id}/")
    html = response.content.decode()
    assert response.status_code == 200
    assert f"<h1>{title}</h1>" in html
    assert (shown.public_id in html, "مسودة سرية" in html) == (True, False)


@pytest.mark.parametrize("number", [1, 3])
def test_partner_page_takes_the_same_queries(number, client, cast, partner, django_assert_num_queries):
    for n in range(number):
        make_action(partner, {"ar": f"ساقية {n}"}, status="published")
    with django_assert_num_queries(6):
        client.get(f"/fr/organisations/{partner.public_id}/")


def test_town_hall_leads_to_its_town(client, cast):
    response = client.get(f"/fr/organisations/{cast.loos_town.public_id}/")
    assert (response.status_code, response["Location"]) == (301, cast.loos.get_absolute_url().replace("/en/", "/fr/"))


def test_unknown_organisation_is_not_found(client, cast):
    assert client.get("/fr/organisations/00000000/").status_code == 404
