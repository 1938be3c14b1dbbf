"""Addresses of the actions, below `actions/`."""

from django.urls import path

from seguia.actions.views import deciding, history, media, public, writing

app_name = "actions"
urlpatterns = [
    path("", public.listing, name="list"),
    path("new/", writing.create, name="create"),
    path("<public_id:public_id>/", public.detail, name="detail"),
    path("<public_id:public_id>/journey/", public.journey, name="journey"),
    path("<public_id:public_id>/edit/", writing.edit, name="edit"),
    path("<public_id:public_id>/preview/", writing.preview, name="preview"),
    path("<public_id:public_id>/versions/", history.versions, name="versions"),
    path("<public_id:public_id>/versions/<int:number>/", history.diff, name="diff"),
    path("<public_id:public_id>/media/add/", media.add, name="media-add"),
    path("<public_id:public_id>/media/<slug:key>/remove/", media.remove, name="media-remove"),
    *(
        path(f"<public_id:public_id>/{deed}/", deciding.decide, {"deed": deed}, name=deed)
        for deed in ("submit", "publish", "return", "archive", "restore")
    ),
]
