//! The embedded typeface for viewers: as a style sheet that holds the font files.

use super::text::{BOLD, REGULAR};

/// `@font-face` rules for the letters that charts and report are set in.
#[must_use]
pub fn style_sheet() -> String {
    let face = |weight: &str, bytes: &[u8]| {
        let data = base64(bytes);
        format!(
            "@font-face{{font-family:Inter;font-weight:{weight};src:url(data:font/otf;base64,{data}) format(\"opentype\")}}"
        )
    };
    face("normal", REGULAR) + &face("bold", BOLD)
}

/// RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = (0..3).fold(0, |bits: u32, place| bits << 8 | u32::from(chunk.get(place).copied().unwrap_or(0)));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff]), "+/8=");
    }

    #[test]
    fn both_weights_are_there() {
        let sheet = style_sheet();
        assert_eq!(sheet.matches("@font-face").count(), 2);
        assert!(sheet.contains("base64,T1RUTw") && sheet.len() > 100_000, "OpenType files begin with OTTO");
    }
}
