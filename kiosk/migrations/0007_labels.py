"""What a label's last print said, rounds through an area, and the check with a phone."""

from peewee import SqliteDatabase

COLUMNS = (
    ("level", "VARCHAR(1)"),
    ("said_name", "VARCHAR(120)"),
    ("said_place", "VARCHAR(500)"),
    ("said_url", "VARCHAR(200)"),
)
TABLES = (
    """CREATE TABLE "walk" ("area_id" VARCHAR(12) NOT NULL PRIMARY KEY, "site_id" VARCHAR(12) NOT NULL, "begun_on" VARCHAR(10) NOT NULL, FOREIGN KEY ("area_id") REFERENCES "area" ("id") ON DELETE CASCADE, FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE CASCADE)""",
    """CREATE INDEX "walk_site_id" ON "walk" ("site_id")""",
    """CREATE TABLE "walk_find" ("area_id" VARCHAR(12) NOT NULL, "said" VARCHAR(120) NOT NULL, "dirty" {truth} NOT NULL, PRIMARY KEY ("area_id", "said"), FOREIGN KEY ("area_id") REFERENCES "area" ("id") ON DELETE CASCADE){unordered}""",
    """CREATE INDEX "walk_find_area_id" ON "walk_find" ("area_id")""",
    """CREATE TABLE "phone_check" ("site_id" VARCHAR(12) NOT NULL PRIMARY KEY, "url" VARCHAR(200) NOT NULL, "sign" VARCHAR(24) NOT NULL, "passed_on" VARCHAR(10), FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE CASCADE)""",
)


def up(migrator, db):
    sqlite = isinstance(db, SqliteDatabase)
    words = {"truth": "INTEGER" if sqlite else "BOOLEAN"}
    words["unordered"] = " WITHOUT ROWID" if sqlite else ""
    for column, kind in COLUMNS:
        db.execute_sql(f'ALTER TABLE "label" ADD COLUMN "{column}" {kind}')
    for table in TABLES:
        db.execute_sql(table.format(**words))


def down(migrator, db):
    for table in ("phone_check", "walk_find", "walk"):
        db.execute_sql(f'DROP TABLE "{table}"')
    for column, _ in reversed(COLUMNS):
        db.execute_sql(f'ALTER TABLE "label" DROP COLUMN "{column}"')
