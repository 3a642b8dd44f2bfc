//! Pseudo-random numbers, the same on every machine, and texts made with them.

const VERBS: [&str; 5] = ["Export", "Rename", "Print", "Filter", "Show"];
const THINGS: [&str; 3] = ["coupons 🎟️", "the \"quick order\" form", "C:\\returns"];
const BULLETS: [&str; 8] = ["", "", "", "* ", "* ", "# ", "h3. ", "\r\n"];
/// Quotes, backslashes, markup and characters of one to four bytes, as in real texts.
const SENTENCES: [&str; 7] = [
    "Customers ask support about this every week; with it they can look after it themselves.",
    "Today the page answers with \"500 – internal error\" when the name holds a quote (\").",
    "See the [sketch|https://wiki.shop.example/display/APP/Sketch+12?focus=a&b=c] for the layout.",
    "{code:java}if (name.matches(\"^[\\\\w.-]+\\\\$\")) { log.info(\"ok\\t{}\", name); }{code}",
    "Größen, naïve façades and ‘curly’ quotes must survive the export – 数据也一样, Ελλάδα too.",
    "Nice to have: a confetti 🎉 when the last parcel has left 🚚, but only once a day.",
    "||field||type||required||\r\n|sku|text|yes|\r\n|price|decimal(10,2)|yes|\r\n|note|text|no|",
];

/// splitmix64: short, and the same on every machine.
pub(super) struct Rng(pub(super) u64);

impl Rng {
    /// A number from `low` up to but excluding `high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        low + ((z ^ (z >> 31)) >> 1).cast_signed() % (high - low)
    }

    /// One of several.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.between(0, 1 << 31)).unwrap_or_default() % from.len()]
    }

    /// Returns true with a probability of `percent`.
    pub(super) fn happens(&mut self, percent: i64) -> bool {
        self.between(0, 100) < percent
    }

    /// A description or a comment.
    pub(super) fn text(&mut self, sentences: i64) -> String {
        let mut line = || self.pick(&BULLETS).to_owned() + self.pick(&SENTENCES) + "\r\n";
        (0..sentences).map(|_| line()).collect()
    }

    /// The title of an item.
    pub(super) fn title(&mut self) -> String {
        let (verb, thing) = (self.pick(&VERBS), self.pick(&THINGS));
        format!("{verb} {thing} in the shop ({:03})", self.between(0, 1000))
    }
}
