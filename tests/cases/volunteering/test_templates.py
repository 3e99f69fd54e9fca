"""Task templates: what comes up every week begins filled in, in the person's language and the office's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.volunteering.forms import TEMPLATE_NAMES
from cases.volunteering.models import KIND_CHOICES
from cases.volunteering.rules import TEMPLATES, from_template
from helpdesk.accounts.models import User
from tests.factories.requests import make_request


def test_every_template_has_a_name_and_a_known_kind() -> None:
    assert [one.code for one in TEMPLATES] == list(TEMPLATE_NAMES)
    assert {one.kind for one in TEMPLATES} <= {kind for kind, _words in KIND_CHOICES}
    assert all(one.tier in {0, 1, 2} for one in TEMPLATES)


@pytest.mark.parametrize(("country", "languages"), [("PL", ["be", "pl"]), ("LT", ["be", "lt"])])
def test_a_template_asks_for_the_persons_language_and_the_offices(country: str, languages: list[str]) -> None:
    assert from_template("office", language="be", country=country)["languages"] == languages


def test_the_form_begins_with_the_template_and_with_nothing_for_a_name_that_is_not_there(
    client: Client, sign_in: Any, alena_operator: User, office_warsaw: Any
) -> None:
    help_request = make_request(office=office_warsaw)
    address = reverse("volunteering:new_task", args=[help_request.pk])
    desk = sign_in(client, alena_operator)
    initial = desk.get(address, {"template": "hospital"}).context["form"].initial
    assert (initial["kind"], initial["hours"], initial["tier"]) == ("interpret", 3, 2)
    assert "kind" not in desk.get(address, {"template": "nonsense"}).context["form"].initial
