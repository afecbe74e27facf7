"""Which nuggets are measured, and what is published of it: how many took part, and one number."""

from peewee import SqliteDatabase

GAIN = """CREATE TABLE "released_gain" ("site" VARCHAR(12) NOT NULL, "period" VARCHAR(20) NOT NULL, "unit" VARCHAR(25) NOT NULL, "nugget" VARCHAR(12) NOT NULL, "n" INTEGER NOT NULL CHECK (n >= 20), "d" INTEGER NOT NULL CHECK (d BETWEEN -100 AND 100 AND d / 5 * 5 = d), PRIMARY KEY ("site", "period", "unit", "nugget"))"""

MEASURED = """CREATE TABLE "measured" ("site" VARCHAR(12) NOT NULL, "nugget" VARCHAR(12) NOT NULL, "first" VARCHAR(10) NOT NULL, PRIMARY KEY ("site", "nugget", "first"))"""


def up(migrator, db):
    for table in (GAIN, MEASURED):
        db.execute_sql(table + (" WITHOUT ROWID" if isinstance(db, SqliteDatabase) else ""))


def down(migrator, db):
    db.execute_sql('DROP TABLE "measured"')
    db.execute_sql('DROP TABLE "released_gain"')
