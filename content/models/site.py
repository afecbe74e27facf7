"""The plant itself: everything a plant fills carries it."""

from typing import Final

from peewee import BooleanField, CharField, IntegerField

from content.models.row import Row

RECIPE: Final = 1
"""How words are gathered and folded by now."""


class Site(Row):
    """A plant. `recipe` says how its words were gathered for the search: once it is old, anew."""

    slug = CharField(max_length=40, unique=True)
    name = CharField(max_length=120)
    language = CharField(max_length=12, default="de")
    timezone = CharField(max_length=40, default="Europe/Berlin")
    emergency_number = CharField(max_length=40, default="112")
    wifi_place = CharField(max_length=200, default="")
    crowd = IntegerField(null=True)
    label_url = CharField(max_length=200, default="")
    demo = BooleanField(default=False)
    recipe = IntegerField(default=RECIPE)
