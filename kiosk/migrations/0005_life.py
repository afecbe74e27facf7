"""The day on which a nugget was last found right, and the day chosen for its next review."""

COLUMNS = (
    ("nugget", "reviewed_on", "VARCHAR(10)"),
    ("version", "review_by", "VARCHAR(10)"),
)


def up(migrator, db):
    for table, column, kind in COLUMNS:
        db.execute_sql(f'ALTER TABLE "{table}" ADD COLUMN "{column}" {kind}')


def down(migrator, db):
    for table, column, _ in reversed(COLUMNS):
        db.execute_sql(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
