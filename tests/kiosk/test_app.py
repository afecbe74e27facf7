"""What holds for every address: one origin, same bytes for all, few statements."""

import gzip
import hashlib
import json
import re
from dataclasses import replace

import pytest
from flask import Flask

from content import plant
from content.models import Area, Kind, Site
from kiosk.app import create_app
from kiosk.db import connected
from kiosk.settings import Settings
from kiosk.web.assets import folder
from tests import floor
from tests.conftest import Postgres
from tests.page import Worker, main, words

ROUTES = """
GET /
GET /<code>
GET /<lang>/
GET /<lang>/a/<area>
GET /<lang>/a/<area>/coaches
GET /<lang>/accessibility
GET /<lang>/coaches
GET /<lang>/coaches/<code>
GET /<lang>/find
GET /<lang>/m/<code>
GET /<lang>/m/<code>/<slug>
POST /<lang>/m/<code>/<slug>/answer
POST /<lang>/m/<code>/<slug>/done
POST /<lang>/m/<code>/<slug>/helpful
GET /<lang>/m/<code>/<slug>/keys
GET /<lang>/m/<code>/<slug>/offline
POST /<lang>/m/<code>/<slug>/play
GET /<lang>/m/<code>/<slug>/print
GET /<lang>/m/<code>/<slug>/remark
GET /<lang>/m/<code>/<slug>/remark/<any('machine-changed', 'unclear', 'unsafe', 'wrong'):kind>
POST /<lang>/m/<code>/<slug>/remark/<any('machine-changed', 'unclear', 'unsafe', 'wrong'):kind>
POST /<lang>/m/<code>/<slug>/save
GET /<lang>/m/<code>/<slug>/saved
GET /<lang>/m/<code>/<slug>/session
GET /<lang>/machines
GET /<lang>/mine
GET /<lang>/n/<slug>
POST /<lang>/n/<slug>/answer
POST /<lang>/n/<slug>/done
POST /<lang>/n/<slug>/helpful
GET /<lang>/n/<slug>/keys
GET /<lang>/n/<slug>/offline
POST /<lang>/n/<slug>/play
GET /<lang>/n/<slug>/print
GET /<lang>/n/<slug>/remark
GET /<lang>/n/<slug>/remark/<any('machine-changed', 'unclear', 'unsafe', 'wrong'):kind>
POST /<lang>/n/<slug>/remark/<any('machine-changed', 'unclear', 'unsafe', 'wrong'):kind>
POST /<lang>/n/<slug>/save
GET /<lang>/n/<slug>/saved
GET /<lang>/n/<slug>/session
GET /<lang>/numbers
GET /<lang>/numbers.csv
GET /<lang>/numbers.json
GET /<lang>/numbers/<unit>
GET /<lang>/numbers/<unit>/<when>
GET /<lang>/numbers/<unit>/<when>/part/<int:number>
GET /<lang>/numbers/<unit>/<when>/print
GET /<lang>/numbers/<unit>/n/<nugget>
GET /<lang>/numbers/<unit>/n/<nugget>/<when>
GET /<lang>/offline
GET /<lang>/preview/<opens>
GET /<lang>/preview/<opens>/<key>
POST /<lang>/preview/<opens>/<key>/answer
POST /<lang>/preview/<opens>/<key>/done
GET /<lang>/preview/<opens>/<key>/keys
POST /<lang>/preview/<opens>/<key>/play
POST /<lang>/preview/<opens>/answer
POST /<lang>/preview/<opens>/done
GET /<lang>/preview/<opens>/keys
POST /<lang>/preview/<opens>/play
GET /<lang>/t/<topic>
GET /<lang>/t/<topic>/part/<int:number>
GET /<lang>/today
GET /<lang>/today.atom
GET /<lang>/transparency
GET /<lang>/wish
POST /<lang>/wish
GET /<lang>/wish/m/<code>
POST /<lang>/wish/m/<code>
GET /<lang>/wish/t/<topic>
POST /<lang>/wish/t/<topic>
GET /<lang>/wishes
GET /<string(minlength=5, maxlength=8):code>
GET /check/<sign>
POST /check/<sign>
GET /fault/<opens>
GET /favicon.ico
GET /healthz
GET /manifest.webmanifest
GET /media/<sha>.<ext>
GET /media/draft/<opens>/<sha>.<ext>
GET /media/plant/<sha>.<ext>
GET /privacy-manifest.json
GET /readyz
GET /robots.txt
GET /room/
GET /room/<lang>/
GET /room/<lang>/coaches
GET /room/<lang>/coaches/<code>
GET /room/<lang>/find
GET /room/<lang>/languages/
GET /room/<lang>/languages/<path:where>
GET /room/<lang>/letters
GET /room/<lang>/m/<code>
GET /room/<lang>/m/<code>/<slug>
POST /room/<lang>/m/<code>/<slug>/answer
POST /room/<lang>/m/<code>/<slug>/done
POST /room/<lang>/m/<code>/<slug>/helpful
POST /room/<lang>/m/<code>/<slug>/play
GET /room/<lang>/m/<code>/<slug>/remark
GET /room/<lang>/m/<code>/<slug>/remark/<any('machine-changed', 'unclear', 'unsafe', 'wrong'):kind>
POST /room/<lang>/m/<code>/<slug>/remark/<any('machine-changed', 'unclear', 'unsafe', 'wrong'):kind>
GET /room/<lang>/machines
GET /room/<lang>/machines/<hall>
GET /room/<lang>/machines/<hall>/<int:number>
GET /room/<lang>/n/<slug>
POST /room/<lang>/n/<slug>/answer
POST /room/<lang>/n/<slug>/done
POST /room/<lang>/n/<slug>/helpful
POST /room/<lang>/n/<slug>/play
GET /room/<lang>/n/<slug>/remark
GET /room/<lang>/n/<slug>/remark/<any('machine-changed', 'unclear', 'unsafe', 'wrong'):kind>
POST /room/<lang>/n/<slug>/remark/<any('machine-changed', 'unclear', 'unsafe', 'wrong'):kind>
GET /room/<lang>/new
GET /room/<lang>/pad/<typed>
GET /room/<lang>/phone/<int:second>/<code>/<slug>
GET /room/<lang>/phone/<int:second>/<slug>
POST /room/<lang>/scan
GET /room/<lang>/scanner
POST /room/<lang>/scanner
GET /room/<lang>/t/<topic>
GET /room/<lang>/t/<topic>/part/<int:number>
GET /room/<lang>/topics
GET /room/<lang>/wish
POST /room/<lang>/wish
GET /room/<lang>/wish/m/<code>
POST /room/<lang>/wish/m/<code>
GET /room/<lang>/wish/t/<topic>
POST /room/<lang>/wish/t/<topic>
GET /room/<lang>/wishes
GET /room/done
GET /static/<name>
GET /sw.js
POST /ticket
GET /withdrawn.json
"""
PAGES = (
    "/", "/de/", "/de/find?q=brille", f"/{floor.LATHE}", f"/de/m/{floor.PRESS}",
    f"/de/m/{floor.LATHE}/wear-glasses", "/de/n/clear-chips", "/de/t/safety", "/de/numbers",
    "/de/machines", "/de/transparency", "/de/mine", "/de/offline", "/de/n/clear-chips/offline",
    f"/{floor.SAW}", f"/{floor.LOST}",
)  # fmt: skip


class Statements:
    """Counts what is asked of the database."""

    def __init__(self, app: Flask) -> None:
        self.database = app.extensions["database"]
        self.asked: list[str] = []
        self.real = self.database.execute_sql

    def __enter__(self) -> list[str]:
        def execute(sql: str, *values: object, **more: object) -> object:
            self.asked.append(sql)
            return self.real(sql, *values, **more)

        self.database.execute_sql = execute
        return self.asked

    def __exit__(self, *_: object) -> None:
        self.database.execute_sql = self.real


def test_the_addresses_are_those_that_labels_and_bookmarks_know(app: Flask) -> None:
    found = sorted(
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & {"GET", "POST"}
    )
    assert [f"{method} {rule}" for rule, method in found] == ROUTES.split("\n")[1:-1]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_whole(worker: Worker, path: str) -> None:
    worker.get(path)


@pytest.mark.parametrize("path", PAGES)
def test_two_visitors_get_the_same_bytes(app: Flask, path: str) -> None:
    first, second = Worker(app), Worker(app, address="198.51.100.9")
    one = first.get(path, User_Agent="a", Cookie="b=c", Referer="https://d.example")
    assert one.get_data() == second.get(path).get_data()
    assert dict(one.headers) == dict(second.get(path).headers)


def test_a_page_that_is_kept_costs_one_statement(app: Flask, worker: Worker) -> None:
    worker.get(f"/{floor.LATHE}")
    with Statements(app) as asked:
        worker.get(f"/{floor.LATHE}")
    assert len(asked) == 1


@pytest.mark.parametrize(
    "path", [f"/{floor.LATHE}", f"/de/m/{floor.LATHE}/wear-glasses", "/de/n/clear-chips", "/de/"]
)
def test_a_fresh_page_costs_three_statements_at_most(app: Flask, worker: Worker, path: str) -> None:
    with Statements(app) as asked:
        worker.get(path)
    assert len(asked) <= 3


def test_a_thousand_machines_cost_no_statement_more(app: Flask, worker: Worker) -> None:
    with Statements(app) as few:
        before = worker.get(f"/de/m/{floor.LATHE}")
    with connected(app.extensions["database"]):
        area, kind = Area.get(Area.name == "Linie 2"), Kind.get()
        plant.machines([plant.NewMachine(area, f"Nr. {n}", kind) for n in range(1000)])
    with Statements(app) as many:
        after = worker.get(f"/de/m/{floor.LATHE}")
    assert len(many) == len(few)
    assert words(after) == words(before)


def test_a_change_is_seen_at_once(app: Flask, worker: Worker) -> None:
    worker.get(f"/{floor.LATHE}")
    with connected(app.extensions["database"]):
        line = Area.get(Area.name == "Linie 2")
        plant.coach(Site.get(), "Zoe Zander", area=line, agreed_on="2026-11-01")
    assert "Frag Zoe" in main(worker.get(f"/{floor.LATHE}"))


def test_a_client_without_gzip_gets_plain_bytes(app: Flask, worker: Worker) -> None:
    packed = worker.get(f"/{floor.LATHE}").get_data()
    plain = worker.get(f"/{floor.LATHE}", Accept_Encoding="identity")
    assert gzip.decompress(packed) == plain.get_data()
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_who_holds_a_page_already_gets_no_bytes(worker: Worker) -> None:
    tag = worker.get(f"/{floor.LATHE}").headers["ETag"]
    assert worker.get(f"/{floor.LATHE}", status=304, If_None_Match=tag).get_data() == b""


def test_connections_go_back_to_the_pool(app: Flask, worker: Worker) -> None:
    for path in PAGES:
        worker.get(path)
    assert app.extensions["database"].is_closed()


@pytest.mark.parametrize("host", ["qr.example.test", "OLD.example.test", "old.example.test:80"])
def test_other_label_hosts_lead_to_the_one_address(worker: Worker, host: str) -> None:
    answer = worker.get(f"/{floor.LATHE}", status=302, Host=host)
    assert answer.headers["Location"] == f"http://learn.example.test/{floor.LATHE}"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_phone_that_knew_a_former_host_keeps_nothing_of_it(worker: Worker) -> None:
    answer = worker.get("/sw.js", Host="old.example.test")
    assert answer.mimetype == "text/javascript"
    assert "registration.unregister()" in words(answer)
    assert "registration.unregister()" not in words(worker.get("/sw.js"))


def test_a_search_survives_the_way_to_the_one_address(worker: Worker) -> None:
    answer = worker.get("/de/find?q=brille", status=302, Host="old.example.test")
    assert answer.headers["Location"] == "http://learn.example.test/de/find?q=brille"


def test_no_link_is_made_from_the_host_that_was_asked_for(worker: Worker) -> None:
    assert "evil" not in words(worker.get("/de/", Host="evil.example"))


def test_nothing_is_opened_before_the_first_request(plant: Settings) -> None:
    assert create_app(plant).extensions["database"].is_closed()


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/robots.txt", "/favicon.ico"])
def test_the_well_known_addresses_answer(worker: Worker, path: str) -> None:
    worker.get(path)


def test_the_manifest_speaks_the_readers_language(worker: Worker) -> None:
    answer = worker.get("/manifest.webmanifest", Accept_Language="en")
    assert json.loads(words(answer))["start_url"] == "/en/"


def test_static_files_are_kept_for_good(worker: Worker) -> None:
    script = re.search(r'src="(/static/pages\.[0-9a-f]{12}\.js)"', words(worker.get("/de/")))
    assert script
    answer = worker.get(script[1])
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.get_data()) <= 4_000


def test_a_static_file_that_is_none_is_not_found(worker: Worker) -> None:
    worker.get("/static/pages.js", status=404)


def test_the_vendored_scripts_are_those_that_were_published() -> None:
    vendored = folder() / "vendor"
    told = (line.split() for line in (vendored / "SHA256SUMS").read_text().splitlines())
    sums = {name: digest for digest, name in told}
    assert set(sums) == {path.name for path in vendored.glob("*.js")}
    for name, digest in sums.items():
        assert hashlib.sha256((vendored / name).read_bytes()).hexdigest() == digest


def test_postgresql_answers_the_same_pages(
    postgres: Postgres, migrated_postgres: str, plant: Settings
) -> None:
    settings = replace(plant, database_url=postgres.create(migrated_postgres))
    floor.fill(settings)
    app = create_app(settings)
    worker = Worker(app)
    for path in PAGES:
        worker.get(path)
    assert "Wann trägst du sie?" in main(worker.get("/de/n/wear-glasses"))
    worker.post("/de/n/wear-glasses/done", {"ticket": "forged"})
    worker.get("/readyz")
    app.extensions["database"].close_all()
