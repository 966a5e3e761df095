"""Bytes near to what somebody might send: a seed, cut, doubled, and sprinkled with words."""

from collections.abc import Sequence

from hypothesis import strategies as st

ODD = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", "￿".encode(), "٣".encode(), "²".encode(), b"\\ud800",
    b"null", b"true", b"-1", b"0", b"0.0", b"1e999", b"1E-40", b"9" * 40, b'""', b"[]", b"{}",
    b"[", b"]", b"{", b"}", b'"', b"\\", b",", b":", b"\n", b"\r", b"\t", b" " * 9, b"(" * 40,
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes], words: Sequence[bytes] = ()) -> bytes:
    """Change a seed in one to six places; now and then take bytes out of the air."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=200))
    found = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(found)))
        end = start + draw(st.sampled_from([0, 1, 2, 5, 20, 200]))
        taken = found[start:end]
        put = draw(
            st.sampled_from([*ODD, *words])
            | st.just(taken * 2)
            | st.just(taken[::-1])
            | st.just(b"")
            | st.binary(max_size=4)
        )
        found = found[:start] + put + found[end:]
    return found
