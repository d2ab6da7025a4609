"""pc-ato as numbers, read from the scenario itself, for the Python programs beside this file (Python 3.11 or later)."""
import json
import math
import pathlib
import sys
import time
import tomllib

SCENARIO = tomllib.loads((pathlib.Path(__file__).parents[2] / "scenarios" / "pc-ato.toml").read_text())
ITEMS = SCENARIO["items"]
PARTS = [name for name, item in ITEMS.items() if "buy" in item]
PRODUCTS = [name for name, item in ITEMS.items() if "make" in item]
STOCK = [ITEMS[part]["stock"]["base_stock"] for part in PARTS]
HOLDING = [ITEMS[part]["holding_cost"] for part in PARTS]
LAWS = [ITEMS[part]["buy"]["lead_time"]["lognormal"] for part in PARTS]
SIGMA = [math.sqrt(math.log(1 + law["cv"] ** 2)) for law in LAWS]
MU = [math.log(law["mean"]) - sigma**2 / 2 for law, sigma in zip(LAWS, SIGMA)]
# Lines of each product: (part, quantity).
LINES = [[(PARTS.index(part), count) for part, count in ITEMS[name]["make"]["parts"].items()] for name in PRODUCTS]
DEMAND = SCENARIO["demand"]["orders"]
SHARES = [DEMAND["mix"][name] for name in PRODUCTS]
RATE = DEMAND["arrivals"]["poisson"]["rate"]
BACKORDER = DEMAND["backorder_cost"]
SHAPE = ITEMS[PRODUCTS[0]]["make"]["time"]["gamma"]["shape"]
SCALE = ITEMS[PRODUCTS[0]]["make"]["time"]["gamma"]["scale"]
SERVERS = SCENARIO["stations"]["assembly"]["servers"]
WARM_UP = SCENARIO["run"]["warm_up"]
# Arrivals, receipts and completions per order.
EVENTS = 2 + sum(share * len(lines) for share, lines in zip(SHARES, LINES))


def report(program, simulate):
    """Runs `simulate(days, seed)` for the days and seeds of the command line; prints one JSON object a run."""
    days, seeds = int(sys.argv[1]), [int(seed) for seed in sys.argv[2:]]
    for seed in seeds:
        begun = time.process_time()
        found = simulate(days, seed)
        seconds = time.process_time() - begun
        orders = RATE * (WARM_UP + days)
        found |= {"program": program, "seed": seed, "ns_per_event": seconds * 1e9 / (orders * EVENTS)}
        print(json.dumps(found), flush=True)


def summary(responses, at_once, on_hand, committed, open_orders):
    """The measures that are compared; levels are time averages by part."""
    stock = sum(cost * (free + held) for cost, free, held in zip(HOLDING, on_hand, committed))
    ordered = sorted(responses)
    return {
        "response_mean": sum(ordered) / len(ordered),
        "response_p95": ordered[int(0.95 * len(ordered))],
        "parts_fill_rate": at_once / len(ordered),
        "cost_total": stock + BACKORDER * open_orders,
        "on_hand_mean": list(on_hand),
        "committed_mean": list(committed),
    }
