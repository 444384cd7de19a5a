"""python -m simulator: starts, says where, keeps its state over a restart, stops when told."""

import asyncio
import re
import sys
from pathlib import Path

import aiohttp


async def start(state: Path) -> tuple[asyncio.subprocess.Process, str]:
    arguments = ("-m", "simulator", "--port", "0", "--token", "7:SIM", "--state", str(state))
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    line = (await asyncio.wait_for(process.stdout.readline(), 20)).decode()
    found = re.search(r"http://[\d.]+:\d+", line)
    assert found, line
    return process, found.group()


async def test_the_program_keeps_its_people_over_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "data" / "simulator.json"
    async with aiohttp.ClientSession() as http:
        process, address = await start(state)
        async with http.get(f"{address}/bot7:SIM/getMe") as answer:
            assert (await answer.json())["result"]["username"] == "lapor_bot"
        await (await http.post(f"{address}/sim/people", json={"first_name": "Sari"})).read()
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 60) == 0

        process, address = await start(state)
        async with http.get(f"{address}/sim/state") as answer:
            assert [person["first_name"] for person in (await answer.json())["people"]] == ["Sari"]
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 60) == 0
