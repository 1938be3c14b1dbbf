"""Addresses of saved searches, within those of the portal."""

from django.urls import path

from seguia.portal.saved_searches import views

urlpatterns = [
    path("", views.saved_searches, name="saved-searches"),
    path("new/", views.create, name="saved-search-create"),
    path("<public_id:public_id>/", views.change, name="saved-search-change"),
    path("<public_id:public_id>/delete/", views.delete, name="saved-search-delete"),
    path("<slug:token>/feed.atom", views.saved_search_feed, name="saved-search-feed"),
]
