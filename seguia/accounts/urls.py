"""Addresses of a person's account: allauth's, and ours around them."""

from django.urls import include, path

urlpatterns = [
    path("", include("allauth.account.urls")),
]
