"""The web app: what people touch.

- `app`        the application as named steps; `settings`, `db`, `migrations`
- `pages`      what workers see: no login, no cookie, no JavaScript needed
- `counts`     anonymous counting: pot, seal, tickets, release, released
- `jobs`, `work`   what happens behind the pages: films made, periods closed
- `cli`        the command line; `serve` runs the whole thing
- `htmx`, `language`, `headers`, `errors`, `links`   how every page is answered
"""

__version__ = "0.2.0"
