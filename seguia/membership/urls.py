"""Addresses of organisations that have no town."""

from django.urls import path

from seguia.membership import views

app_name = "membership"
urlpatterns = [
    path("organisations/<public_id:public_id>/", views.organisation, name="organisation"),
]
