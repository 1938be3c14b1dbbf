"""Addresses of the vocabulary's pages."""

from django.urls import path

from seguia.vocabulary.views import editing, public, words

app_name = "vocabulary"
urlpatterns = [
    path("themes/", public.theme_list, name="list"),
    path("themes/a-z/", public.alphabet, name="alphabet"),
    path("themes/find/", public.find, name="find"),
    path("themes/add/", editing.add, name="add"),
    path("themes/unknown/", words.unknown, name="unknown"),
    path("themes/unknown/<int:pk>/", words.adopt, name="adopt"),
    path("themes/unknown/<int:pk>/ignore/", words.ignore, name="ignore"),
    path("themes/<slug:slug>/", public.concept_detail, name="detail"),
    path("themes/<slug:slug>/edit/", editing.edit, name="edit"),
    path("themes/<slug:slug>/merge/", editing.merge, name="merge"),
    path("sdg/", public.goal_list, name="goal-list"),
    path("sdg/<str:code>/", public.goal_detail, name="goal"),
]
