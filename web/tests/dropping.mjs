// Dropping with the mouse, and packages to drop.

/** The checksum that a zip has for each entry. */
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** Drops files and folders of this computer on the page, as the mouse does. */
export async function dropPaths(tab, paths) {
  const session = await tab.context().newCDPSession(tab);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) await session.send("Input.dispatchDragEvent", { type, x: 400, y: 300, data });
  await session.detach();
}

/** A zip with these entries, not compressed. */
export function packed(entries) {
  const bodies = [];
  const index = [];
  let at = 0;
  for (const [name, bytes] of Object.entries(entries)) {
    const path = Buffer.from(name);
    // From the version on: version, flags, method, time, day (1 January 1980), checksum, both sizes, lengths of name and extra.
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(0x21, 8);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(bytes.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(path.length, 22);
    const body = Buffer.concat([Buffer.from("PK\x03\x04"), about, path, bytes]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    index.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), about, place, path]));
    bodies.push(body);
    at += body.length;
  }
  const list = Buffer.concat(index);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(index.length, 4);
  end.writeUInt16LE(index.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, list, Buffer.from("PK\x05\x06"), end]);
}
