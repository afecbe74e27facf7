"""What the studio keeps: takes, translations in work, a glossary, and why versions came and went."""

COLUMNS = (
    ("nugget", "due_why", "VARCHAR(300) NOT NULL DEFAULT ''"),
    ("version", "authors", "TEXT NOT NULL DEFAULT ''"),
    ("version", "effective_on", "VARCHAR(10)"),
    ("version", "reason", "VARCHAR(300) NOT NULL DEFAULT ''"),
    ("version", "remark", "VARCHAR(500) NOT NULL DEFAULT ''"),
    ("version", "consent", "VARCHAR(300) NOT NULL DEFAULT ''"),
    ("version", "withdrawn_why", "VARCHAR(300) NOT NULL DEFAULT ''"),
    (
        "text",
        "captions_state",
        "VARCHAR(8) NOT NULL DEFAULT 'draft'"
        " CHECK (captions_state IN ('draft', 'machine', 'reviewed'))",
    ),
    ("machine", "photo_id", 'VARCHAR(64) REFERENCES "medium" ("sha") ON DELETE RESTRICT'),
    ("coach", "agreed_on", "VARCHAR(10)"),
)
STATEMENTS = (
    """UPDATE "text" SET "captions_state" = "state" """,
    """CREATE INDEX "machine_photo_id" ON "machine" ("photo_id")""",
    """CREATE TABLE "take" ("id" VARCHAR(12) NOT NULL PRIMARY KEY, "site_id" VARCHAR(12) NOT NULL, "version_id" VARCHAR(12) NOT NULL, "text_id" VARCHAR(12), "kind" VARCHAR(5) NOT NULL CHECK (kind IN ('film', 'voice')), "ext" VARCHAR(5) NOT NULL, "size" INTEGER NOT NULL, "sha" VARCHAR(64) NOT NULL, "start" REAL, "end" REAL, "found" TEXT NOT NULL, "film_id" VARCHAR(64), "keep_until" VARCHAR(10), FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE RESTRICT, FOREIGN KEY ("version_id") REFERENCES "version" ("id") ON DELETE CASCADE, FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE CASCADE, FOREIGN KEY ("film_id") REFERENCES "medium" ("sha") ON DELETE RESTRICT)""",
    """CREATE INDEX "take_site_id" ON "take" ("site_id")""",
    """CREATE INDEX "take_version_id" ON "take" ("version_id")""",
    """CREATE INDEX "take_text_id" ON "take" ("text_id")""",
    """CREATE INDEX "take_film_id" ON "take" ("film_id")""",
    """CREATE TABLE "source_line" ("text_id" VARCHAR(12) NOT NULL, "line" VARCHAR(60) NOT NULL, "source" VARCHAR(300) NOT NULL, PRIMARY KEY ("text_id", "line"), FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE CASCADE)""",
    """CREATE INDEX "source_line_text_id" ON "source_line" ("text_id")""",
    """CREATE TABLE "proposal" ("text_id" VARCHAR(12) NOT NULL, "line" VARCHAR(60) NOT NULL, "body" VARCHAR(300) NOT NULL, PRIMARY KEY ("text_id", "line"), FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE CASCADE)""",
    """CREATE INDEX "proposal_text_id" ON "proposal" ("text_id")""",
    """CREATE TABLE "term" ("id" VARCHAR(12) NOT NULL PRIMARY KEY, "site_id" VARCHAR(12) NOT NULL, "note" VARCHAR(200) NOT NULL, FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE CASCADE)""",
    """CREATE INDEX "term_site_id" ON "term" ("site_id")""",
    """CREATE TABLE "term_word" ("term_id" VARCHAR(12) NOT NULL, "language" VARCHAR(12) NOT NULL, "word" VARCHAR(120) NOT NULL, PRIMARY KEY ("term_id", "language"), FOREIGN KEY ("term_id") REFERENCES "term" ("id") ON DELETE CASCADE)""",
    """CREATE INDEX "term_word_term_id" ON "term_word" ("term_id")""",
)
TABLES = ("take", "source_line", "proposal", "term", "term_word")


def up(migrator, db):
    for table, column, kind in COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')
    for statement in STATEMENTS:
        db.execute_sql(statement)


def down(migrator, db):
    for table in reversed(TABLES):
        db.execute_sql(f'DROP TABLE "{table}"')
    db.execute_sql('DROP INDEX "machine_photo_id"')
    for table, column, _ in reversed(COLUMNS):
        db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
