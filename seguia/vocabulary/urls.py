"""Addresses of the vocabulary."""

from django.urls import path

from seguia.vocabulary import views

app_name = "vocabulary"
urlpatterns = [
    path("themes/", views.theme_list, name="list"),
    path("themes/<slug:slug>/", views.concept_detail, name="detail"),
    path("sdg/", views.goal_list, name="goal-list"),
    path("sdg/<str:code>/", views.goal_detail, name="goal"),
]
