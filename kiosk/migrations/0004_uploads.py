"""Films on their way from a phone: what was promised and how much of it has arrived."""

from peewee import SqliteDatabase

TABLE = """CREATE TABLE "upload" ("id" VARCHAR(32) NOT NULL PRIMARY KEY, "site_id" VARCHAR(12) NOT NULL, "account" VARCHAR(64) NOT NULL, "version_id" VARCHAR(12) NOT NULL, "text_id" VARCHAR(12), "purpose" VARCHAR(5) NOT NULL CHECK (purpose IN ('film', 'voice')), "length" {large} NOT NULL, "got" {large} NOT NULL, "ext" VARCHAR(5) NOT NULL, "checksum" VARCHAR(64) NOT NULL, "expires" INTEGER NOT NULL, "done" {boolean} NOT NULL, FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE CASCADE, FOREIGN KEY ("version_id") REFERENCES "version" ("id") ON DELETE CASCADE, FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE CASCADE)"""
INDEXES = (
    """CREATE INDEX "upload_site_id" ON "upload" ("site_id")""",
    """CREATE INDEX "upload_version_id" ON "upload" ("version_id")""",
    """CREATE INDEX "upload_text_id" ON "upload" ("text_id")""",
)


def up(migrator, db):
    lite = isinstance(db, SqliteDatabase)
    large, boolean = ("INTEGER", "INTEGER") if lite else ("BIGINT", "BOOLEAN")
    db.execute_sql(TABLE.format(large=large, boolean=boolean))
    for statement in INDEXES:
        db.execute_sql(statement)


def down(migrator, db):
    db.execute_sql('DROP TABLE "upload"')
