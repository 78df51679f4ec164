"""How many saved queries a second `/sparql` answers, beside the Oxigraph server on the same store.

python benchmarks/serve.py [BUILD [SECONDS]]

Eight clients on connections that they keep ask the queries of `queries/` in turn. Then the same while somebody asks
for a cartesian product, again and again: what a reader in a thousand, or rather in a hundred, waits then. Machines
differ and are busy: the ratio is the figure, the median of three rounds in which both servers take turns.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from soviet_kg.pipeline import build
from soviet_kg.query import list_queries

CLIENTS, ROUNDS = 8, 3
PRODUCT = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
BIN = Path(sys.executable).parent


def request(text: str) -> bytes:
    accept = "application/sparql-results+json, text/turtle;q=0.9"
    return f"GET /sparql?query={quote(text)} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n\r\n".encode()


async def read_response(reader: asyncio.StreamReader) -> bytes:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if b"transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readexactly(2)
    else:
        await reader.readexactly(int(head.partition(b"content-length:")[2].split(b"\r\n")[0]))
    return head


async def ask(port: int, requests: list[bytes], start: int, until: float, took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    number = start
    while time.perf_counter() < until:
        began = time.perf_counter()
        writer.write(requests[number % len(requests)])
        head = await read_response(reader)
        assert b" 200 " in head.split(b"\r\n")[0], head
        took.append(time.perf_counter() - began)
        number += 1
    writer.close()


async def ask_product(port: int, until: float) -> None:
    """Ask for the product until time is over; hang up then."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(until - time.perf_counter()):
            while True:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(request(PRODUCT))
                with contextlib.suppress(asyncio.IncompleteReadError):
                    await read_response(reader)
                writer.close()


async def load(port: int, seconds: float, with_product: bool = False) -> list[float]:
    requests = [request(query.text) for query in list_queries()]
    took: list[float] = []
    until = time.perf_counter() + seconds
    readers = [ask(port, requests, client * 3, until, took) for client in range(CLIENTS)]
    await asyncio.gather(*readers, *([ask_product(port, until)] if with_product else []))
    return took


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(int(len(times) * share), len(times) - 1)] * 1000


@contextlib.contextmanager
def running(command: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        asyncio.run(wait_for(port))
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


async def wait_for(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError):
            await asyncio.open_connection("127.0.0.1", port)
            return
        await asyncio.sleep(0.1)
    raise SystemExit(f"nobody listens on port {port}")


def main(folder: str = "", seconds: str = "4") -> int:
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(folder) if folder else Path(scratch) / "build"
        if not folder:
            build(out=place)
        ours = [str(BIN / "soviet-kg"), "serve", "--build", str(place), "--port", "8471"]
        theirs = [
            str(BIN / "oxigraph"),
            "serve-read-only",
            "--location",
            str(place / "store"),
            "--bind",
            "127.0.0.1:8472",
        ]
        with running(ours, 8471), running(theirs, 8472):
            compare(float(seconds))
    return 0


def compare(seconds: float) -> None:
    ratios = []
    for number in range(ROUNDS):
        rates = [len(asyncio.run(load(port, seconds))) / seconds for port in (8471, 8472)]
        ratios.append(rates[0] / rates[1])
        print(
            f"round {number + 1}: soviet-kg {rates[0]:7.1f} queries/s, oxigraph {rates[1]:7.1f}, ratio {ratios[-1]:.2f}"
        )
    print(f"ratio, median of {ROUNDS}: {statistics.median(ratios):.2f}")
    slower = []
    for number in range(ROUNDS):
        alone, beside = (asyncio.run(load(8471, seconds, product)) for product in (False, True))
        slower.append(percentile(beside, 0.99) / percentile(alone, 0.99))
        print(
            f"round {number + 1}: p50 {percentile(alone, 0.5):.1f} ms, p99 {percentile(alone, 0.99):.1f} ms; "
            f"beside a cartesian product p50 {percentile(beside, 0.5):.1f} ms, p99 {percentile(beside, 0.99):.1f} ms"
        )
    print(
        f"p99 beside a cartesian product, median of {ROUNDS}: {statistics.median(slower):.2f} times p99 alone"
    )


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
