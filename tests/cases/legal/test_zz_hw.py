import pytest
from cases.casefile.queries.invitations import Invited
from tests.cases.legal.test_groups import test_the_waiting_list_tells_of_no_place_in_it_and_of_no_number  # noqa
pytestmark = pytest.mark.django_db
@pytest.fixture(autouse=True)
def leak(monkeypatch):
    monkeypatch.setattr(Invited, "languages", property(lambda self: [str(self.invitation.place_in_line)]))
