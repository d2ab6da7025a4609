//! Names and keys as they are written.

/// Most characters of a name.
pub const LONGEST_NAME: usize = 100;

/// Whether a name may be given to something: any text without control characters that is not blank.
#[must_use]
pub fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(char::is_control)
}

/// A key path as it is written: parts that are not bare are quoted.
#[must_use]
pub fn join<'a>(path: impl IntoIterator<Item = &'a str>) -> String {
    let parts: Vec<String> = path.into_iter().map(quote_key).collect();
    parts.join(".")
}

/// A key as it is written in TOML.
#[must_use]
pub fn quote_key(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if bare { key.into() } else { quote(key) }
}

/// Text as it is written in TOML.
#[must_use]
pub fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// The first byte where a character stands outside the quotes of TOML.
#[must_use]
pub fn outside_quotes(text: &str, wanted: char) -> Option<usize> {
    let (mut open, mut escaped) = (None, false);
    for (at, character) in text.char_indices() {
        match open {
            None if character == wanted => return Some(at),
            None if matches!(character, '"' | '\'') => open = Some(character),
            Some('"') if escaped => escaped = false,
            Some('"') if character == '\\' => escaped = true,
            Some(quote) if character == quote => open = None,
            _ => {}
        }
    }
    None
}

/// A joined name like `pc[board_a,ssd_1]` in its product and what stands in the brackets. `None` for the name of an item
/// itself, and where no item stands before a bracket.
pub fn split_variant(name: &str, is_item: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    if is_item(name) {
        return None;
    }
    let inside = name.strip_suffix(']')?;
    let (at, _) = inside.match_indices('[').find(|(at, _)| is_item(&name[..*at]))?;
    Some((&name[..at], &inside[at + 1..]))
}

/// Whether a name is like a pattern in which `*` stands for any letters.
#[must_use]
pub fn is_like(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split('*');
    let head = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(head) else { return false };
    let Some(tail) = pieces.next_back() else { return rest.is_empty() };
    // The first place where a piece fits leaves most room for those that follow.
    for piece in pieces {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_without_control_characters_is_a_name() {
        assert!(["4711.02", "Schraube M8/20", "部品", "\"", " a", &"x".repeat(100)].into_iter().all(is_name));
        assert!(!["", " ", "a\nb", "a\u{1b}", "\0", &"x".repeat(101)].into_iter().any(is_name));
    }

    #[test]
    fn a_variant_is_split_where_its_product_ends() {
        let items = ["pc", "box [old]", "a[b]"];
        let split = |name: &'static str| split_variant(name, |item| items.contains(&item));
        assert_eq!(split("pc[x,y]"), Some(("pc", "x,y")));
        assert_eq!(split("box [old][x]"), Some(("box [old]", "x")));
        assert_eq!([split("pc"), split("a[b]"), split("tv[x]"), split("pc[x")], [None; 4]);
    }

    #[test]
    fn a_star_stands_for_any_letters() {
        for (pattern, name, like) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("*", "", true),
            ("*", "ab", true),
            ("a*", "ab", true),
            ("*b", "ab", true),
            ("a*b", "ab", true),
            ("ab*b", "ab", false),
            ("a*b*c", "a_b_b_c", true),
            ("a*b*c", "a_c_b", false),
            ("a*aa", "aaa", true),
        ] {
            assert_eq!(is_like(pattern, name), like, "{pattern} {name}");
        }
        assert!(!is_like(&"*a".repeat(50), &"a".repeat(49)));
    }
}
