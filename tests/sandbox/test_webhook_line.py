"""The line of deliveries that wait for one webhook."""

import asyncio

from linear_integration.sandbox.webhooks.deliveries import Delivery
from linear_integration.sandbox.webhooks.line import Line
from linear_integration.sandbox.webhooks.receivers import Receiver


def _delivery() -> Delivery:
    return Delivery(Receiver("webhook", "http://receiver.example", "secret"), "acme", {}, "now")


def test_what_comes_in_the_moment_that_a_line_ends_is_delivered_too() -> None:
    first, second = _delivery(), _delivery()
    delivered: list[Delivery] = []

    async def work() -> None:
        done = asyncio.Event()

        async def deliver(delivery: Delivery) -> bool:
            delivered.append(delivery)
            if delivery is first:
                # Runs after the task has ended, and before anybody is told that it has.
                asyncio.get_running_loop().call_soon(line.add, second, 1)
            else:
                done.set()
            return True

        line = Line(deliver)
        line.add(first, 1)
        await asyncio.wait_for(done.wait(), 5)

    asyncio.run(work())
    assert delivered == [first, second]
