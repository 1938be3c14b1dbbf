"""What `script/bench` runs: quality and speed, as ratios of one run on one machine."""
