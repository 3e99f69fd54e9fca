"""Paths of answers."""

from django.urls import path

from cases.answers.views import articles, canned, recalls, replies, shared

desk_urlpatterns = [
    path("requests/<uuid:request_id>/reply/", replies.reply, name="reply"),
    path("answers/<slug:slug>/text/", replies.public_text, name="public_text"),
    path("answers/<uuid:message_id>/article/", articles.draft_article, name="draft_article"),
    path("answers/many/", shared.many, name="many"),
    path("answers/many/<uuid:answer_id>/", shared.shared, name="shared"),
    path("canned/", canned.canned_list, name="canned_list"),
    path("canned/new/", canned.canned, name="canned_new"),
    path("canned/<uuid:reply_id>/", canned.canned, name="canned"),
    path("canned/<uuid:reply_id>/away/", canned.canned_retire, name="canned_retire"),
    path("recalls/", recalls.list_recalls, name="recalls"),
    path("recalls/<uuid:recall_id>/", recalls.recall, name="recall"),
    path("recalls/<uuid:recall_id>/not-needed/", recalls.not_needed, name="recall_not_needed"),
    path("recalls/<uuid:recall_id>/correct/", recalls.correct, name="recall_correct"),
]
