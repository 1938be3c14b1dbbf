"""Which request goes to which offer: how well a pair fits, the best assignment of all, and why."""
