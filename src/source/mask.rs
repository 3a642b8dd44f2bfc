//! Masks e-mail addresses, hashes and tokens. This happens before any other encoding.

use std::borrow::Cow;
use std::ops::RangeInclusive;

/// Minimum number of hexadecimal digits in a row of a hash.
const HASH: usize = 32;
/// Minimum length of a token without a known prefix, in characters of mixed kinds.
const TOKEN: usize = 40;
/// Minimum length of a run that is searched for a token with a known prefix.
const SHORT: usize = 20;
/// Prefixes of the tokens of known services, and the minimum number of characters after each.
const KNOWN: &[(&str, usize)] = &[
    ("AKIA", 16),
    ("ASIA", 16),
    ("ATATT", 20),
    ("ATCTT", 20),
    ("AIza", 30),
    ("GOCSPX-", 20),
    ("dop_v1_", 30),
    ("gho_", 30),
    ("ghp_", 30),
    ("ghr_", 30),
    ("ghs_", 30),
    ("ghu_", 30),
    ("github_pat_", 20),
    ("gldt-", 16),
    ("glpat-", 16),
    ("glrt-", 16),
    ("hf_", 30),
    ("npm_", 30),
    ("pypi-AgEI", 16),
    ("rk_live_", 16),
    ("shpat_", 20),
    ("sk_live_", 16),
    ("sk_test_", 16),
    ("xoxa-", 16),
    ("xoxb-", 16),
    ("xoxp-", 16),
    ("xoxr-", 16),
    ("xoxs-", 16),
];
/// Minimum number of letters and digits in a row in a token with a known prefix. Names made of words have
/// fewer.
const MIXED: usize = 10;
/// Names before a secret, followed by an equals sign or a colon.
const NAMES: &[&str] = &[
    "token",
    "secret",
    "password",
    "passwd",
    "apikey",
    "api_key",
    "api-key",
    "access_key",
    "access-key",
    "authorization",
];
/// Authentication schemes in a request header, followed by a space and a secret.
const SCHEMES: &[&str] = &["basic", "bearer"];
/// Minimum number of letters and digits in a row in a secret that follows its name. It must have both.
const NAMED: usize = 16;
/// Characters that may stand between the name of a secret and the secret, besides the sign.
const AROUND: &[char] = &['"', '\'', '\\', ' '];
/// Prefixes of secrets of several parts: JSON Web Tokens (an opening brace in base64) and the output of
/// `crypt` (its method).
const PARTED: &[&str] = &["eyJ", "$1$", "$5$", "$6$", "$apr1$"];
/// Minimum length of the hash in the output of `crypt`.
const CRYPT: usize = 22;
/// Number of digits of a Telegram bot's id, and length of its token after the colon.
const BOT: (RangeInclusive<usize>, usize) = (8..=10, 35);
/// Number of digits of the checksum that follows an equals sign at the end of some tokens.
const CHECKSUM: usize = 8;
/// Maximum number of characters of a token that are in rows of three or more of one kind, as in words and
/// numbers. A random token has about twelve.
const IN_WORDS: usize = 20;
/// Maximum number of characters of a token that are neither letters nor digits. A path has one before each of
/// its parts.
const SIGNS: usize = 4;

/// Escaped forms of @ in URLs, JSON, TOML and XML.
const AT_SIGNS: &[&str] =
    &["%40", "\\u0040", "\\U00000040", "\\x40", "&#64;", "&#064;", "&#x40;", "&#X40;", "&#x0040;", "&commat;"];

/// Masks the local part of e-mail addresses, hashes and tokens.
pub fn mask(text: &str) -> Cow<'_, str> {
    let addressless = mask_addresses(text);
    // Few texts contain a dollar sign. One search for it is faster than one for each prefix that begins with
    // it.
    let has_dollar = addressless.contains('$');
    let starts = PARTED.iter().filter(|start| has_dollar || !start.starts_with('$'));
    let whole = starts.fold(addressless, |text, start| cut_parted(&text, start).map_or(text, Cow::Owned));
    let passes: [fn(&str) -> Option<String>; 3] =
        [|text| cut(text, SHORT, is_of_word, is_secret), |text| cut(text, HASH, is_of_base64, is_random), cut_named];
    passes.into_iter().fold(whole, |text, pass| pass(&text).map_or(text, Cow::Owned))
}

/// Masks secrets of several parts that begin with `start`. `None` if there is none.
fn cut_parted(text: &str, start: &str) -> Option<String> {
    let mut out = String::new();
    // End of the text that was copied or masked, and of the text that was searched.
    let (mut copied, mut seen) = (0, 0);
    for (place, _) in text.match_indices(start) {
        if place < seen || text[..place].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            continue;
        }
        let run = text[place..].bytes().take_while(is_of_parted).count();
        seen = place + run;
        let run = text[place..seen].trim_end_matches('.');
        if is_of_parts(run) {
            out.push_str(&text[copied..place]);
            out.push('…');
            copied = place + run.len();
        }
    }
    (copied > 0).then(|| out + &text[copied..])
}

fn is_of_parted(byte: &u8) -> bool {
    is_of_word(byte) || is_of_base64(byte) || matches!(byte, b'.' | b'$')
}

/// Whether `run` has the parts of a secret: header and claims of a JSON Web Token, or method, salt and hash.
fn is_of_parts(run: &str) -> bool {
    if run.starts_with('$') {
        return run.matches('$').count() > 2 && run.rsplit('$').next().is_some_and(|hash| hash.len() >= CRYPT);
    }
    run.contains(".eyJ")
}

/// Masks the secrets that follow a name or a scheme. `None` if there is none.
fn cut_named(text: &str) -> Option<String> {
    let mut out = String::new();
    // End of the text that was copied or masked, and end of the last named value that is no secret.
    let (mut copied, mut plain) = (0, 0);
    for (place, sign) in text.match_indices(['=', ':', ' ']) {
        let announced = Announced::by(&text[..place], sign);
        let Some(announced) = announced.filter(|_| place >= copied.max(plain)) else { continue };
        let value = text[place + sign.len()..].trim_start_matches(AROUND);
        let start = text.len() - value.len();
        let end = start + value.bytes().take_while(|byte| is_of_word(byte) || is_of_base64(byte)).count();
        if announced.is_secret(&text[start..end]) {
            out.push_str(&text[copied..start]);
            out.push('…');
            copied = end;
        } else if announced == Announced::Named {
            // A part of it after another name is no secret either.
            plain = end;
        }
    }
    (copied > 0).then(|| out + &text[copied..])
}

/// What stands before a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Announced {
    /// Its name.
    Named,
    /// The scheme in the header of a request.
    Header,
    /// The id of a Telegram bot.
    Bot,
}

impl Announced {
    /// What `before` and `sign` announce. `None` if they announce no secret.
    fn by(before: &str, sign: &str) -> Option<Self> {
        if sign == " " {
            return ends_with(before, SCHEMES).then_some(Self::Header);
        }
        if ends_with(before.trim_end_matches(AROUND), NAMES) {
            return Some(Self::Named);
        }
        let digits = before.bytes().rev().take(BOT.0.end() + 1).take_while(u8::is_ascii_digit).count();
        (sign == ":" && BOT.0.contains(&digits)).then_some(Self::Bot)
    }

    /// Whether `run` looks like a secret of this kind.
    fn is_secret(self, run: &str) -> bool {
        match self {
            Self::Named => is_mixed(run, NAMED),
            Self::Header => is_mixed(run, NAMED) && is_unlike_words(run),
            Self::Bot => run.len() == BOT.1 && run.starts_with("AA") && is_mixed(run, MIXED),
        }
    }
}

/// Whether `before` ends with one of `names`, ignoring case.
fn ends_with(before: &str, names: &[&str]) -> bool {
    let before = before.as_bytes();
    names.iter().any(|name| {
        let at = before.len().checked_sub(name.len());
        at.is_some_and(|at| before[at..].eq_ignore_ascii_case(name.as_bytes()))
    })
}

/// Whether the kind of character changes at more than every third character of `run`, as in random text.
fn is_unlike_words(run: &str) -> bool {
    let kinds: Vec<u8> = run.bytes().map(kind).collect();
    kinds.chunk_by(|one, next| one == next).count() * 3 > run.len()
}

/// Whether `run` has at least `least` letters and digits in a row, with both among them.
fn is_mixed(run: &str, least: usize) -> bool {
    run.split(|c: char| !c.is_ascii_alphanumeric()).any(|part| {
        let has = |test: fn(&u8) -> bool| part.bytes().any(|byte| test(&byte));
        part.len() >= least && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic)
    })
}

fn mask_addresses(text: &str) -> Cow<'_, str> {
    let Some(first) = at_sign(text) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut next) = (text, Some(first));
    while let Some((place, length)) = next {
        let (before, sign, after) = (&rest[..place], &rest[place..place + length], &rest[place + length..]);
        let (kept, local) = before.split_at(local_part(before));
        out.push_str(kept);
        out.push_str(if local.is_empty() { "" } else { "…" });
        out.push_str(sign);
        rest = after;
        next = at_sign(rest);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Place and length in bytes of the next @: plain, full-width, small or escaped.
fn at_sign(text: &str) -> Option<(usize, usize)> {
    text.char_indices().find_map(|(place, c)| match c {
        '@' | '\u{ff20}' | '\u{fe6b}' => Some((place, c.len_utf8())),
        '%' | '\\' | '&' => {
            let written = AT_SIGNS.iter().find(|written| text[place..].starts_with(**written))?;
            Some((place, written.len()))
        }
        _ => None,
    })
}

/// Start of the local part of an address that ends with `text`, in any script. Its letters may be escapes or
/// character references.
fn local_part(text: &str) -> usize {
    let mut rest = text;
    loop {
        rest = rest.trim_end_matches(is_local);
        let reference = rest.strip_suffix(';').and_then(|inside| inside.rsplit_once("&#"));
        match reference {
            Some((before, code)) if code.bytes().all(|byte| byte.is_ascii_alphanumeric()) => rest = before,
            _ => return rest.len(),
        }
    }
}

/// Characters of an address before its @.
fn is_local(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-' | '\'' | '\\')
}

fn is_of_word(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn is_of_base64(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// Masks the runs of at least `least` such bytes that are secrets. `None` if there is none.
fn cut(text: &str, least: usize, is_run: fn(&u8) -> bool, is_secret: fn(&str) -> bool) -> Option<String> {
    let mut out = String::new();
    let mut copied = 0;
    // The start of a possible run.
    let mut start = 0;
    while let Some(first) = text.as_bytes().get(start..start + least) {
        // Searched from the end: a few bytes suffice to see that no run here is long enough.
        if let Some(last) = first.iter().rposition(|byte| !is_run(byte)) {
            start += last + 1;
            continue;
        }
        let run = least + text.as_bytes()[start + least..].iter().take_while(|byte| is_run(byte)).count();
        let part = &text[start..start + run];
        if is_secret(part) {
            out.push_str(&text[copied..start]);
            out.push('…');
            copied = start + run + checksum(&text[start + run..]);
        }
        start += run;
    }
    (copied > 0).then(|| out + &text[copied..])
}

/// Length of the checksum at the start of `rest`; 0 if there is none.
fn checksum(rest: &str) -> usize {
    let Some(digits) = rest.strip_prefix('=') else { return 0 };
    let run = digits.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let is_one = run == CHECKSUM && digits.bytes().take(run).all(|byte| byte.is_ascii_hexdigit());
    if is_one { 1 + run } else { 0 }
}

/// Whether the run contains a token with a known prefix.
fn is_known(run: &str) -> bool {
    KNOWN.iter().any(|(start, least)| {
        let begins = |at: &usize| run[..*at].bytes().next_back().is_none_or(|byte| !byte.is_ascii_alphanumeric());
        let places = run.match_indices(start).map(|(at, _)| at).filter(begins);
        let mut rests = places.map(|at| &run[at + start.len()..]);
        rests.any(|rest| rest.len() >= *least && is_mixed(rest, MIXED))
    })
}

fn is_secret(run: &str) -> bool {
    let hash = run.split(|c: char| !c.is_ascii_hexdigit()).any(|digits| digits.len() >= HASH);
    let has = |test: fn(&u8) -> bool| run.bytes().any(|byte| test(&byte));
    let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    hash || (run.len() >= TOKEN && mixed) || is_known(run)
}

/// Whether a part of the run, as long as a token, looks random. Paths and URLs are as long, but made of
/// words.
fn is_random(run: &str) -> bool {
    let kinds: Vec<u8> = run.bytes().map(kind).collect();
    kinds.windows(TOKEN).any(|part| {
        let count = |kind: u8| part.iter().filter(|other| **other == kind).count();
        let rows = part.chunk_by(|one, next| one == next).filter(|row| row.len() > 2 && row[0] < 3);
        (0..3).all(|kind| count(kind) > 0) && count(3) <= SIGNS && rows.map(<[u8]>::len).sum::<usize>() <= IN_WORDS
    })
}

/// 0 for a digit, 1 for a lower-case and 2 for an upper-case letter, 3 for other characters.
fn kind(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_keep_only_their_domain() {
        assert_eq!(mask("write to maria.gomez+x@example.com or @ana"), "write to …@example.com or @ana");
        assert_eq!(mask("josé@example.com"), "…@example.com");
    }

    #[test]
    fn an_at_sign_may_be_wide_or_encoded() {
        assert_eq!(
            mask("zoe%40corp.example and zoe\u{ff20}corp.example"),
            "…%40corp.example and …\u{ff20}corp.example"
        );
        assert_eq!(mask("100%4 and 5%"), "100%4 and 5%");
        assert_eq!(mask(r"jos\u00e9\u0040corp.example"), r"…\u0040corp.example");
        assert_eq!(mask("to jos&#233;&#64;corp.example"), "to …&#64;corp.example");
        assert_eq!(mask(r"R&D \u00e9; C:\docs"), r"R&D \u00e9; C:\docs");
    }

    #[test]
    fn tokens_with_the_signs_of_base64_are_cut_and_paths_are_not() {
        for token in [
            "OTk3NjA2Mzk1MDI4OtQz+k/cXyFfG8Bg0nHb5IaXe7Lu",
            "7R4zHnhotxeWBqFDQGF81ZuX6+lsAbFK0YU/CR0kTltz",
            "Zm9v/9aQ+Xb2Rk0PzT7u/Ly4Wc1Hd8Vn+Eo5Si3Gj6M=",
        ] {
            assert_eq!(mask(&format!("rotate {token} now")), "rotate … now");
        }
        for text in [
            "https://jira.example.com/rest/api/2/issue/APP-12?expand=changelog",
            "see docs/Team/Sprint12/PlanningNotes/Version2/FinalDraft/Summary of it",
            "/home/Build7/src/main/java/com/example/shop/CheckoutController",
            "backend/frontend/mobile/design/research/Marketing/2026/Q1",
            "frontend/web/v2/api/db/ui/QA/CI/CD/k8s/S3/EC2/VPC/SQS/SNS/IAM",
            "https://confluence.example.com/display/SHOP/2026/03/02/Retro+actions+of+Sprint+12+and+13",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    #[test]
    fn tokens_of_known_kinds_and_named_secrets_are_cut_however_short() {
        for (text, masked) in [
            ("rotate AKIAIOSFODNN7EXAMPLE now", "rotate … now"),
            ("glpat-Ab3dEf6hIj9kLm2nOp5q", "…"),
            ("(glpat-Ab3dEf6h-Ij9kLm2nOp5q)", "(…)"),
            ("use xoxb-123456789012-Ab3dEf6hIj9kLm2n", "use …"),
            ("ATATT3xFfGF0T4JVjdm1bqxQzLwV9n8k2Hc7YpR5sE=ABCD1234 end", "… end"),
            ("https://x.example/?token=AbCdEf0123456789AbCdEf0123456789&a=1", "https://x.example/?token=…&a=1"),
            (r#"{"api_key": "k3y0123456789abcdef"}"#, r#"{"api_key": "…"}"#),
            ("PASSWORD=Tr0ub4dor3xyz01234", "PASSWORD=…"),
        ] {
            assert_eq!(mask(text), masked);
        }
        for text in [
            "glpat-rotation-for-the-runners-of-the-team",
            "feature/APP-1234-rotate-tokens-of-the-login",
            "ASIAPACIFICREGIONALSALES and AKIATSUKI",
            "token: see APP-12, secret=not-a-secret-at-all-2026",
            "https://jira.example.com/browse/APP-12?focusedCommentId=1000234567891234567",
            "the password: please ask APP-1234",
            "a=DEADBEEF b=12345678",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    #[test]
    fn headers_of_requests_and_secrets_of_several_parts_are_cut_and_prose_is_not() {
        for (text, masked) in [
            ("Authorization: Basic bWFyaWFAZXhhbXBsZS5jb206YWJj", "Authorization: Basic …"),
            ("curl -H 'authorization: bearer aB3dE6gH9jK2mN5pQ8sT1vW4' x", "curl -H 'authorization: bearer …' x"),
            ("it is eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.dozjgNryP4J3jVmNHl0w5N_Xg.", "it is …."),
            ("token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0", "token=…"),
            ("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", "…"),
            ("bot 123456789:AAEhBOweik6ad9r_QXMENQjcrbGa5PZXyzW", "bot 123456789:…"),
            ("root:$1$abcdefgh$kZ5xwqJm8vE0bZ9mRtQ1u/:0", "root:…:0"),
            ("$6$rounds=5000$salt$kZ5xwqJm8vE0bZ9mRtQ1u.kZ5xwqJm8vE0", "…"),
            ("SK0123456789abcdef0123456789abcdef", "…"),
            ("md5_d41d8cd98f00b204e9800998ecf8427e", "…"),
        ] {
            assert_eq!(mask(text), masked);
        }
        for text in [
            "Basic training for bearers",
            "Basic OAuth2Authentication for the API",
            "Basic Sprint12PlanningNotes",
            "bearer of APP-1234 and of backlog-2026-03-02-notes",
            "we sell it at $1$ or $5$ and not at $6$ a piece, see eyJ.md and eyJhbGciOiJIUzI1NiJ9",
            "at 20260302:AAA-batteries-are-missing-in-the-box",
            "6f1c9e1a-2b3c-4d5e-8f90-1a2b3c4d5e6f",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    #[test]
    fn hashes_and_tokens_are_cut_and_ids_are_not() {
        assert_eq!(mask("h d41d8cd98f00b204e9800998ecf8427e."), "h ….");
        assert_eq!(mask("ATATT3xFfGF0T4JVjdm1bqxQzLwV9n8k2Hc7YpR5sE"), "…");
        assert_eq!(mask("é d41d8cd98f00b204e9800998ecf8427eé 0123456789abcdef0123456789abcdef"), "é …é …");
        assert_eq!(mask("d41d8cd98f00b204e9800998ecf8427"), "d41d8cd98f00b204e9800998ecf8427", "31 digits are no hash");
        let ids = "712020:00000002-7c1e-4a5b-9d3f-000000003dde 6942a9505f6e7d8c000003e8";
        assert_eq!(mask(ids), ids);
    }
}
