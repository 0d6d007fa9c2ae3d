"""What the three groups of editors may do."""

import pytest
from django.contrib.auth.models import Group, Permission, User

from timeline.desk import make_groups

pytestmark = pytest.mark.django_db


def member_of(name: str) -> User:
    make_groups()
    user = User.objects.create_user(name.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.mark.parametrize(
    ("group", "writes", "publishes", "manages"),
    [("Editor", True, False, False), ("Reviewer", True, True, False), ("Administrator", True, True, True)],
)
def test_an_editor_writes_a_reviewer_publishes_an_administrator_manages(group, writes, publishes, manages):
    user = member_of(group)

    assert all(user.has_perm(f"timeline.{action}_event") for action in ("add", "change", "view")) is writes
    assert user.has_perm("timeline.publish_event") is user.has_perm("timeline.publish_question") is publishes
    assert user.has_perm("auth.change_user") is manages


def test_a_group_that_an_administrator_changed_stays_as_it_is():
    make_groups()
    group = Group.objects.get(name="Reviewer")
    group.permissions.clear()

    make_groups()

    assert not group.permissions.exists()


def test_what_a_later_release_brings_reaches_the_groups_that_are_there_already():
    make_groups()
    for group in Group.objects.all():
        group.permissions.remove(*Permission.objects.filter(codename__endswith="_opening"))

    make_groups()

    held = {group.name: {row.codename for row in group.permissions.all()} for group in Group.objects.all()}
    assert "add_opening" in held["Editor"]
    assert "delete_opening" not in held["Editor"]
    assert "delete_opening" in held["Administrator"]
