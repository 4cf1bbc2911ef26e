"""The gateway's stream as a client asks for it: zlib, zstd, or nothing."""

import importlib
import zlib
from collections.abc import Callable

Packer = Callable[[bytes], bytes]


def packer(kind: str) -> Packer | None:
    """What packs one payload after the other in one context; None for plain text."""
    return {"": lambda: None, "zlib-stream": _zlib, "zstd-stream": _zstd}[kind]()


KINDS = ("", "zlib-stream", "zstd-stream")


def _zlib() -> Packer:
    stream = zlib.compressobj()
    return lambda payload: stream.compress(payload) + stream.flush(zlib.Z_SYNC_FLUSH)


def _zstd() -> Packer:
    """discord.py asks for it where Python brings it (3.14), or where the package zstandard is there."""
    try:
        zstandard = importlib.import_module("zstandard")
    except ImportError:
        native = importlib.import_module("compression.zstd")
        stream = native.ZstdCompressor()
        return lambda payload: bytes(stream.compress(payload, mode=stream.FLUSH_BLOCK))
    packing = zstandard.ZstdCompressor().compressobj()
    return lambda payload: packing.compress(payload) + packing.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
