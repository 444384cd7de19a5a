"""A real PgBouncer between a test and its PostgreSQL; the test is skipped where it is not installed.

It lends a connection for a transaction, and has two of them for everybody.
"""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from tests.support.postgres import HOST, USER, as_postgres, free_port

_LENT = 2


@asynccontextmanager
async def pooling(url: str, folder: Path) -> AsyncIterator[str]:
    """The URL of the same database through a PgBouncer that ends with the block."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}{os.pathsep}/usr/sbin")
    if program is None:
        pytest.skip("PgBouncer is not installed, so only its rules are tested.")
    target, port = make_url(url), free_port()
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n{target.database} = host={target.host} port={target.port} user={USER}\n"
        f"[pgbouncer]\nlisten_addr = {HOST}\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
        f"pool_mode = transaction\ndefault_pool_size = {_LENT}\n"
    )
    words = [*as_postgres(), program, "-q", "/dev/stdin"]
    with settings.open() as given:
        bouncer = await asyncio.create_subprocess_exec(*words, stdin=given, stderr=asyncio.subprocess.DEVNULL)
    try:
        await _answers(port)
        yield target.set(port=port, query={"pooler": "transaction"}).render_as_string(hide_password=False)
    finally:
        bouncer.kill()
        await bouncer.wait()


async def _answers(port: int) -> None:
    async with asyncio.timeout(60):
        while True:
            try:
                socket.create_connection((HOST, port)).close()
            except OSError:
                await asyncio.sleep(0.02)
            else:
                return
