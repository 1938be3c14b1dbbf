"""Addresses without a language: stable identifiers of concepts, and the vocabulary as data."""

from django.urls import path, re_path

from seguia.vocabulary.views import machines

app_name = "thesaurus"
urlpatterns = [
    path("id/vocabulary", machines.scheme, name="scheme"),
    path("id/concept/<slug:slug>", machines.concept, name="concept"),
    re_path(r"^vocabulary\.(?P<ending>ttl|jsonld|rdf|csv)$", machines.whole, name="whole"),
    re_path(r"^vocabulary/(?P<slug>[-a-zA-Z0-9_]{1,80})\.(?P<ending>ttl|jsonld|rdf)$", machines.part, name="part"),
]
