//! Several names in one cell.

/// Names as one text, with a separator between them; a name that it could be mistaken in stands in quotes, with quotes doubled.
#[must_use]
pub fn joined<S: AsRef<str>>(names: &[S], separator: char) -> String {
    let one = |name: &S| {
        let name = name.as_ref();
        let is_plain = !name.contains([separator, '"']) && name.trim() == name;
        if is_plain { name.to_string() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
    };
    names.iter().map(one).collect::<Vec<_>>().join(&separator.to_string())
}

/// The names of such a text.
#[must_use]
pub fn split(text: &str, separator: char) -> Vec<String> {
    let (mut names, mut name, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => name.extend(letters.next()),
            '"' => quoted = !quoted,
            letter if letter == separator && !quoted => names.push(std::mem::take(&mut name)),
            letter => name.push(letter),
        }
    }
    if !text.is_empty() {
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_names_come_back() {
        assert_eq!(joined(&["a", "b"], ','), "a,b");
        assert!(split("", ',').is_empty());
        for names in [vec!["a"], vec!["a,b", " c ", "d \"e\"", "\""], vec!["x y", "z"]] {
            for separator in [',', ' '] {
                assert_eq!(split(&joined(&names, separator), separator), names);
            }
        }
    }
}
