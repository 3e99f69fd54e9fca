"""No address of anybody's connection is kept: not in the database, not in Redis, not in a log (G59)."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging

import pytest
from django.conf import settings
from django.test import Client as Browser

from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from tests.cases.intake.test_canaries import dump_of_postgres, dump_of_redis, shapes
from tests.factories.web import unlock, write
from tests.personas import SignIn

ADDRESSES = ("203.0.113.77", "2001:db8:77:88::99")


def marks(address: str) -> list[bytes]:
    """What somebody who is lazy would keep of it: plain, packed, hashed, hashed with the server's secret."""
    packed = ipaddress.ip_address(address).packed
    found = [*shapes(address), packed, packed.hex().encode()]
    for raw in (address.encode(), packed):
        for name in ("md5", "sha1", "sha256"):
            hashes = [hashlib.new(name, raw), hmac.new(settings.SECRET_KEY.encode(), raw, name)]
            found += [each.hexdigest().encode() for each in hashes] + [each.digest() for each in hashes]
    return found


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_whole_visit_leaves_no_address(
    address: str, alena_operator: User, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = Browser(REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=address)
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("django.db.backends").setLevel(logging.INFO)
        for number in range(6):
            write(visitor, story=f"Гісторыя {number}")
        assert HelpRequest.objects.count() == 5  # the sixth of this connection waits
        other = Browser(REMOTE_ADDR=address)
        for _ in range(6):
            unlock(other, "40081373754494639489")
        visitor.get("/be/no-such-page/")
        sign_in(Browser(REMOTE_ADDR=address), alena_operator).get("/desk/queue/")
    left = {"postgres": dump_of_postgres(), "redis": dump_of_redis(), "log": caplog.text.encode()}
    assert b"tries:" in left["redis"]
    for place, content in left.items():
        assert not [mark for mark in marks(address) if mark in content], place
