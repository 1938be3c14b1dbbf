"""Addresses of translation."""

from django.urls import URLPattern, URLResolver, path

from seguia.translation.views import desk, editor, people, review

app_name = "translation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", desk.desk, name="desk"),
    path("languages/", desk.languages, name="languages"),
    path("proposals/", desk.order, name="order"),
    path("people/", people.people, name="people"),
    path("people/<int:pk>/withdraw/", people.withdraw, name="withdraw"),
    path("review/<public_id:public_id>/", review.review, name="review"),
    path("<slug:kind>/<slug:item>/<slug:language>/", editor.edit, name="edit"),
    path("<slug:kind>/<slug:item>/<slug:language>/drop/", editor.drop, name="drop"),
    path("<slug:kind>/<slug:item>/<slug:language>/ask/", people.ask, name="ask"),
]
