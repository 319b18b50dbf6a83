"""Keep the hash of a message's content off the disk: without the key it says nothing.

A SHA-256 of a whole message is safe only while nobody can write that message down. Of a 317, 323 or 325 about one
client every field but the Bsn is in the tables, so whoever has those can try all Bsn's against the hash. So on disk
the hash is hidden under a keystream; in memory it is the plain hash, because the order of messages may not depend on
the key. SHA-256 of files (`bron`) stay as they are: a file holds names and addresses that are in no table.
"""

import hashlib

import numpy as np
import pyarrow as pa

HASH = pa.binary(32)
"""Type of a hidden hash."""

_BREED, _BLOK = 32, 4096


def versluier(hex_: pa.Array | pa.ChunkedArray, sleutel: bytes, nonce: bytes, eerste: int) -> pa.Array:
    """SHA-256 in 64 hex digits, none empty -> the same bytes XOR the keystream.

    Args:
        nonce: at least 16 random bytes that serve for these rows alone: two columns under one keystream betray each
            other.
        eerste: rows under this nonce before these.
    """
    bytes_ = np.frombuffer(bytes.fromhex("".join(hex_.to_pylist())), np.uint8)
    if bytes_.size != _BREED * len(hex_):
        raise ValueError("a hash is not 64 hex digits")
    geheim = bytes_ ^ _stroom(sleutel, nonce, eerste, len(hex_))
    return pa.Array.from_buffers(HASH, len(hex_), [None, pa.py_buffer(geheim.tobytes())])


def onthul(geheim: pa.Array | pa.ChunkedArray, sleutel: bytes, nonce: bytes) -> pa.Array:
    """The reverse, for all rows under this nonce in their order."""
    bytes_ = np.frombuffer(b"".join(geheim.to_pylist()), np.uint8)
    tekst = (bytes_ ^ _stroom(sleutel, nonce, 0, len(geheim))).tobytes().hex()
    return pa.array([tekst[plek : plek + 2 * _BREED] for plek in range(0, len(tekst), 2 * _BREED)], pa.string())


def _stroom(sleutel: bytes, nonce: bytes, eerste: int, aantal: int) -> np.ndarray:
    """Keystream of rows `eerste` up to `eerste + aantal`: SHAKE-256 of key, purpose, nonce and number of the block."""
    begin, einde = eerste // _BLOK, (eerste + aantal + _BLOK - 1) // _BLOK
    grond = hashlib.shake_256(sleutel + b"normwijzer/inhoud" + nonce)
    blokken = []
    for nummer in range(begin, einde):
        blok = grond.copy()
        blok.update(nummer.to_bytes(8, "big"))
        blokken.append(blok.digest(_BREED * _BLOK))
    weg = (eerste - begin * _BLOK) * _BREED
    return np.frombuffer(b"".join(blokken), np.uint8)[weg : weg + aantal * _BREED]
