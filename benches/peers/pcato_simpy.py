"""pc-ato in SimPy, as its manual suggests: a process for each order and each replenishment, parts in containers.

Install: pip install simpy==4.1.2
Run:     python pcato_simpy.py DAYS SEED...
"""
import random

import simpy

import pc_ato as m


class Level:
    """A level and its time integral since the end of the warm-up."""

    def __init__(self, env, level):
        self.env, self.level, self.since, self.integral = env, level, 0.0, 0.0

    def add(self, change):
        now = self.env.now
        self.integral += self.level * (now - max(self.since, m.WARM_UP)) if now > m.WARM_UP else 0.0
        self.level += change
        self.since = now


class Shop:
    def __init__(self, env, seed):
        self.env, self.random = env, random.Random(seed)
        self.shelves = [simpy.Container(env, init=stock) for stock in m.STOCK]
        self.assembly = simpy.Resource(env, m.SERVERS)
        self.free = [Level(env, stock) for stock in m.STOCK]
        self.committed = [Level(env, 0) for _ in m.STOCK]
        self.open = Level(env, 0)
        self.responses, self.at_once = [], 0

    def customers(self):
        while True:
            yield self.env.timeout(self.random.expovariate(m.RATE))
            self.env.process(self.order(self.random.choices(m.LINES, m.SHARES)[0]))

    def replenish(self, part, count):
        yield self.env.timeout(self.random.lognormvariate(m.MU[part], m.SIGMA[part]))
        self.free[part].add(count)
        # One at a time, so that the first units serve the oldest order even if they do not complete it.
        for _ in range(count):
            yield self.shelves[part].put(1)

    def take(self, part):
        unit = self.shelves[part].get(1)
        unit.callbacks.append(lambda _: (self.free[part].add(-1), self.committed[part].add(1)))
        return unit

    def order(self, lines):
        placed = self.env.now
        self.open.add(1)
        for part, count in lines:
            self.env.process(self.replenish(part, count))
        units = [self.take(part) for part, count in lines for _ in range(count)]
        at_once = all(unit.triggered for unit in units)
        yield self.env.all_of(units)
        for part, count in lines:
            self.committed[part].add(-count)
        with self.assembly.request() as server:
            yield server
            yield self.env.timeout(self.random.gammavariate(m.SHAPE, m.SCALE))
        self.open.add(-1)
        if placed >= m.WARM_UP:
            self.responses.append(self.env.now - placed)
            self.at_once += at_once


def simulate(days, seed):
    env = simpy.Environment()
    shop = Shop(env, seed)
    env.process(shop.customers())
    env.run(until=m.WARM_UP + days)
    levels = [*shop.free, *shop.committed, shop.open]
    for level in levels:
        level.add(0)
    means = [level.integral / days for level in levels]
    parts = len(m.PARTS)
    return m.summary(shop.responses, shop.at_once, means[:parts], means[parts : 2 * parts], means[-1])


if __name__ == "__main__":
    m.report("SimPy", simulate)
