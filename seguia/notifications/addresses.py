"""Addresses without a language: for the machines of a mail provider."""

from django.urls import path

from seguia.notifications.views import bounces

urlpatterns = [path("bounces", bounces.receive, name="mail-bounces")]
