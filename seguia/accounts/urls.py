"""Addresses of a person's account: ours, and allauth's around them with our templates."""

from django.urls import include, path

from seguia.accounts import views

urlpatterns = [
    path("", views.account_home, name="account_home"),
    path("sessions/end/", views.sessions_end, name="account_end_sessions"),
    path("data/", views.own_data, name="account_data"),
    path("data/export/", views.own_data_export, name="account_export"),
    path("erase/", views.account_erase, name="account_erase"),
    path("", include("allauth.account.urls")),
    path("second-factor/", include("allauth.mfa.urls")),
    path("single-sign-on/", include("allauth.socialaccount.urls")),
]
