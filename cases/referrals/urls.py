"""Paths of referrals."""

from django.urls import path

from cases.referrals.views import desk, handover, partners

public_urlpatterns = [
    path("handover/", handover.door, name="door"),
    path("handover/answer/", handover.answer, name="answer"),
]
desk_urlpatterns = [
    path("referrals/", desk.referral_list, name="list"),
    path("referrals/<uuid:referral_id>/", desk.open_page, name="open"),
    path("referrals/<uuid:referral_id>/consent/", desk.record_consent, name="record_consent"),
    path("referrals/<uuid:referral_id>/without/", desk.without_consent, name="without"),
    path("referrals/<uuid:referral_id>/without/confirm/", desk.confirm_without, name="confirm_without"),
    path("referrals/<uuid:referral_id>/send/", desk.send, name="send"),
    path("referrals/<uuid:referral_id>/cancel/", desk.cancel, name="cancel"),
    path("requests/<uuid:request_id>/refer/", desk.refer, name="refer"),
    path("partners/", partners.partner_list, name="partners"),
    path("partners/new/", partners.new_partner, name="new_partner"),
    path("partners/<uuid:partner_id>/", partners.edit_partner, name="edit_partner"),
]
