const A = 0xa5b85c5e198ed849n;
const B = 0x8d58ac26afe12e47n;
const C = 0xc47b6e9e3a970ed3n;
const D = 0xc6a4a7935bd1e995n;
const SEED = BigInt.asUintN(64, -1397348546323613475n);

const wide = (value: bigint): bigint => BigInt.asUintN(64, value);
const shift = (value: bigint): bigint => value ^ (value >> 47n);
const turn = (value: bigint, by: bigint): bigint => wide((value >> by) | (value << (64n - by)));

/** FarmHash Fingerprint of 2011 as Guava computes it: the language's `hash.fingerprint2011` (yara-l §5.12). */
export function fingerprint2011(bytes: Uint8Array): bigint {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.length;
  const word = (at: number): bigint => view.readBigUInt64LE(at);
  const core = size <= 32 ? short(view) : size <= 64 ? middle(word, size) : long(word, size);
  const high = wide(core + (size >= 9 ? word(size - 8) : A));
  const low = size >= 8 ? word(0) : A;
  const result = mix(high, low);
  return result === 0n || result === 1n ? wide(result - 2n) : result;
}

function mix(high: bigint, low: bigint): bigint {
  const first = shift(wide((low ^ high) * D));
  return wide(shift(wide((high ^ first) * D)) * D);
}

function short(view: Buffer): bigint {
  const size = view.length;
  let hash = SEED ^ wide(BigInt(size) * D);
  const whole = size - (size % 8);
  for (let at = 0; at < whole; at += 8) {
    hash = wide((hash ^ wide(shift(wide(view.readBigUInt64LE(at) * D)) * D)) * D);
  }
  if (size > whole) {
    let rest = 0n;
    for (let at = size - 1; at >= whole; at -= 1) rest = (rest << 8n) | BigInt(view[at] ?? 0);
    hash = wide((hash ^ rest) * D);
  }
  return shift(wide(shift(hash) * D));
}

type Word = (at: number) => bigint;

function middle(le: Word, size: number): bigint {
  const half = (z0: bigint, a0: bigint, second: bigint, third: bigint): readonly bigint[] => {
    let a = a0;
    let c = turn(a, 37n);
    const p = turn(wide(a + z0), 52n);
    a = wide(a + second);
    c = wide(c + turn(a, 7n));
    a = wide(a + third);
    return [wide(a + z0), wide(p + turn(a, 31n) + c)];
  };
  const first = wide(le(0) + wide(BigInt(size) + le(size - 16)) * A);
  const [vf = 0n, vs = 0n] = half(le(24), first, le(8), le(16));
  const [wf = 0n, ws = 0n] = half(
    le(size - 8),
    wide(le(16) + le(size - 32)),
    le(size - 24),
    le(size - 16),
  );
  const r = shift(wide(wide(vf + ws) * C + wide(wf + vs) * A));
  return wide(shift(wide(r * A + vs)) * C);
}

function long(le: Word, size: number): bigint {
  const weak = (at: number, x0: bigint, y0: bigint): readonly [bigint, bigint] => {
    const z = le(at + 24);
    const x = wide(x0 + le(at));
    const s = wide(x + le(at + 8) + le(at + 16));
    const y = wide(turn(wide(y0 + x + z), 51n) + turn(s, 23n));
    return [wide(s + z), wide(y + x)];
  };
  const length = BigInt(size);
  let x = le(0);
  let y = le(size - 16) ^ B;
  let z = le(size - 56) ^ A;
  let v = weak(size - 64, length, y);
  let w = weak(size - 32, wide(length * B), A);
  z = wide(z + wide(shift(v[1]) * B));
  x = wide(turn(wide(z + x), 39n) * B);
  y = wide(turn(y, 33n) * B);
  for (let at = 0; at < ((size - 1) & ~63); at += 64) {
    x = wide(turn(wide(x + y + v[0] + le(at + 16)), 37n) * B);
    y = wide(turn(wide(y + v[1] + le(at + 48)), 42n) * B);
    x ^= w[1];
    y ^= v[0];
    z = turn(z ^ w[0], 33n);
    v = weak(at, wide(v[1] * B), wide(x + w[0]));
    w = weak(at + 32, wide(z + w[1]), y);
    [z, x] = [x, z];
  }
  return mix(wide(mix(v[0], w[0]) + wide(shift(y) * B) + z), wide(mix(v[1], w[1]) + x));
}
