"""How fast the bridge is, as ratios to a bare proxy and to a naive view: `make bench`.

__main__, rounds, requests:  what is measured, in which order
contenders, calls:           how each program is started, and what it is asked
bare_proxy, naive, upstream: the two programs to compare with, and the stand-in for Linear
load, sampling, programs:    callers, one measurement, processes on a core of their own
cluster, seed:               a database of its own, and what stands in it
cases, bars, report:         figures, what is demanded of them, and RESULTS.md
"""
