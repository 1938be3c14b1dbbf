"""`python -m benchmarks NAME …`: run one benchmark."""

import importlib
import sys

from benchmarks.setup import use_product

BENCHMARKS = {
    "catalogue": "writes a realistic catalogue of any size",
    "dues": "a call for dues: invoices, PDFs, the ledger checked",
    "directory": "time of the directory and map of members at the size of a country",
    "lineage": "the tree of an action and its map, beside a query for every town",
    "matching": "offers and requests of towns: the best assignment beside taking the best pair first",
    "nonsense": "what should not be typed: answered or refused, and how fast",
    "search": "quality of cross-language retrieval on a corpus",
    "similarity": "the towns most like one, beside the plain comparison",
    "speed": "time, size and memory of the search, beside other engines",
    "mandates": "time and memory of importing a register of mayors, twice, and of an election",
    "support": "the queue of advisers beside a naive one, reminders and figures",
    "territories": "time and memory of importing all French communes",
}


def main() -> int:
    """Find the benchmark and run it."""
    if len(sys.argv) < 2 or sys.argv[1] not in BENCHMARKS:
        print("usage: script/bench NAME …\n")
        for name, purpose in BENCHMARKS.items():
            print(f"  {name:<14} {purpose}")
        return 2
    use_product()
    code: int = importlib.import_module(f"benchmarks.{sys.argv[1]}").main(sys.argv[2:])
    return code


if __name__ == "__main__":
    sys.exit(main())
