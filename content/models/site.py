"""The plant itself: everything a plant fills carries it."""

from peewee import BooleanField, CharField, IntegerField

from content.models.row import Row


class Site(Row):
    """A plant."""

    slug = CharField(max_length=40, unique=True)
    name = CharField(max_length=120)
    language = CharField(max_length=12, default="de")
    timezone = CharField(max_length=40, default="Europe/Berlin")
    emergency_number = CharField(max_length=40, default="112")
    wifi_place = CharField(max_length=200, default="")
    crowd = IntegerField(null=True)
    label_url = CharField(max_length=200, default="")
    demo = BooleanField(default=False)
