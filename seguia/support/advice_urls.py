"""Addresses of advice: recommendations, the queue, figures; within those of the help desk."""

from django.urls import path

from seguia.support.views import figures, publishing, queue, recommendations

urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:code>.csv", figures.figures_csv, name="figures-csv"),
    path("figures/desk/", figures.desk_figures, name="desk-figures"),
    path("figures/desk/<slug:code>.csv", figures.desk_figures_csv, name="desk-figures-csv"),
    path("<public_id:public_id>/recommend/", recommendations.recommend, name="recommend"),
    path("<public_id:public_id>/recommend/send/", recommendations.send, name="recommend-send"),
    path("<public_id:public_id>/publish/", publishing.publish_result_page, name="publish-result"),
    path("recommendations/<public_id:public_id>/answer/", recommendations.answer, name="recommendation-answer"),
    path("recommendations/<public_id:public_id>/not-for-us/", recommendations.decline, name="recommendation-decline"),
    path("recommendations/<public_id:public_id>/remove/", recommendations.remove, name="recommendation-remove"),
]
