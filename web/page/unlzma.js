// Unpacks LZMA, for browsers themselves know nothing denser than gzip: the module is a third larger in that.
//
// After the specification that Igor Pavlov gives with the LZMA SDK (lzma-specification.txt, 2015), for the one form in which
// web/build packs: a raw stream with lc 3, lp 0 and pb 0 behind the number of bytes that it unpacks to.

/** How many bits of the byte before choose how a literal is read. */
const LITERAL_CONTEXT = 3;
/** The states of the decoder: what the last packets were. */
const STATES = 12;
/** Probabilities are counted in parts of 2048, and begin in the middle. */
const HALF = 1024;
/** Matches are at least so long. */
const SHORTEST = 2;

/** @param {number} count */
const even = (count) => new Uint16Array(count).fill(HALF);

/** How lengths are read. */
const lengths = () => ({ choice: even(2), low: even(8), middle: even(8), high: even(256) });

/** Reads bits of which each is more or less likely. */
class Bits {
  /** @param {Uint8Array} packed @param {number} at Where the stream begins. */
  constructor(packed, at) {
    this.packed = packed;
    // The first byte of a stream is always zero.
    this.code = new DataView(packed.buffer, packed.byteOffset).getUint32(at + 1);
    this.range = 0xffffffff;
    this.at = at + 5;
  }

  fill() {
    if (this.range >= 0x1000000) return;
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | this.packed[this.at++]) >>> 0;
  }

  /** @param {Uint16Array} likely @param {number} index */
  bit(likely, index) {
    const part = likely[index];
    const bound = (this.range >>> 11) * part;
    const one = this.code >= bound;
    if (one) {
      this.range -= bound;
      this.code -= bound;
      likely[index] = part - (part >>> 5);
    } else {
      this.range = bound;
      likely[index] = part + ((2048 - part) >>> 5);
    }
    this.fill();
    return one ? 1 : 0;
  }

  /** Bits that are all as likely as not. @param {number} count */
  plain(count) {
    let value = 0;
    for (let left = count; left > 0; left -= 1) {
      this.range >>>= 1;
      const one = this.code >= this.range;
      if (one) this.code -= this.range;
      value = (value << 1) | (one ? 1 : 0);
      this.fill();
    }
    return value >>> 0;
  }

  /** A number, its highest bit first. @param {Uint16Array} likely @param {number} from @param {number} count */
  tree(likely, from, count) {
    let value = 1;
    for (let left = count; left > 0; left -= 1) value = (value << 1) | this.bit(likely, from + value);
    return value - (1 << count);
  }

  /** A number, its lowest bit first. @param {Uint16Array} likely @param {number} from @param {number} count */
  turned(likely, from, count) {
    let place = 1;
    let value = 0;
    for (let index = 0; index < count; index += 1) {
      const bit = this.bit(likely, from + place);
      place = (place << 1) | bit;
      value |= bit << index;
    }
    return value;
  }

  /** @param {ReturnType<typeof lengths>} how */
  length(how) {
    if (this.bit(how.choice, 0) === 0) return SHORTEST + this.tree(how.low, 0, 3);
    if (this.bit(how.choice, 1) === 0) return SHORTEST + 8 + this.tree(how.middle, 0, 3);
    return SHORTEST + 16 + this.tree(how.high, 0, 8);
  }
}

/**
 * @param {Uint8Array} packed
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function unlzma(packed) {
  const size = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true);
  const out = new Uint8Array(size);
  const bits = new Bits(packed, 4);
  const [isMatch, isRepeat, isOlder, isShort, isOldest, isThird] = Array.from({ length: 6 }, () => even(STATES));
  const literals = even(0x300 << LITERAL_CONTEXT);
  const slots = even(4 * 64);
  const [middles, aligned] = [even(128), even(16)];
  const [matchLengths, repeatLengths] = [lengths(), lengths()];
  /** How far back the last four matches lay, the newest first; 0 is the byte before. */
  const back = [0, 0, 0, 0];
  let state = 0;
  let at = 0;

  const literal = () => {
    const from = 0x300 * (at > 0 ? out[at - 1] >>> (8 - LITERAL_CONTEXT) : 0);
    let value = 1;
    if (state >= 7) {
      // After a match it is read by the byte that would have come next in it.
      let match = out[at - back[0] - 1];
      while (value < 0x100) {
        const expected = (match >>> 7) & 1;
        match <<= 1;
        const bit = bits.bit(literals, from + ((1 + expected) << 8) + value);
        value = (value << 1) | bit;
        if (bit !== expected) break;
      }
    }
    while (value < 0x100) value = (value << 1) | bits.bit(literals, from + value);
    out[at++] = value & 0xff;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  };

  /** @param {number} length */
  const distance = (length) => {
    const slot = bits.tree(slots, 64 * Math.min(length - SHORTEST, 3), 6);
    if (slot < 4) return slot;
    const direct = (slot >>> 1) - 1;
    const base = (2 | (slot & 1)) << direct;
    if (slot < 14) return base + bits.turned(middles, base - slot, direct);
    return (base >>> 0) + bits.plain(direct - 4) * 16 + bits.turned(aligned, 0, 4);
  };

  while (at < size) {
    if (bits.bit(isMatch, state) === 0) {
      literal();
      continue;
    }
    let length;
    if (bits.bit(isRepeat, state) === 0) {
      back.pop();
      length = bits.length(matchLengths);
      state = state < 7 ? 7 : 10;
      back.unshift(distance(length));
    } else {
      let which = 0;
      if (bits.bit(isOlder, state) === 1) which = bits.bit(isOldest, state) === 0 ? 1 : 2 + bits.bit(isThird, state);
      else if (bits.bit(isShort, state) === 0) {
        state = state < 7 ? 9 : 11;
        out[at] = out[at - back[0] - 1];
        at += 1;
        continue;
      }
      back.unshift(...back.splice(which, 1));
      length = bits.length(repeatLengths);
      state = state < 7 ? 8 : 11;
    }
    for (const end = Math.min(at + length, size); at < end; at += 1) out[at] = out[at - back[0] - 1];
  }
  return out;
}
