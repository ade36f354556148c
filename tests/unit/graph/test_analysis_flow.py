"""Gap intervals against brute force on small graphs, and against planted truths."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from graph.analysis.flow import (
    Network,
    gap_of_majors,
    gap_of_occupations,
    shares,
    unfilled,
    unplaced,
)

MAJORS = ("m1", "m2", "m3")
JOBS = ("o1", "o2", "o3")
Assignment = dict[tuple[str, str], int]


@st.composite
def networks(draw: st.DrawFn) -> Network:
    """At most three majors and occupations, few enough to enumerate every assignment."""
    places = {m: draw(st.integers(0, 3)) for m in MAJORS}
    openings = {o: draw(st.integers(1, 3)) for o in JOBS[: draw(st.integers(1, 3))]}
    links = {m: draw(st.sets(st.sampled_from(JOBS))) for m in MAJORS}
    return Network(places, openings, links)


def assignments(network: Network) -> Iterator[Assignment]:
    """Every way to fill openings along links."""
    pairs = [(m, o) for m in network.places for o in sorted(network.occupations_of(m))]
    most = [min(network.places[m], network.openings[o]) for m, o in pairs]
    for numbers in product(*(range(n + 1) for n in most)):
        chosen = dict(zip(pairs, numbers, strict=True))
        if all(
            sum(n for (a, _), n in chosen.items() if a == m) <= network.places[m]
            for m in network.places
        ) and all(
            sum(n for (_, b), n in chosen.items() if b == o) <= network.openings[o]
            for o in network.openings
        ):
            yield chosen


def filled(
    assignment: Assignment, *, jobs: set[str] | None = None, majors: set[str] | None = None
) -> int:
    """Openings that an assignment fills, of these occupations or majors."""
    return sum(
        n
        for (m, o), n in assignment.items()
        if (jobs is None or o in jobs) and (majors is None or m in majors)
    )


@given(networks(), st.sets(st.sampled_from(JOBS), min_size=1))
def test_unfilled_openings_are_what_enumerating_all_fullest_assignments_gives(
    network: Network, asked: set[str]
) -> None:
    mine = asked & set(network.openings)
    every = list(assignments(network))
    most = max(filled(a) for a in every)
    wanted = sum(network.openings[o] for o in mine)
    empty = [wanted - filled(a, jobs=mine) for a in every if filled(a) == most]
    found = unfilled(network, asked)
    assert (found.low, found.high) == (min(empty), max(empty))
    assert all(wanted - filled(a, jobs=mine) >= found.low for a in every)


@given(networks(), st.sets(st.sampled_from(MAJORS), min_size=1))
def test_unplaced_are_what_enumerating_all_fullest_assignments_gives(
    network: Network, asked: set[str]
) -> None:
    every = list(assignments(network))
    most = max(filled(a) for a in every)
    places = sum(network.places[m] for m in asked)
    idle = [places - filled(a, majors=asked) for a in every if filled(a) == most]
    found = unplaced(network, asked)
    assert (found.low, found.high) == (min(idle), max(idle))
    assert all(places - filled(a, majors=asked) >= found.low for a in every)


def share_outs(network: Network, asked: set[str]) -> tuple[int, int]:
    """Fewest and most openings that may be credited to these majors, by enumeration of whole
    occupations (an end is always reached by one of those)."""
    totals = []
    claimed = [(o, sorted(network.majors_of(o))) for o in network.openings]
    for owners in product(*(majors or [None] for _, majors in claimed)):
        totals.append(
            sum(
                network.openings[o]
                for (o, _), owner in zip(claimed, owners, strict=True)
                if owner in asked
            )
        )
    return min(totals), max(totals)


@given(networks(), st.sets(st.sampled_from(MAJORS), min_size=1))
def test_the_gap_of_majors_is_what_enumerating_all_shares_gives(
    network: Network, asked: set[str]
) -> None:
    low, high = share_outs(network, asked)
    places = sum(network.places[m] for m in asked)
    found = gap_of_majors(network, asked, shares(network))
    assert (found.low, found.high) == (low - places, high - places)
    assert found.middle is not None
    assert found.low - 1e-6 <= found.middle <= found.high + 1e-6


@given(networks())
def test_shares_count_every_opening_once(network: Network) -> None:
    credited = shares(network)
    for occupation, number in network.openings.items():
        total = sum(n for (_, o), n in credited.items() if o == occupation)
        assert abs(total - (number if network.majors_of(occupation) else 0)) < 1e-9


@st.composite
def worlds(draw: st.DrawFn) -> tuple[Network, Assignment]:
    """A larger world with a planted truth: where each graduate went, and vacancies beside."""
    majors = [f"m{i}" for i in range(draw(st.integers(1, 6)))]
    jobs = [f"o{i}" for i in range(draw(st.integers(1, 6)))]
    truth: Assignment = {}
    for major in majors:
        for job in draw(st.lists(st.sampled_from(jobs), unique=True, min_size=1, max_size=3)):
            truth[major, job] = draw(st.integers(0, 40))
    openings = {o: filled(truth, jobs={o}) + draw(st.integers(0, 20)) for o in jobs}
    places = {m: filled(truth, majors={m}) + draw(st.integers(0, 10)) for m in majors}
    links = {m: {o for a, o in truth if a == m} for m in majors}
    return Network(places, {o: n for o, n in openings.items() if n}, links), truth


@given(worlds(), st.data())
def test_intervals_contain_the_truth_of_a_planted_world(
    world: tuple[Network, Assignment], data: st.DataObject
) -> None:
    network, truth = world
    asked = data.draw(st.sets(st.sampled_from(sorted(network.places)), min_size=1))
    jobs = set(network.openings)
    mine = data.draw(st.sets(st.sampled_from(sorted(jobs)))) if jobs else set()
    idle = sum(network.places[m] for m in asked) - filled(truth, majors=asked)
    vacant = sum(network.openings[o] for o in mine) - filled(truth, jobs=mine)
    assert unplaced(network, asked).low <= idle
    assert unfilled(network, mine).low <= vacant
    # Graduates of a planted world each belong to one occupation: the share-out that is true.
    whole = Network(
        {m: filled(truth, majors={m}) for m in network.places}, network.openings, network.links
    )
    gap = gap_of_occupations(whole, mine)
    assert gap.low <= vacant <= gap.high
    assert gap.middle is not None
    assert gap.low - 1e-6 <= gap.middle <= gap.high + 1e-6


@given(networks(), st.sets(st.sampled_from(JOBS), min_size=1), st.sampled_from(MAJORS))
def test_more_places_never_make_a_certain_shortage_larger(
    network: Network, asked: set[str], major: str
) -> None:
    more = Network(
        {m: n + (m == major) for m, n in network.places.items()}, network.openings, network.links
    )
    assert unfilled(more, asked).low <= unfilled(network, asked).low


def test_openings_of_three_majors_are_not_counted_three_times() -> None:
    network = Network({m: 10 for m in MAJORS}, {"o1": 90}, {m: {"o1"} for m in MAJORS})
    credited = shares(network)
    assert sum(credited.values()) == 90
    total = gap_of_majors(network, MAJORS, credited)
    assert (total.low, total.middle, total.high) == (60, 60, 60)
    one = gap_of_majors(network, {"m1"}, credited)
    assert (one.low, one.middle, one.high) == (-10, 20, 80)


def test_a_network_without_links_or_numbers_flows_nothing() -> None:
    assert Network({}, {}, {}).filled() == 0
    assert unfilled(Network({"m1": 4}, {"o1": 3}, {}), {"o1"}).low == 3
