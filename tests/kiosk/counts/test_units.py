"""A number stands for ten people or more who could have made it."""

from collections.abc import Mapping
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kiosk.counts.units import (
    EVERYWHERE,
    NOWHERE,
    SITE,
    SMALL,
    AreaFact,
    Hanging,
    Layout,
    Plant,
    Way,
    lay_out,
    people,
)

AREAS = {
    "h3": AreaFact(None, None),
    "l1": AreaFact("h3", None),
    "l2": AreaFact("h3", None),
    "h5": AreaFact(None, None),
}
PLANT = Plant(200, AREAS)


def laid(
    crowds: Mapping[str, int], plant: Plant = PLANT, *, everybody: bool = False,
    before: Mapping[tuple[str, str], Way] | None = None,
) -> Layout:  # fmt: skip
    hanging = Hanging({cell: cell for cell in crowds}, everybody=everybody)
    return lay_out(plant, crowds, {"n": hanging}, before or {}, floor=10)


def homes(layout: Layout) -> dict[str, str]:
    return {source: way.home for (_, source), way in layout.ways.items()}


def test_ten_people_at_a_kind_in_an_area_are_a_unit() -> None:
    assert homes(laid({"k@l1": 10}))["k@l1"] == "k@l1"


def test_nine_go_up_to_an_area_that_has_enough() -> None:
    assert homes(laid({"k@l1": 9, "k@l2": 9})) == {"k@l1": "h3", "k@l2": "h3", EVERYWHERE: SITE}


def test_they_go_up_to_the_site_if_no_hall_has_enough() -> None:
    assert homes(laid({"k@l1": 6, "k@h5": 6}))["k@l1"] == SITE


def test_a_remainder_too_small_for_the_parent_takes_the_smallest_unit_with_it() -> None:
    found = homes(laid({"k@l1": 12, "j@l1": 30, "k@l2": 4}))
    assert found == {"k@l1": "h3", "j@l1": "j@l1", "k@l2": "h3", EVERYWHERE: SITE}


def test_a_remainder_large_enough_leaves_units_below_alone() -> None:
    assert homes(laid({"k@l1": 12, "k@l2": 4, "k@h3": 7})) == {
        "k@l1": "k@l1", "k@l2": "h3", "k@h3": "h3", EVERYWHERE: SITE,
    }  # fmt: skip


def test_too_few_in_the_whole_plant_share_one_pooled_slot() -> None:
    hangings = {n: Hanging({f"{n}@{a}": f"{n}@{a}"}, everybody=False)
                for n, a in (("p", "l1"), ("q", "h5"))}  # fmt: skip
    layout = lay_out(PLANT, {"p@l1": 6, "q@h5": 7}, hangings, {}, floor=10)
    assert layout.slots == {(SMALL, "")}
    assert {way.crowd for way in layout.ways.values()} == {13}


def test_a_pooled_slot_of_fewer_than_ten_is_not_counted() -> None:
    assert homes(laid({"k@l1": 9})) == {"k@l1": NOWHERE, EVERYWHERE: NOWHERE}


def test_what_hangs_on_a_topic_is_for_everybody() -> None:
    assert homes(laid({}, everybody=True)) == {EVERYWHERE: SITE}


def test_few_people_at_a_machine_are_safe_among_everybody() -> None:
    found = homes(laid({"k@l1": 3, "k@h5": 12}, everybody=True))
    assert found == {"k@l1": SITE, "k@h5": "k@h5", EVERYWHERE: SITE}


def test_everybody_else_must_be_ten_too() -> None:
    small = Plant(20, AREAS)
    found = homes(laid({"k@l1": 3, "k@h5": 12}, small, everybody=True))
    assert found == {"k@l1": SITE, "k@h5": SITE, EVERYWHERE: SITE}


def test_a_plant_of_nine_is_never_counted() -> None:
    assert laid({"k@l1": 30}, Plant(9, AREAS), everybody=True).ways == {}


def test_an_area_has_no_more_people_than_declared() -> None:
    few = Plant(200, AREAS | {"l1": AreaFact("h3", 8)})
    assert homes(laid({"k@l1": 30, "k@h5": 12}, few))["k@l1"] == SITE


def test_two_kinds_in_one_area_may_have_the_same_people() -> None:
    assert people(PLANT, {"k@l1": 6, "j@l1": 7, "k@h5": 2}) == 9


def test_a_machine_alone_is_no_unit_its_area_is() -> None:
    hanging = Hanging({"m": "m@l1"}, everybody=False)
    layout = lay_out(PLANT, {"m@l1": 12}, {"n": hanging}, {}, floor=10)
    assert layout.ways["n", "m"].home == "l1"


def test_shrinking_moves_the_count_to_the_parent_at_once() -> None:
    before = laid({"k@l1": 12, "k@l2": 15})
    after = laid({"k@l1": 8, "k@l2": 15}, before=before.ways)
    assert after.moves == {("k@l1", "n"): ("h3", "n"), ("k@l2", "n"): ("h3", "n")}


def test_growth_waits_for_the_next_period() -> None:
    before = laid({"k@l1": 6, "k@h5": 12})
    after = laid({"k@l1": 60, "k@h5": 60}, before=before.ways)
    assert homes(after) == homes(before)
    assert after.moves == {}


def test_a_pool_that_grows_is_counted_from_the_next_period_on() -> None:
    before = laid({"k@l1": 6})
    grown = {"k@l1": 60}
    assert homes(laid(grown, before=before.ways))["k@l1"] == NOWHERE
    assert homes(laid(grown))["k@l1"] == "k@l1"


def test_a_nugget_that_is_for_everybody_from_now_on_stays_in_its_pool_for_the_open_period() -> None:
    """What lies in the pool was others' too: none of it may become this nugget's alone."""
    crowds = {"p@l1": 6, "q@h5": 7}
    one, two = (Hanging({cell: cell}, everybody=False) for cell in crowds)
    before = lay_out(PLANT, crowds, {"p": one, "q": two}, {}, floor=10)
    for_all = Hanging(one.cells, everybody=True)
    after = lay_out(PLANT, crowds, {"p": for_all, "q": two}, before.ways, floor=10)
    assert (after.slots, after.moves) == ({(SMALL, "")}, {})


def test_what_is_new_in_an_open_period_has_no_crowd_of_its_own_yet() -> None:
    before = laid({"k@h5": 12})
    after = laid({"k@h5": 12, "k@l1": 40}, before=before.ways)
    assert homes(after)["k@l1"] == SITE


def test_a_withdrawn_nugget_keeps_its_slots_to_the_end_of_the_period() -> None:
    before = laid({"k@l1": 12})
    after = lay_out(PLANT, {"k@l1": 12}, {}, before.ways, floor=10)
    assert after.slots == before.slots


def test_a_plant_that_shrinks_below_ten_forgets_what_is_open() -> None:
    before = laid({"k@l1": 12})
    after = laid({"k@l1": 12}, Plant(9, AREAS), before=before.ways)
    assert after.slots == set()
    assert after.moves == {(SITE, "n"): (NOWHERE, ""), ("k@l1", "n"): (NOWHERE, "")}


CROWDS = st.dictionaries(
    st.sampled_from([f"{k}@{a}" for k in "jk" for a in AREAS]), st.integers(0, 25), max_size=8
)


def crowd_of_each_unit(layout: Layout) -> dict[str, int]:
    members: dict[str, dict[str, int]] = {}
    for (_, source), way in layout.ways.items():
        if source != EVERYWHERE:
            members.setdefault(way.home, {})[way.cell] = way.held
    return {home: people(PLANT, cells) for home, cells in members.items() if home}


@given(CROWDS, st.booleans())
def test_whoever_scans_stands_among_ten(crowds: dict[str, int], everybody: bool) -> None:  # noqa: FBT001
    layout = laid(crowds, everybody=everybody)
    for home, crowd in crowd_of_each_unit(layout).items():
        assert crowd >= 10 or (everybody and home == SITE)


@given(st.lists(CROWDS, min_size=2, max_size=5))
def test_in_an_open_period_counts_only_ever_join(steps: list[dict[str, int]]) -> None:
    layouts = [laid(steps[0])]
    for crowds in steps[1:]:
        layouts.append(laid(crowds, before=layouts[-1].ways))
    for old, new in pairwise(layouts):
        together: dict[str, set[str]] = {}
        for key, way in old.ways.items():
            together.setdefault(way.home, set()).add(new.ways[key].home)
        assert all(len(now) == 1 for home, now in together.items() if home)
        assert all(crowd >= 10 for crowd in crowd_of_each_unit(new).values())
