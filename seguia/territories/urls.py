"""Addresses of territories: by official code."""

from django.urls import path

from seguia.territories import views

app_name = "territories"
urlpatterns = [
    path("territories/", views.territory_list, name="list"),
    path("territories/<str:scheme>/<str:code>/like/", views.like, name="like"),
    path("territories/<str:scheme>/<str:code>/", views.territory_detail, name="detail"),
]
