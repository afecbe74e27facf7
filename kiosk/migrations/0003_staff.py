"""Who works in the studio, and what was done there on which day, by which role."""

from peewee import SqliteDatabase

ACCOUNT = """CREATE TABLE "account" ("id" VARCHAR(12) NOT NULL PRIMARY KEY, "site_id" VARCHAR(12) NOT NULL, "name" VARCHAR(80) NOT NULL, "sign_in" VARCHAR(120) NOT NULL, "mail" VARCHAR(200) NOT NULL, "password" VARCHAR(200) NOT NULL, "active" {boolean} NOT NULL, "fs_uniquifier" VARCHAR(64) NOT NULL, "roles" VARCHAR(60) NOT NULL, "invitation" VARCHAR(64) NOT NULL, "invited_until" VARCHAR(10), FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE RESTRICT)"""
DEED = """CREATE TABLE "deed" ("id" VARCHAR(12) NOT NULL PRIMARY KEY, "site_id" VARCHAR(12) NOT NULL, "done_on" VARCHAR(10) NOT NULL, "role" VARCHAR(10) NOT NULL, "deed" VARCHAR(40) NOT NULL, "subject" VARCHAR(300) NOT NULL, FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE RESTRICT){unordered}"""
INDEXES = (
    """CREATE INDEX "account_site_id" ON "account" ("site_id")""",
    """CREATE UNIQUE INDEX "account_sign_in" ON "account" ("sign_in")""",
    """CREATE UNIQUE INDEX "account_fs_uniquifier" ON "account" ("fs_uniquifier")""",
    """CREATE INDEX "account_invitation" ON "account" ("invitation")""",
    """CREATE INDEX "deed_site_id" ON "deed" ("site_id")""",
)


def up(migrator, db):
    sqlite = isinstance(db, SqliteDatabase)
    db.execute_sql(ACCOUNT.format(boolean="INTEGER" if sqlite else "BOOLEAN"))
    db.execute_sql(DEED.format(unordered=" WITHOUT ROWID" if sqlite else ""))
    for statement in INDEXES:
        db.execute_sql(statement)


def down(migrator, db):
    db.execute_sql('DROP TABLE "deed"')
    db.execute_sql('DROP TABLE "account"')
