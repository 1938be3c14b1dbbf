"""Addresses of the search beside its page, which belongs to the portal."""

from django.urls import path

from seguia.search import views

app_name = "search"
urlpatterns = [path("suggest/", views.suggestions, name="suggest")]
