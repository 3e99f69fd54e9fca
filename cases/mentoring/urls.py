"""Paths of mentoring. The household's addresses are constant and name nothing."""

from django.urls import path

from cases.mentoring.views import desk, home, signals

public_urlpatterns = [
    path("inbox/month/", home.home, name="home"),
    path("inbox/month/how/", home.check_in, name="home_check_in"),
    path("inbox/month/private/", home.signal, name="home_signal"),
    path("inbox/month/wish/", home.wish, name="home_wish"),
]
desk_urlpatterns = [
    path("households/", desk.mentorship_list, name="list"),
    path("households/offer/", signals.offer, name="offer"),
    path("households/<uuid:mentorship_id>/", desk.open_page, name="open"),
    path("households/<uuid:mentorship_id>/steps/<int:step_id>/", desk.step, name="step"),
    path("households/<uuid:mentorship_id>/check-in/", desk.check_in, name="check_in"),
    path("households/<uuid:mentorship_id>/introduce/", desk.introduce, name="introduce"),
    path("households/<uuid:mentorship_id>/signal/", desk.signal, name="signal"),
    path("households/<uuid:mentorship_id>/end/", desk.end, name="end"),
    path("households/<uuid:mentorship_id>/deputy/", desk.deputy, name="deputy"),
    path("households/<uuid:mentorship_id>/stand-by/", desk.stand_by, name="stand_by"),
    path("households/<uuid:mentorship_id>/extend/", desk.extend, name="extend"),
    path("signals/<uuid:signal_id>/", signals.signal, name="signal_page"),
    path("requests/<uuid:request_id>/mentor/", desk.start, name="start"),
]
