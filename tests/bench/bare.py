"""The floor: a hand-written page in one file, and the same from a bare Flask and Jinja."""

import gzip
import sys
from pathlib import Path
from typing import Any

from flask import Flask, Response, render_template, request, send_file
from gunicorn.app.base import BaseApplication

from kiosk.serve import options
from kiosk.settings import Settings

STEPS = [
    "Merk dir, wo der Not-Halt sitzt: roter Pilz auf gelbem Grund.",
    "Bei Gefahr sofort drücken, mit dem Handballen. Der Pilz rastet ein.",
    "Ist jemand verletzt, zuerst Notruf und Erste Hilfe.",
    "Erst muss die Ursache weg sein; danach nachsehen: niemand drin, alle Türen zu.",
    "Wer dazu befugt ist, entriegelt den Pilz: drehen oder ziehen.",
    "Erst bewusstes Quittieren und Starten lässt die Maschine wieder laufen.",
]
PICKS = ["Dort weiterlaufen.", "Stehen bleiben, bis jemand startet.", "Sich ausschalten."]
FACTS = {"title": "Not-Halt: drücken und wieder starten", "steps": STEPS, "picks": PICKS}


def application(film: Path, poster: Path) -> Flask:
    """Return the application: `/page` rendered each time, `/floor` ready and packed."""
    app = Flask(__name__, template_folder=str(Path(__file__).parent))

    @app.get("/page")
    def page() -> str:
        return render_template("floor.html", **FACTS)

    @app.get("/floor")
    def floor() -> Response:
        body = app.extensions.get("packed") or gzip.compress(page().encode(), 9, mtime=0)
        app.extensions["packed"] = body
        head = {"Content-Encoding": "gzip", "Cache-Control": "max-age=60"}
        return Response(body, mimetype="text/html", headers=head)

    @app.post("/play")
    def play() -> str:
        return "ticket"

    @app.post("/done")
    def done() -> str:
        return request.form.get("ticket", "")

    @app.get("/film.mp4")
    def send_film() -> Response:
        return send_file(film, conditional=True, max_age=3600)

    @app.get("/poster.jpg")
    def send_poster() -> Response:
        return send_file(poster, max_age=3600)

    return app


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn as the product runs it, around the bare application."""

    def __init__(self, app: Flask, port: int, workers: int) -> None:
        self.app, self.port, self.count = app, port, workers
        super().__init__()

    def load_config(self) -> None:
        for name, value in options(Settings(workers=self.count), "127.0.0.1", self.port).items():
            if name != "post_fork":
                self.cfg.set(name, value)

    def load(self) -> Any:
        return self.app


if __name__ == "__main__":
    Server(
        application(Path(sys.argv[3]), Path(sys.argv[4])), int(sys.argv[1]), int(sys.argv[2])
    ).run()
