"""Addresses without a language: for the machines of a mail provider."""

from django.urls import path

from seguia.notifications.views import bounces, incoming

urlpatterns = [
    path("bounces", bounces.receive, name="mail-bounces"),
    path("incoming", incoming.receive, name="mail-incoming"),
]
