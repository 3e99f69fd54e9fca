"""The factories that every other test stands on."""

from __future__ import annotations

import pytest

from cases.requests.workflow import Status
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import open_with, reveal_one
from helpdesk.sealing.reasons import Reason
from tests.factories.requests import make_holder, make_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", list(Status))
def test_a_request_can_be_made_in_every_status(status: Status) -> None:
    assert make_request(status=status).status == status.value


def test_a_made_story_opens_for_the_desk_and_by_its_receipt(alena_operator: User) -> None:
    holder = make_holder(office=alena_operator.office)
    help_request = make_request(client=holder.client, story="Вітаю")
    assert open_with(holder.key, help_request, ["story"]) == [{"story": "Вітаю"}]
    assert reveal_one(help_request, ["story"], by=alena_operator, reason=Reason.TRIAGE)["story"] == "Вітаю"
