"""What other parts of the house show and keep of the library."""

import pytest
from django.test import Client

from seguia.accounts.personal_data import personal_data
from seguia.core.errors import Conflict, NotFound, Refused
from seguia.library.models import Method, Status
from seguia.library.tests.shelf import networks, published, town_draft, with_document
from seguia.membership.models import Organisation, OrganisationKind
from seguia.newsletter.registry import item_kind
from seguia.notifications.models import Notice
from seguia.reports.registry import reportable_kind
from seguia.search.engine import search
from seguia.search.index.follower import rebuild
from seguia.search.models import Change
from seguia.search.registry import sources
from seguia.search.request import SearchRequest
from seguia.translation import registry
from seguia.vocabulary.uses import move_uses, tell_moved, use_count


def test_search_finds_published_methods_in_three_languages(cast):
    method = published(
        cast, {"ar": "دليل التسميد", "fr": "Guide du compostage", "en": "A guide to composting"}, themes=["composting"]
    )
    with_document(method, cast.clerk, "استمارة القياس")
    town_draft(cast, {"ar": "مسودة التسميد"})
    rebuild()
    for words, language in [("التسميد", "ar"), ("compostage", "fr"), ("composting", "en"), ("استمارة", "fr")]:
        hits = search(SearchRequest(words, language, {}, kinds=("method",))).hits
        assert [hit.object_id for hit in hits] == [method.pk], words
    assert search(SearchRequest("compost", "fr", {"theme": ["waste"], "sdg": ["12"]}, kinds=("method",))).count == 1
    assert search(SearchRequest("compost", "fr", {"theme": ["energy"]}, kinds=("method",))).count == 0
    html = Client().get("/fr/search/?q=compostage").content.decode()
    assert f"/fr/library/{method.public_id}/" in html
    assert "مسودة التسميد" not in html
    assert (
        f"/fr/library/{method.public_id}/" not in Client().get("/fr/search/?q=compostage&theme=energy").content.decode()
    )


def test_documents_for_search_cost_the_same(cast, django_assert_num_queries):
    ids = [published(cast).pk]
    with django_assert_num_queries(5):
        list(sources()["method"].documents(ids))
    ids += [published(cast, {"fr": f"Guide {n}"}, themes=["energy", "waste"]).pk for n in range(2)]
    with django_assert_num_queries(5):
        assert len(list(sources()["method"].documents([*ids, 10**9]))) == 3


def test_sheet_names_the_methods_that_cite_it(cast):
    shown = published(cast, examples=[cast.arabic_action.public_id])
    hidden = town_draft(cast, {"ar": "مسودة"}, examples=[cast.arabic_action.public_id])
    html = Client().get(f"/fr/actions/{cast.arabic_action.public_id}/").content.decode()
    assert shown.public_id in html
    assert hidden.public_id not in html
    assert (
        "library"
        not in Client().get(f"/fr/actions/{cast.french_action.public_id}/").content.decode().split("<footer")[0]
    )


def test_pages_of_towns_and_partners_list_their_methods(cast):
    shown, other, hidden = published(cast), networks(cast, {"fr": "Autre"}), town_draft(cast, {"fr": "Caché"})
    partner = Organisation.objects.create(kind=OrganisationKind.ASSOCIATION, name={"ar": "جمعية الماء"})
    of_partner = published(cast, {"fr": "Du partenaire"})
    Method.objects.filter(pk=of_partner.pk).update(organisation=partner)
    for address, method in [
        (cast.chefchaouen.get_absolute_url(), shown),
        (partner.get_absolute_url(), of_partner),
    ]:
        html = Client().get(address).content.decode()
        assert method.public_id in html
        assert other.public_id not in html
        assert hidden.public_id not in html


def test_translation_desk_lists_and_saves(cast):
    method = published(cast, {"ar": "قراءة العدادات"})
    town_draft(cast)
    kind = registry.kind_of("method")
    assert [listed.object_id for listed in kind.listed(None)] == [method.pk]
    item = kind.load(cast.secretariat, method.public_id, "fr")
    texts = {"title": "Relever les compteurs"}
    assert kind.may_translate(cast.clerk, item)
    for user in (cast.stranger, cast.loos_mayor):
        assert not kind.may_translate(user, item)
        with pytest.raises(Refused):
            kind.save(user=user, item=item, language="fr", texts=texts, seen={}, base={}, how="person")
    kind.save(user=cast.clerk, item=item, language="fr", texts=texts, seen={}, base={}, how=registry.MACHINE)
    method.refresh_from_db()
    assert method.title["fr"] == "Relever les compteurs"
    assert method.language_report("fr").origin == "machine"
    with pytest.raises(Conflict):
        kind.save(user=cast.clerk, item=item, language="fr", texts={"title": "Autre"}, seen={}, base={}, how="person")
    Method.objects.update(status=Status.ARCHIVED)
    with pytest.raises(NotFound):
        kind.load(cast.clerk, method.public_id, "fr")


def test_newsletter_offers_what_is_public(cast):
    shown, hidden = published(cast), town_draft(cast)
    kind = item_kind("method")
    assert kind is not None
    assert [choice.object_id for choice in kind.find("", "fr")] == [shown.public_id]
    assert [choice.object_id for choice in kind.find(shown.public_id, "fr")] == [shown.public_id]
    assert set(kind.load([shown.public_id, hidden.public_id])) == {shown.public_id}


def test_readers_report_and_the_secretariat_acts(cast):
    method = published(cast)
    kind = reportable_kind("method")
    assert kind.find(town_draft(cast, {"fr": "Caché"}).public_id) is None
    assert kind.find(method.public_id)
    assert kind.ask_to_mend
    assert kind.take_offline
    with pytest.raises(Refused):
        kind.ask_to_mend(user=cast.mayor, key=method.public_id, reason="سبب")
    before = Notice.objects.filter(user=cast.clerk).count()
    kind.ask_to_mend(user=cast.secretariat, key=method.public_id, reason="الرابط لا يعمل")
    assert Notice.objects.filter(user=cast.clerk).count() == before + 1
    kind.take_offline(user=cast.secretariat, key=method.public_id, reason="محتوى مسروق")
    assert Method.objects.get(pk=method.pk).status == Status.ARCHIVED


def test_personal_data_is_exported_and_erased(cast):
    method = published(cast)
    kind = next(kind for kind in personal_data() if kind.name == "library")
    (told,) = kind.export(cast.clerk)
    assert (told["began"], bool(told["submitted_at"])) == (True, True)
    assert kind.export(cast.mayor) == []
    kind.erase(cast.clerk)
    method.refresh_from_db()
    assert (method.author, method.submitted_by, method.title["ar"]) == (None, None, "قراءة العدادات")


def test_merged_concepts_are_followed(cast):
    method, hidden = published(cast, themes=["waste"]), town_draft(cast, themes=["waste"])
    Change.objects.all().delete()
    before = use_count(cast.waste)
    assert move_uses(cast.waste, cast.energy, cast.secretariat) >= 2
    assert use_count(cast.waste) <= before
    assert {theme.slug for one in (method, hidden) for theme in one.themes.all()} == {"energy"}
    assert Change.objects.filter(kind="method", object_id=method.pk).exists()
    Change.objects.all().delete()
    tell_moved({cast.energy.pk})
    assert list(Change.objects.filter(kind="method").values_list("object_id", flat=True)) == [method.pk]
