"""A new version takes over from the old one while agents work, and no call fails."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor

import httpx
import psycopg
import pytest

from ..sandbox_process import Sandbox
from .balancer import Balancer
from .processes import Production, Web

AGENTS = 3
TEXT = "Still here"
HEADERS = {
    "Authorization": "Bearer demo-token-bob",
    "Host": "help.example.com",
    "X-Forwarded-Proto": "https",
    "Connection": "close",
}
CONVERSATION = "/api/v1/accounts/1/conversations/1"
TEAMS = "/api/v1/accounts/1/integrations/linear/teams?refresh=true"


class Agent:
    """Reads and writes through the balancer until told to stop, and notes each answer."""

    def __init__(self, port: int) -> None:
        self._url = f"http://127.0.0.1:{port}{CONVERSATION}"
        self._is_over = threading.Event()
        self.statuses: list[int] = []

    def work(self) -> None:
        """Write a message, read the conversation, and again."""
        while not self._is_over.is_set():
            body = {"content": TEXT, "message_type": "outgoing"}
            write = httpx.post(f"{self._url}/messages", json=body, headers=HEADERS, timeout=20)
            read = httpx.get(self._url, headers=HEADERS, timeout=20)
            self.statuses += [write.status_code, read.status_code]

    def stop(self) -> None:
        """Finish the present round."""
        self._is_over.set()


# Seven starts of real processes.
@pytest.mark.timeout(300)
def test_no_call_fails_while_the_web_servers_are_replaced(
    installation: Production, linear: Sandbox
) -> None:
    linear.add_fault(action="latency", seconds=1.5, times=None)
    with Balancer() as balancer, ThreadPoolExecutor(AGENTS + 1) as threads:
        servers = [started(installation, balancer), started(installation, balancer)]
        agents = [Agent(balancer.port) for _ in range(AGENTS)]
        working = [threads.submit(agent.work) for agent in agents]
        try:
            for index, old in enumerate(servers):
                servers[index] = started(installation, balancer)
                slow = slow_call(threads, old, linear)
                balancer.take_out(old.port)
                assert old.stop() == 0, old.printed
                assert slow.result().status_code == 200
        finally:
            for agent in agents:
                agent.stop()
            for future in working:
                future.result()
            for server in servers:
                server.stop()
    for agent in agents:
        assert set(agent.statuses) == {200, 201}
    assert messages_in(installation) == sum(agent.statuses.count(201) for agent in agents)


def started(installation: Production, balancer: Balancer) -> Web:
    """Start a web server, and give it its share once it is ready."""
    server = installation.web()
    server.wait_until_ready()
    balancer.put_in(server.port)
    return server


def slow_call(
    threads: ThreadPoolExecutor, server: Web, linear: Sandbox
) -> "Future[httpx.Response]":
    """Start a call of the server that waits for Linear; return when Linear has it."""
    already = len(linear.fault_journal())
    call = threads.submit(httpx.get, url(server.port, TEAMS), headers=HEADERS, timeout=20)
    server.wait_until(lambda: len(linear.fault_journal()) > already or call.done())
    assert not call.done()
    return call


def messages_in(installation: Production) -> int:
    """Return how many of the agents' messages the database holds."""
    with psycopg.connect(installation.environment["DATABASE_URL"]) as connection:
        count = "SELECT count(*) FROM conversations_message WHERE content = %s"
        row = connection.execute(count, [TEXT]).fetchone()
    assert row is not None
    return int(row[0])


def url(port: int, path: str) -> str:
    """Return an address of this machine."""
    return f"http://127.0.0.1:{port}{path}"
