//! Messages of a chat.

use super::visible::visible;

/// Text for a message in a chat, on one line. It cannot notify anybody (`@here`, `<!channel>`), link anywhere
/// or change the formatting of the rest.
pub fn chat(text: &str) -> String {
    let plain = visible(text);
    plain
        .chars()
        .map(|c| match c {
            '@' => '＠',
            '<' => '‹',
            '>' => '›',
            '`' => '\'',
            '*' => '∗',
            '~' => '∼',
            '_' => '＿',
            c => c,
        })
        .collect::<String>()
        .replace("://", ":\u{2044}\u{2044}")
}

#[cfg(test)]
mod tests {
    use super::super::unsafe_text::is_unsafe;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_message_calls_nobody() {
        assert_eq!(chat("@here <!channel> `x`\n*y*"), "＠here ‹!channel› 'x' ∗y∗");
        assert_eq!(chat("http://e.example"), "http:⁄⁄e.example");
    }

    proptest! {
        #[test]
        fn nothing_that_a_chat_would_act_on_is_left(text in any::<String>()) {
            let message = chat(&text);
            prop_assert!(!message.contains(['@', '<', '>', '`', '*', '~', '\n']) && !message.contains("://"));
            prop_assert!(message.chars().all(|c| !is_unsafe(c)));
        }
    }
}
