"""The board and one's own tasks in the interface for a phone: what the pages show, no more."""

from __future__ import annotations

from rest_framework import serializers

from cases.volunteering.models import KIND_CHOICES, PART_CHOICES, WEEKDAY_CHOICES
from helpdesk.languages import CHOICES as LANGUAGE_CHOICES

RESULTS = ("done", "not_done", "needs_lawyer")


class Filters(serializers.Serializer):  # type: ignore[type-arg]
    """The filters of the board; every one may be left out."""

    kind = serializers.ChoiceField(choices=KIND_CHOICES, required=False)
    language = serializers.ChoiceField(choices=LANGUAGE_CHOICES, required=False)
    city = serializers.CharField(required=False)
    district = serializers.CharField(required=False)
    weekday = serializers.ChoiceField(choices=WEEKDAY_CHOICES, required=False)
    part_of_day = serializers.ChoiceField(choices=PART_CHOICES[:3], required=False)
    mine = serializers.BooleanField(required=False, help_text="Only at one's own free hours.")


class FitShape(serializers.Serializer):  # type: ignore[type-arg]
    points = serializers.IntegerField()
    reasons = serializers.ListField(child=serializers.CharField())


class Card(serializers.Serializer):  # type: ignore[type-arg]
    """All that anybody may learn of a task before the yes."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    kind = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    country = serializers.CharField()
    city = serializers.CharField()
    district = serializers.CharField()
    weekday = serializers.CharField()
    part_of_day = serializers.CharField()
    hours = serializers.IntegerField()
    tier = serializers.IntegerField()
    is_asked = serializers.BooleanField()
    fit = FitShape()


class ClaimShape(serializers.Serializer):  # type: ignore[type-arg]
    """One of one's own tasks, without its brief: that is read on its page, with the reader's mark."""

    task = serializers.UUIDField(source="claim.task_id")
    code = serializers.CharField(source="claim.task.code")
    kind = serializers.CharField(source="claim.task.get_kind_display")
    city = serializers.CharField(source="claim.task.city")
    state = serializers.CharField(source="claim.state")
    ends_on = serializers.DateField(source="claim.ends_on")
    came = serializers.CharField()


class Report(serializers.Serializer):  # type: ignore[type-arg]
    """The end of a task."""

    result = serializers.ChoiceField(choices=RESULTS)
    hours = serializers.DecimalField(max_digits=3, decimal_places=1, min_value=0, max_value=99)
    report = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class Said(serializers.Serializer):  # type: ignore[type-arg]
    """What happened, in the reader's language; with 409 why it was not possible."""

    detail = serializers.CharField()
