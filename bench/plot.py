"""Draws how the work grows: two lists of pairs on standard input, a picture at the path named."""

import json
import sys

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402

matplotlib.rcParams["svg.hashsalt"] = "goalkeeper"
pages, results = json.load(sys.stdin)
figure, axes = plt.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
for axis, pairs, what in zip(axes, (pages, results), ("pages", "key results on one page")):
    axis.plot([count for count, _ in pairs], [number / 1e6 for _, number in pairs], marker="o")
    axis.set_xlabel(what)
    axis.set_ylabel("million instructions")
    axis.set_xlim(left=0)
    axis.set_ylim(bottom=0)
figure.savefig(sys.argv[1], metadata={"Date": None})
