"""Jobs: a row each, taken by one, forgotten when done, told of when they fail."""

import threading
from concurrent.futures import ThreadPoolExecutor

import peewee

from kiosk import jobs
from kiosk.db import connected
from kiosk.jobs import Job


def test_asking_twice_is_one_job(database: peewee.Database) -> None:
    assert jobs.ask("renditions", "abc").id == jobs.ask("renditions", "abc").id
    assert Job.select().count() == 1


def test_those_who_ask_at_the_same_moment_ask_once(database: peewee.Database) -> None:
    together = threading.Barrier(6)

    def ask(_: int) -> list[str]:
        with connected(database):
            return [jobs.ask("cut", name).id for name in "abcde" if together.wait(10) < 6]

    with ThreadPoolExecutor(6) as pool:
        first, *others = pool.map(ask, range(6))
    assert all(one == first for one in others)
    assert Job.select().count() == 5


def test_only_one_worker_gets_a_job(database: peewee.Database) -> None:
    job = jobs.ask("renditions", "abc")
    assert jobs.take(job.id) is not None
    assert jobs.take(job.id) is None


def test_a_job_that_ended_well_leaves_nothing(database: peewee.Database) -> None:
    job = jobs.ask("renditions", "abc")
    jobs.finish(job)
    assert not Job.select().exists()


def test_the_worker_is_woken_only_when_the_row_is_written(database: peewee.Database) -> None:
    woken: list[str] = []
    with database.atomic():
        job = jobs.ask("renditions", "abc", woken.append)
        assert woken == []
    assert woken == [job.id]


def test_a_failure_that_may_pass_is_tried_three_times(database: peewee.Database) -> None:
    job_id = jobs.ask("renditions", "abc").id
    for state in ("queued", "queued", "failed"):
        job = jobs.take(job_id)
        assert job is not None
        jobs.fail(job, "The disk is full.", final=False)
        assert Job.get_by_id(job_id).state == state


def test_a_failure_of_the_film_itself_is_final_and_keeps_its_sentence(
    database: peewee.Database,
) -> None:
    job = jobs.take(jobs.ask("renditions", "abc").id)
    assert job is not None
    jobs.fail(job, "The file is empty. Send the film again.", final=True)
    kept = Job.get()
    assert (kept.state, kept.error) == ("failed", "The file is empty. Send the film again.")


def test_asking_again_for_what_failed_begins_anew(database: peewee.Database) -> None:
    job = jobs.take(jobs.ask("renditions", "abc").id)
    assert job is not None
    jobs.fail(job, "broken", final=True)
    again = jobs.ask("renditions", "abc")
    assert (again.state, again.attempts, again.error) == ("queued", 0, "")


def test_a_worker_that_dies_three_times_over_a_film_gives_it_up(database: peewee.Database) -> None:
    job_id = jobs.ask("renditions", "abc").id
    for _ in range(jobs.ATTEMPTS):
        assert jobs.take(job_id)
        jobs.recover()
    assert "stopped each time" in Job.get_by_id(job_id).error


def test_a_stop_that_was_asked_for_costs_no_attempt(database: peewee.Database) -> None:
    job_id = jobs.ask("renditions", "abc").id
    jobs.take(job_id)
    jobs.lay_down()
    kept = Job.get_by_id(job_id)
    assert (kept.state, kept.attempts) == ("queued", 0)


def test_progress_is_told_in_percent_and_never_as_done(database: peewee.Database) -> None:
    job = jobs.take(jobs.ask("renditions", "abc").id)
    assert job is not None
    jobs.tell(job, 1.0)
    assert Job.get_by_id(job.id).progress == 99


def test_a_job_keeps_no_time(database: peewee.Database) -> None:
    names = {field.column_name for field in Job._meta.sorted_fields}
    assert names == {"id", "kind", "subject", "state", "progress", "attempts", "error"}
