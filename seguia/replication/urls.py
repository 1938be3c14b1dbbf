"""Addresses of this feature, below `replications/`."""

from django.urls import path

from seguia.replication.views import deeds, public, writing

app_name = "replication"
urlpatterns = [
    path("", public.listing, name="list"),
    path("of/<public_id:public_id>/", public.tree, name="tree"),
    path("of/<public_id:public_id>/map/", public.spread, name="spread"),
    path("of/<public_id:public_id>/map/towns.json", public.spread_data, name="spread-data"),
    path("of/<public_id:public_id>/begin/", writing.begin, name="begin"),
    path("<public_id:public_id>/", public.detail, name="detail"),
    path("<public_id:public_id>/edit/", writing.edit, name="edit"),
    path("<public_id:public_id>/show/", deeds.show, name="show"),
    path("<public_id:public_id>/hide/", deeds.hide, name="hide"),
    path("<public_id:public_id>/stage/", deeds.stage, name="stage"),
    path("<public_id:public_id>/results/", deeds.results, name="results"),
    path("<public_id:public_id>/results/<slug:key>/remove/", deeds.remove_result, name="remove-result"),
    path("<public_id:public_id>/sheet/", deeds.sheet, name="sheet"),
    path("<public_id:public_id>/link/", deeds.link, name="link"),
]
