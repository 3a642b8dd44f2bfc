//! Exports in packages.

use std::io::{Cursor, Write as _};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip of entries, each a path and its bytes.
pub fn zipped<B: AsRef<[u8]>>(entries: &[(&str, B)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in entries {
        zip.start_file(*path, SimpleFileOptions::default()).expect("a new entry");
        zip.write_all(bytes.as_ref()).expect("memory takes everything");
    }
    zip.finish().expect("an end").into_inner()
}

/// `text`, compressed with gzip.
pub fn gzipped(text: &str) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(text.as_bytes()).expect("memory takes everything");
    gzip.finish().expect("an end")
}
