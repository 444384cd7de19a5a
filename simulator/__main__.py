"""python -m simulator: the server on its own, keeping its chats in a file if told where."""

import argparse
import asyncio
import contextlib
import signal
from pathlib import Path

from simulator.server import serving
from simulator.world import World


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulator", description="A Telegram Bot API on loopback.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--token", default="1:SIM", help="token of the bot, made if it is not there yet")
    parser.add_argument("--name", default="Lapor Bot")
    parser.add_argument("--username", default="lapor_bot")
    parser.add_argument("--state", type=Path, help="file that keeps people, chats and messages")
    return parser.parse_args()


async def main() -> None:
    options = _arguments()
    world = World.load(options.state) if options.state and options.state.exists() else World()
    if world.bot_by_token(options.token) is None:
        world.add_bot(options.token, options.name, options.username)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    keeping = world.autosaved(options.state) if options.state else contextlib.nullcontext()
    async with keeping, serving(world, options.host, options.port) as address:
        print(f"Telegram simulator: {address}  (TELEGRAM_API_URL={address}, token {options.token})", flush=True)  # noqa: T201
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(main())
