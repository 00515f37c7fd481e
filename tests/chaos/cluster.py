"""A PostgreSQL and a Redis of our own, on free ports, in a folder that goes away with them."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from ..sandbox_process import free_port
from .programs import Program

HOST = "127.0.0.1"
# A killed process loses nothing that the system has taken from it: only a power cut would.
POSTGRES_OPTIONS = ("fsync=off", "max_connections=120", "shared_buffers=32MB")


@dataclass(frozen=True)
class Cluster:
    """The two servers; their programs can be killed and started again."""

    postgres: Program
    redis: Program
    postgres_port: int
    redis_port: int

    @property
    def dsn(self) -> str:
        """The database's address, without any proxy before it."""
        return database_url(self.postgres_port)


def database_url(port: int) -> str:
    """Return the address of the database behind a port."""
    return f"postgres://postgres@{HOST}:{port}/postgres"


@contextmanager
def running_cluster(
    folder: Path, *, postgres_options: Sequence[str] = POSTGRES_OPTIONS
) -> Iterator[Cluster]:
    """Start both servers; they have ended when the block is left, however it is left."""
    postgres_port, redis_port = free_port(), free_port()
    cluster = Cluster(
        postgres=_postgres(folder, postgres_port, postgres_options),
        redis=_redis(folder, redis_port),
        postgres_port=postgres_port,
        redis_port=redis_port,
    )
    try:
        cluster.postgres.start()
        cluster.redis.start()
        yield cluster
    finally:
        cluster.redis.kill()
        cluster.postgres.kill()


def _postgres(folder: Path, port: int, more: Sequence[str]) -> Program:
    data = folder / "postgresql"
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to be run by root
    data.mkdir(mode=0o700)
    folder.chmod(0o755)
    if user:
        shutil.chown(data, user, user)
    binaries = _postgres_binaries()
    subprocess.run(
        [binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync"],
        check=True,
        capture_output=True,
        cwd=folder,
        user=user,
        group=user,
        extra_groups=[] if user else None,
    )
    options = ["listen_addresses=" + HOST, "unix_socket_directories=", *more]
    arguments = [part for option in options for part in ("-c", option)]
    return Program(
        "postgresql",
        [str(binaries / "postgres"), "-D", str(data), "-p", str(port), *arguments],
        log=folder / "postgresql.log",
        is_ready=lambda: _takes_queries(port),
        user=user,
    )


def _redis(folder: Path, port: int) -> Program:
    place = ["--port", str(port), "--bind", HOST, "--dir", str(folder)]
    return Program(
        "redis",
        ["redis-server", *place, "--save", "", "--appendonly", "no"],
        log=folder / "redis.log",
        is_ready=lambda: _listens(port),
    )


def _postgres_binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise RuntimeError("PostgreSQL's initdb is not on this machine: install postgresql.")
    return Path(on_path).parent


def _takes_queries(port: int) -> bool:
    try:
        psycopg.connect(database_url(port), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _listens(port: int) -> bool:
    with socket.socket() as candidate:
        return candidate.connect_ex((HOST, port)) == 0
