"""Addresses of the library."""

from django.urls import path

from seguia.library.views import deciding, documents, public, writing

app_name = "library"
urlpatterns = [
    path("", public.listing, name="list"),
    path("new/", writing.create, name="create"),
    path("<public_id:public_id>/", public.detail, name="detail"),
    path("<public_id:public_id>/edit/", writing.edit, name="edit"),
    path("<public_id:public_id>/documents/add/", documents.add, name="document-add"),
    path("<public_id:public_id>/documents/<public_id:key>/remove/", documents.remove, name="document-remove"),
    *(path(f"<public_id:public_id>/{deed}/", deciding.decide, {"deed": deed}, name=deed) for deed in deciding.DEEDS),
]
