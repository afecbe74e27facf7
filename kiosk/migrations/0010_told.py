"""What workers tell: remarks on nuggets, and nuggets they miss."""

from peewee import SqliteDatabase

TABLES = (
    """CREATE TABLE "remark" ("id" VARCHAR(12) NOT NULL PRIMARY KEY, "site_id" VARCHAR(12) NOT NULL, "nugget_id" VARCHAR(12) NOT NULL, "number" INTEGER NOT NULL, "step" INTEGER NOT NULL, "kind" VARCHAR(15) NOT NULL CHECK (kind IN ('unclear', 'wrong', 'machine changed', 'unsafe')), "machine_id" VARCHAR(12), "sent_on" VARCHAR(10) NOT NULL, "outcome" VARCHAR(10) NOT NULL CHECK (outcome IN ('', 'changed', 'stays')), "answered_on" VARCHAR(10), "answer" VARCHAR(200) NOT NULL, FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE RESTRICT, FOREIGN KEY ("nugget_id") REFERENCES "nugget" ("id") ON DELETE CASCADE, FOREIGN KEY ("machine_id") REFERENCES "machine" ("id") ON DELETE SET NULL){unordered}""",
    """CREATE INDEX "remark_site_id" ON "remark" ("site_id")""",
    """CREATE INDEX "remark_nugget_id" ON "remark" ("nugget_id")""",
    """CREATE INDEX "remark_machine_id" ON "remark" ("machine_id")""",
    """CREATE TABLE "wish" ("id" VARCHAR(12) NOT NULL PRIMARY KEY, "site_id" VARCHAR(12) NOT NULL, "about" VARCHAR(10) NOT NULL CHECK (about IN ('set-up', 'fault', 'cleaning', 'quality')), "kind_id" VARCHAR(12), "machine_id" VARCHAR(12), "area_id" VARCHAR(12), "topic_id" VARCHAR(12), "sent_on" VARCHAR(10) NOT NULL, "outcome" VARCHAR(10) NOT NULL CHECK (outcome IN ('', 'planned', 'made', 'declined')), "answered_on" VARCHAR(10), "answer" VARCHAR(200) NOT NULL, FOREIGN KEY ("site_id") REFERENCES "site" ("id") ON DELETE RESTRICT, FOREIGN KEY ("kind_id") REFERENCES "kind" ("id") ON DELETE CASCADE, FOREIGN KEY ("machine_id") REFERENCES "machine" ("id") ON DELETE CASCADE, FOREIGN KEY ("area_id") REFERENCES "area" ("id") ON DELETE CASCADE, FOREIGN KEY ("topic_id") REFERENCES "topic" ("id") ON DELETE CASCADE){unordered}""",
    """CREATE INDEX "wish_site_id" ON "wish" ("site_id")""",
    """CREATE INDEX "wish_kind_id" ON "wish" ("kind_id")""",
    """CREATE INDEX "wish_machine_id" ON "wish" ("machine_id")""",
    """CREATE INDEX "wish_area_id" ON "wish" ("area_id")""",
    """CREATE INDEX "wish_topic_id" ON "wish" ("topic_id")""",
)


def up(migrator, db):
    unordered = " WITHOUT ROWID" if isinstance(db, SqliteDatabase) else ""
    for statement in TABLES:
        db.execute_sql(statement.format(unordered=unordered))


def down(migrator, db):
    db.execute_sql('DROP TABLE "wish"')
    db.execute_sql('DROP TABLE "remark"')
