"""Addresses of public figures, below `statistics/`, within those of the portal."""

from django.urls import path

from seguia.portal.statistics import views

urlpatterns = [
    path("", views.statistics, name="statistics"),
    path("<slug:code>.csv", views.download, name="statistics-download"),
]
