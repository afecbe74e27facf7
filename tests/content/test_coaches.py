"""Who can be asked: nearest and in the reader's language first, only who agreed, only safe ways."""

import pytest

from content import coaches, plant, upkeep, ways
from content.errors import (
    CoachNotAsked,
    ContentError,
    LinkInvalid,
    MailInvalid,
    PhoneInvalid,
    TooLong,
)
from content.models import Coach, Site

AGREED = "2026-11-01"
HOSTILE_LINKS = (
    "javascript:alert(1)", "JavaScript://%0aalert(1)", "data:text/html,<b>x</b>", "vbscript:x",
    " https://ok.example javascript:x", "https://good.example@evil.example/", "//evil.example",
    "https://", "https://exa\nmple.com", 'https://a.example/"onclick="x', "https://a.example:99999",
    "https:\\\\evil.example", "ftp://a.example", "teams.example/chat", "https://[bad",
)  # fmt: skip


@pytest.mark.parametrize("link", HOSTILE_LINKS)
def test_a_link_that_is_none_is_refused(site: Site, link: str) -> None:
    with pytest.raises(LinkInvalid):
        plant.coach(site, "Aylin", chat=link)
    with pytest.raises(LinkInvalid):
        plant.coach(site, "Aylin", meeting=link)
    assert not Coach.select().exists()


@pytest.mark.parametrize("mail", ["aylin", "a@b@c", "a b@c.de", "a@b.de?cc=all@b.de", "<a@b.de>"])
def test_a_mail_address_that_is_none_is_refused(site: Site, mail: str) -> None:
    with pytest.raises(MailInvalid):
        plant.coach(site, "Aylin", mail=mail)


@pytest.mark.parametrize("phone", ["ask me", "4", "tel:4711", "4711;ext=1", "+", "*#06#"])
def test_a_phone_number_that_is_none_is_refused(site: Site, phone: str) -> None:
    with pytest.raises(PhoneInvalid):
        plant.coach(site, "Aylin", phone=phone)


@pytest.mark.parametrize(
    ("written", "called"),
    [("4711", "4711"), ("+49 (0)911 98-12", "+499119812"), ("0911 / 98 12", "09119812"), ("", "")],
)
def test_a_number_is_called_as_telephones_take_it(written: str, called: str) -> None:
    assert ways.number(written) == called


@pytest.mark.parametrize(
    "link", ["https://teams.example/l/chat/0?users=a@b.de", "http://chat.plant:8080/aylin#now"]
)
def test_a_messengers_link_is_taken(site: Site, link: str) -> None:
    assert plant.coach(site, "Aylin", chat=link).chat == link


def test_a_hostile_way_already_in_the_table_is_not_shown(site: Site) -> None:
    row = plant.coach(site, "Aylin", agreed_on=AGREED)
    Coach.update(
        chat="javascript:alert(1)", meeting="data:x", mail="a@b.de?bcc=c", phone="javascript:1"
    ).where(Coach.id == row.id).execute()
    card = coaches.everybody(site.id, "de")[0]
    assert not any((card.chat_host, card.meeting_host, card.mail, card.number))


def test_nobody_is_shown_who_did_not_agree(site: Site) -> None:
    plant.coach(site, "Aylin")
    assert coaches.everybody(site.id, "de") == []
    row = plant.coach(site, "Halil", agreed_on=AGREED)
    with pytest.raises(CoachNotAsked):
        upkeep.coach(row, agreed_on=None, area=None, name="Halil")


def test_who_takes_it_back_is_gone_at_once(site: Site) -> None:
    row = plant.coach(site, "Aylin", agreed_on=AGREED, mail="a@b.de")
    upkeep.remove_coach(row)
    assert coaches.everybody(site.id, "de") == []
    assert not Coach.select().exists()


def test_the_readers_language_comes_first_then_the_nearest(site: Site) -> None:
    hall = plant.area(site, ("Halle 3",))
    line = plant.area(site, ("Halle 3", "Linie 2"))
    for name, area, spoken in (
        ("Petra", None, ("de",)), ("Oksana", None, ("uk", "de")), ("Aylin", hall, ("de", "tr")),
        ("Halil", line, ("tr",)), ("Zoe", plant.area(site, ("Halle 4",)), ("uk",)),
    ):  # fmt: skip
        plant.coach(site, name, area=area, languages=spoken, agreed_on=AGREED)

    def asked(language: str) -> list[str]:
        return [one.name for one in coaches.around(site.id, (line.id, hall.id), language)]

    assert asked("tr") == ["Halil", "Aylin", "Oksana", "Petra"]
    assert asked("de-simple") == ["Aylin", "Oksana", "Petra", "Halil"]
    assert asked("uk") == ["Oksana", "Halil", "Aylin", "Petra"]


def test_a_change_is_looked_at_like_a_new_card(site: Site) -> None:
    row = plant.coach(site, "Aylin", agreed_on=AGREED)
    wrong: list[tuple[type[ContentError], dict[str, str]]] = [
        (LinkInvalid, {"chat": "javascript:1"}), (MailInvalid, {"mail": "x"}),
        (PhoneInvalid, {"phone": "x"}), (TooLong, {"when": "x" * 121}),
    ]  # fmt: skip
    for error, facts in wrong:
        with pytest.raises(error):
            upkeep.coach(row, agreed_on=AGREED, area=None, name="Aylin", **facts)
    assert not any((Coach.get().chat, Coach.get().mail, Coach.get().phone, Coach.get().when))


def test_a_name_of_200_signs_is_refused_and_a_title_is_no_name(site: Site) -> None:
    with pytest.raises(TooLong):
        plant.coach(site, "ش" * 200)
    doctor = plant.coach(site, "Dr. Vera Groß", agreed_on=AGREED)
    shown = coaches.shown(doctor)
    assert shown is not None
    assert shown.short == "Dr. Vera Groß"
