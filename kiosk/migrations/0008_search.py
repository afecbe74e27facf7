"""Words of the search by language; what captions say; by which recipe all this was gathered."""

from peewee import SqliteDatabase

COLUMNS = (
    ("medium", "said", "TEXT NOT NULL DEFAULT ''"),
    ("site", "recipe", "INTEGER NOT NULL DEFAULT 0"),
)
NOW = (
    """DROP TABLE "search_word" """,
    """CREATE TABLE "search_word" ("site_id" VARCHAR(12) NOT NULL, "subject" VARCHAR(12) NOT NULL, "language" VARCHAR(12) NOT NULL, "word" {bytes} NOT NULL, "rank" INTEGER NOT NULL, "inside" {truth} NOT NULL, PRIMARY KEY ("subject", "language", "word"), FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE CASCADE){unordered}""",
    """CREATE INDEX "search_word_site_id_word_rank_inside" ON "search_word" ("site_id", "word", "rank", "inside")""",
    """CREATE TABLE "search_term" ("site_id" VARCHAR(12) NOT NULL, "language" VARCHAR(12) NOT NULL, "word" {bytes} NOT NULL, PRIMARY KEY ("site_id", "language", "word"), FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE CASCADE){unordered}""",
)
BEFORE = (
    """DROP TABLE "search_term" """,
    """ALTER TABLE "search_word" RENAME TO "search_word_by_language" """,
    """DROP INDEX "search_word_site_id_word_rank_inside" """,
    """CREATE TABLE "search_word" ("site_id" VARCHAR(12) NOT NULL, "subject" VARCHAR(12) NOT NULL, "word" {bytes} NOT NULL, "rank" INTEGER NOT NULL, PRIMARY KEY ("subject", "word"), FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE CASCADE)""",
    """CREATE INDEX "search_word_site_id_word_rank" ON "search_word" ("site_id", "word", "rank")""",
    """INSERT INTO "search_word" ("site_id", "subject", "word", "rank") SELECT "site_id", "subject", "word", MIN("rank") FROM "search_word_by_language" GROUP BY "site_id", "subject", "word" """,
    """DROP TABLE "search_word_by_language" """,
)


def spell(statement, db):
    sqlite = isinstance(db, SqliteDatabase)
    return statement.format(
        bytes="BLOB" if sqlite else "BYTEA",
        truth="INTEGER" if sqlite else "BOOLEAN",
        unordered=" WITHOUT ROWID" if sqlite else "",
    )


def up(migrator, db):
    for statement in NOW:
        db.execute_sql(spell(statement, db))
    for table, column, kind in COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')


def down(migrator, db):
    for statement in BEFORE:
        db.execute_sql(spell(statement, db))
    for table, column, _ in reversed(COLUMNS):
        db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
