"""The open links of texts, for colleagues without an account."""

TABLE = """CREATE TABLE "invitation" ("text_id" VARCHAR(12) NOT NULL PRIMARY KEY, "sign" VARCHAR(12) NOT NULL, "until_on" VARCHAR(10) NOT NULL, FOREIGN KEY ("text_id") REFERENCES "text" ("id") ON DELETE CASCADE)"""


def up(migrator, db):
    db.execute_sql(TABLE)


def down(migrator, db):
    db.execute_sql('DROP TABLE "invitation"')
