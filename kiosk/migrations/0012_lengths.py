"""How long a nugget's film was at its last release, so that hours of learning can be told."""


def up(migrator, db):
    db.execute_sql('ALTER TABLE "nugget_name" ADD COLUMN "seconds" INTEGER NOT NULL DEFAULT 0')


def down(migrator, db):
    db.execute_sql('ALTER TABLE "nugget_name" DROP COLUMN "seconds"')
