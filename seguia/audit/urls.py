"""Addresses of the record."""

from django.urls import path

from seguia.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.record, name="record"),
    path("deeds.csv", views.record_table, name="table"),
]
