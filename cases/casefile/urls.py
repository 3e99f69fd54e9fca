"""Paths of the composed pages. The client's addresses are constant: what is whose stands in her session."""

from __future__ import annotations

from django.urls import path

from cases.casefile.views import (
    agreed,
    asking,
    consents,
    desk,
    inbox,
    leaving,
    papers,
    passing,
    people,
    reach,
    receipt,
    seals,
    unlock,
)

public_urlpatterns = [
    path("back/", unlock.unlock, name="unlock"),
    path("back/out/", unlock.lock, name="lock"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/write/", inbox.reply, name="inbox_reply"),
    path("inbox/answer/", inbox.answer, name="inbox_answer"),
    path("inbox/stars/", inbox.stars, name="inbox_rate"),
    path("inbox/no/", inbox.take_back, name="inbox_withdraw"),
    path("inbox/again/", inbox.again, name="inbox_reopen"),
    path("inbox/ask/", asking.more, name="inbox_more"),
    path("inbox/reach/", reach.reach, name="inbox_reach"),
    path("inbox/agreed/", agreed.agreed, name="inbox_agreed"),
    path("inbox/agreed/yes/", agreed.give, name="inbox_consent_give"),
    path("inbox/agreed/no/", agreed.withdraw, name="inbox_consent_withdraw"),
    path("inbox/partner/", passing.passing, name="inbox_passing"),
    path("inbox/partner/answer/", passing.answer, name="inbox_passing_answer"),
    path("inbox/papers/", papers.papers, name="inbox_papers"),
    path("inbox/people/", people.people, name="inbox_people"),
    path("inbox/people/again/", people.let_again, name="inbox_people_again"),
    path("inbox/new/", receipt.renew, name="inbox_renew"),
    path("inbox/copy/", leaving.take_away, name="inbox_export"),
    path("inbox/end/", leaving.erase, name="inbox_erase"),
]
desk_urlpatterns = [
    path("requests/<uuid:request_id>/", desk.open_page, name="open"),
    path("requests/<uuid:request_id>/note/", desk.note, name="note"),
    path("requests/<uuid:request_id>/papers/", papers.desk_papers, name="papers"),
    path("requests/<uuid:request_id>/seal/", seals.seal, name="seal"),
    path("access/unseal/requests/<uuid:request_id>/", seals.unseal, name="unseal"),
    path("requests/<uuid:request_id>/consents/", consents.consents, name="consents"),
    path("requests/<uuid:request_id>/consents/no/", consents.withdraw, name="consent_withdraw"),
]
