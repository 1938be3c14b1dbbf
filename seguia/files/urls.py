"""Addresses of files; the same in every language."""

from django.urls import path

from seguia.files import views

app_name = "files"
urlpatterns = [
    path("<public_id:public_id>/", views.download, name="download"),
    path("<public_id:public_id>/<int:width>.webp", views.picture, name="picture"),
]
