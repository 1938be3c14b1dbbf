"""Addresses of pages and news. Mounted last, at the root of each language: whatever else answers goes first."""

from django.urls import path, re_path

from seguia.pages.views import feed, library, managing, menus, public, writing

app_name = "pages"
urlpatterns = [
    path("news/", public.news_list, name="news-list"),
    path("news/feed.atom", feed.feed, name="feed"),
    re_path(r"^news/(?P<slug>[\w-]{1,120})/$", public.news, name="news"),
    path("pages/", writing.listing, name="list"),
    path("pages/new/", writing.create, name="create"),
    path("pages/library/", library.listing, name="library"),
    path("pages/library/add/", library.add, name="image-add"),
    path("pages/library/<public_id:public_id>/", library.image, name="image"),
    path("pages/library/<public_id:public_id>/delete/", library.delete, name="image-delete"),
    path("pages/menus/<slug:name>/", menus.menu, name="menu"),
    path("pages/editors/", menus.editors, name="editors"),
    path("pages/shared/<str:token>/", managing.shared, name="shared"),
    path(
        "pages/shared/<str:token>/<public_id:file_id>/<int:width>.webp", managing.shared_picture, name="shared-picture"
    ),
    path("pages/<public_id:public_id>/", managing.manage, name="manage"),
    path("pages/<public_id:public_id>/edit/", writing.edit, name="edit"),
    path("pages/<public_id:public_id>/publish/", managing.publish, name="publish"),
    *(
        path(f"pages/<public_id:public_id>/{deed}/", managing.decide, {"deed": deed}, name=deed)
        for deed in managing.DEEDS
    ),
    path("pages/<public_id:public_id>/versions/<int:number>/", managing.version, name="version"),
    re_path(r"^(?P<slug>[\w-]{1,120})/$", public.page, name="page"),
]
