"""What the bridge keeps up under strain: `make strain`.

__main__, report:       options, and RESULTS.md
place:                  what stays up all the time
hang, agents:           a Linear that hangs, and the agents who keep asking for it
slow:                   clients whose headers never end
hostile, forged:        webhooks that are not Linear's, repeated ones, and too large ones
soak, steady, resources: hours at a steady rate, and what the worker uses meanwhile
windows, found:         one measurement beside a strain, and what a part hands back
"""
