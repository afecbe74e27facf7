"""The tables of a pot, how a nugget is looked up in them, and how one more is counted."""

from typing import Final

SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS plant (site TEXT PRIMARY KEY, timezone TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS way (
  site TEXT NOT NULL, nugget TEXT, period TEXT, source TEXT, cell TEXT NOT NULL,
  held INTEGER NOT NULL, node TEXT NOT NULL, home TEXT NOT NULL, crowd INTEGER NOT NULL,
  PRIMARY KEY (nugget, period, source)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS slot (
  site TEXT, period TEXT, unit TEXT, nugget TEXT, kind TEXT, n INTEGER NOT NULL,
  PRIMARY KEY (site, period, unit, nugget, kind)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spent (hash BLOB PRIMARY KEY, day INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS room (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;
INSERT OR IGNORE INTO room VALUES ('taken', 0), ('capacity', 0), ('ready', 0),
  ('key due', 0), ('turn', 0);
"""

LOOK: Final = """
SELECT source, period, site, timezone, cell, held, node, home, crowd,
  (SELECT n FROM room WHERE name = 'taken'), (SELECT n FROM room WHERE name = 'capacity')
FROM way JOIN plant USING (site) WHERE nugget = ? AND source IN (?, ?, ?)
"""
ADD: Final = (
    "UPDATE slot SET n = n + 1"
    " WHERE site = ? AND period = ? AND unit = ? AND nugget = ? AND kind = ?"
)
TAKE: Final = (
    "UPDATE room SET n = n + 1 WHERE name = 'taken'"
    " AND n < ? * (SELECT n FROM room WHERE name = 'capacity')"
)
