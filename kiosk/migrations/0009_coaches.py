"""When a coach can be asked, and the ways to ask beside the telephone."""

COLUMNS = (
    ("when", 120),
    ("mail", 200),
    ("chat", 300),
    ("meeting", 300),
)


def up(migrator, db):
    for column, signs in COLUMNS:
        kind = f"VARCHAR({signs}) NOT NULL DEFAULT ''"
        db.execute_sql(f'ALTER TABLE "coach" ADD COLUMN "{column}" {kind}')


def down(migrator, db):
    for column, _ in reversed(COLUMNS):
        db.execute_sql(f'ALTER TABLE "coach" DROP COLUMN "{column}"')
