"""pc-ato in numba: an event loop over a heap, written by hand for this model and compiled.

Install: pip install numba==0.68.1
Run:     python pcato_numba.py DAYS SEED...
"""
import heapq

import numba
import numpy as np

import pc_ato as m

PARTS, PRODUCTS = len(m.PARTS), len(m.PRODUCTS)
NEED = np.zeros((PRODUCTS, PARTS), dtype=np.int64)
for product, lines in enumerate(m.LINES):
    for part, count in lines:
        NEED[product, part] = count
MU, SIGMA, STOCK = np.array(m.MU), np.array(m.SIGMA), np.array(m.STOCK)
PICK = np.cumsum(m.SHARES)
ARRIVAL, RECEIPT, COMPLETION = 0, 1, 2
# Orders open at once, and waiting lines of a part, at most.
SLOTS = 1 << 14


@numba.njit
def change(levels, areas, since, place, by, now, warm_up):
    """A level changes; its time integral since the end of the warm-up is brought up to now."""
    areas[place] += levels[place] * max(now - max(since[place], warm_up), 0.0)
    levels[place] += by
    since[place] = now


@numba.njit
def run(days, seed, need, mu, sigma, stock, pick, rate, shape, scale, servers, warm_up):
    np.random.seed(seed)
    parts = len(stock)
    end = warm_up + days
    # Levels: free units by part, committed units by part, and open orders at the last place.
    levels, areas, since = np.zeros(2 * parts + 1, np.int64), np.zeros(2 * parts + 1), np.zeros(2 * parts + 1)
    levels[:parts] = stock
    # By order, in a ring: when placed, what, and units still missing.
    placed, what, missing = np.zeros(SLOTS), np.zeros(SLOTS, np.int64), np.zeros(SLOTS, np.int64)
    # By part, in a ring: the orders that wait for units, oldest first, and how many.
    waiting, wanted = np.zeros((parts, SLOTS), np.int64), np.zeros((parts, SLOTS), np.int64)
    head, tail = np.zeros(parts, np.int64), np.zeros(parts, np.int64)
    queue, queue_head, queue_tail, busy = np.zeros(SLOTS, np.int64), 0, 0, 0
    responses, at_once, number = [0.0 for _ in range(0)], 0, 0
    # Time, kind, and what it is about: the order, or the part and its units.
    events = [(np.random.exponential(1 / rate), ARRIVAL, 0, 0)]
    while events[0][0] < end:
        now, kind, whom, units = heapq.heappop(events)
        fresh = queue_tail
        if kind == ARRIVAL:
            heapq.heappush(events, (now + np.random.exponential(1 / rate), ARRIVAL, 0, 0))
            order = number % SLOTS
            number += 1
            product = np.searchsorted(pick, np.random.random() * pick[-1])
            placed[order], what[order], missing[order] = now, product, 0
            change(levels, areas, since, 2 * parts, 1, now, warm_up)
            for part in range(parts):
                count = need[product, part]
                if count == 0:
                    continue
                heapq.heappush(events, (now + np.random.lognormal(mu[part], sigma[part]), RECEIPT, part, count))
                taken = min(count, levels[part])
                change(levels, areas, since, part, -taken, now, warm_up)
                change(levels, areas, since, parts + part, taken, now, warm_up)
                if taken < count:
                    place = tail[part] % SLOTS
                    waiting[part, place], wanted[part, place] = order, count - taken
                    tail[part] += 1
                    missing[order] += count - taken
            if missing[order] == 0:
                queue[queue_tail % SLOTS] = order
                queue_tail += 1
                at_once += now >= warm_up
        elif kind == RECEIPT:
            change(levels, areas, since, whom, units, now, warm_up)
            while levels[whom] > 0 and head[whom] < tail[whom]:
                place = head[whom] % SLOTS
                given, order = min(levels[whom], wanted[whom, place]), waiting[whom, place]
                change(levels, areas, since, whom, -given, now, warm_up)
                change(levels, areas, since, parts + whom, given, now, warm_up)
                wanted[whom, place] -= given
                missing[order] -= given
                if wanted[whom, place] == 0:
                    head[whom] += 1
                if missing[order] == 0:
                    queue[queue_tail % SLOTS] = order
                    queue_tail += 1
        else:
            busy -= 1
            change(levels, areas, since, 2 * parts, -1, now, warm_up)
            if placed[whom] >= warm_up:
                responses.append(now - placed[whom])
        for place in range(fresh, queue_tail):
            for part in range(parts):
                count = need[what[queue[place % SLOTS]], part]
                if count > 0:
                    change(levels, areas, since, parts + part, -count, now, warm_up)
        while busy < servers and queue_head < queue_tail:
            order = queue[queue_head % SLOTS]
            queue_head, busy = queue_head + 1, busy + 1
            heapq.heappush(events, (now + np.random.gamma(shape, scale), COMPLETION, order, 0))
    for place in range(2 * parts + 1):
        change(levels, areas, since, place, 0, end, warm_up)
    means = areas / days
    return responses, at_once, means[:parts], means[parts : 2 * parts], means[2 * parts]


def simulate(days, seed):
    laws = (MU, SIGMA, STOCK, PICK, m.RATE, m.SHAPE, m.SCALE, m.SERVERS, m.WARM_UP)
    return m.summary(*run(days, seed, NEED, *laws))


if __name__ == "__main__":
    simulate(1, 0)  # compiles, before anything is timed
    m.report("numba", simulate)
