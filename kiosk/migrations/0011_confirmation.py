"""The council's confirmations of what the program keeps: by day and role, never a name."""

from peewee import SqliteDatabase

TABLE = """CREATE TABLE "confirmation" ("site" VARCHAR(12) NOT NULL, "confirmed_on" VARCHAR(10) NOT NULL, "manifest" VARCHAR(64) NOT NULL, "version" INTEGER NOT NULL, "role" VARCHAR(10) NOT NULL, "ended_on" VARCHAR(10), "text" TEXT NOT NULL, PRIMARY KEY ("site", "confirmed_on", "manifest"))"""


def up(migrator, db):
    db.execute_sql(TABLE + (" WITHOUT ROWID" if isinstance(db, SqliteDatabase) else ""))


def down(migrator, db):
    db.execute_sql('DROP TABLE "confirmation"')
