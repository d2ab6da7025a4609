//! Changes to texts, most of them at the level of words, so that what comes out still passes the parser and reaches
//! what lies behind it.

use crate::random::Random;

/// Values to put where a value stands.
const VALUES: &[&str] = &[
    "0",
    "-0.0",
    "1",
    "-1",
    "2",
    "0.5",
    "25",
    "1e-300",
    "1e-9",
    "1e-10",
    "999999999",
    "1e9",
    "1000000001",
    "1e15",
    "1e300",
    "1e400",
    "9007199254740993",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "nan",
    "inf",
    "-inf",
    "0.999999999",
    "0x1F",
    "1_000",
    "1,5",
    "1.234,5",
    "0,25",
    "4711.02",
    "true",
    "false",
    "\"\"",
    "\"none\"",
    "\"lost\"",
    "\"0.5\"",
    "\"🦀\"",
    "\"a\\u001b[2J\"",
    "\"\u{202e}a,b\"",
    "\"pc[a,b]\"",
    "\"4711.02\"",
    "1979-05-27",
    "[]",
    "[[[[1]]]]",
    "{}",
    "{ a = { b = { c = 1 } } }",
    "{ gamma = { mean = 1, cv = 2 } }",
    "{ lognormal = { mu = 20, sigma = 10 } }",
    "{ gamma = { shape = 1e-300, scale = 1e9 } }",
    "{ weibull = { shape = 1e-3, scale = 1 } }",
    "{ normal = { mean = 1, sd = 1e9 } }",
    "{ erlang = { stages = 1000000, mean = 1 } }",
    "{ binomial = { n = 1000000000, p = 0.5 } }",
    "{ negative_binomial = { mean = 1e9, sd = 1e9 } }",
    "{ geometric = { p = 1e-9 } }",
    "{ poisson = { mean = 1e9 } }",
    "{ discrete = { values = [0], weights = [1] } }",
    "{ discrete = { values = [0, 1e9], weights = [1e15, 1] } }",
    "{ poisson = { rate = 1e9 } }",
    "{ patience = 0 }",
];

/// Lines to put anywhere.
const LINES: &[&str] = &[
    "[items.x]",
    "[[items]]",
    "[items.\"4711.02\"]",
    "[items.\"Schraube M8/20, \\\"x=y\\\"\"]",
    "[items.\"x[a]\"]",
    "[defaults.items]",
    "[defaults.demand]",
    "arrivals.poisson.rate = 1",
    "buy.lead_time = 3",
    "tables.decimal = \",\"",
    "tables.separator = \";\"",
    "tables.ignore = [\"name\", \"x\"]",
    "[sweep]",
    "scale = { \"items.*.buy.lead_time\" = [0.5, 2] }",
    "make.parts = { x = 1 }",
    "make.options.f = { x = 1 }",
    "make.optional.x = 2",
    "stock.base_stock = 3",
    "stock.fill_rate = 0.999999",
    "stock = { min_max = { min = -1, max = 1000000000 } }",
    "stock.reorder = { point = 0, quantity = 1 }",
    "stock.review = 1e-9",
    "make.split = true",
    "shortage = \"lost\"",
    "ship = \"partial\"",
    "due = 0",
    "hold = [\"products\", \"parts\"]",
    "pegging = \"pooled\"",
    "allocation = \"no_holdback\"",
    "tables = { items = \"/dev/null\" }",
    "\u{feff}",
    "# é\u{0}",
    "sweep = {}",
];

/// One text changed once or a few times; words of `others` may come in.
pub fn mutate(text: &str, others: &[String], random: &mut Random) -> String {
    let mut text = text.to_string();
    for _ in 0..=random.below(2) {
        text = match random.below(16) {
            0 => bytes(&text, random),
            1..=3 => lines(&text, others, random),
            4 => ends(&text, random),
            _ => words(&text, others, random),
        };
    }
    text
}

fn bytes(text: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    if bytes.is_empty() {
        return String::new();
    }
    let at = random.below(bytes.len());
    let end = (at + random.below(24)).min(bytes.len());
    match random.below(3) {
        0 => bytes[at] = random.below(256) as u8,
        1 => drop(bytes.drain(at..end)),
        _ => {
            let piece = bytes[at..end].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, piece);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Takes out, doubles, moves, swaps or adds lines.
fn lines(text: &str, others: &[String], random: &mut Random) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    if lines.is_empty() {
        return LINES[0].into();
    }
    let (at, to) = (random.below(lines.len()), random.below(lines.len()));
    match random.below(6) {
        0 => drop(lines.remove(at)),
        1 => lines.insert(at, lines[at]),
        2 => lines.swap(at, to),
        3 => lines.insert(at, lines[to]),
        4 => lines.insert(at, LINES[random.below(LINES.len())]),
        _ => {
            let foreign: Vec<&str> = random.pick(others).lines().collect();
            if !foreign.is_empty() {
                lines.insert(at, foreign[random.below(foreign.len())]);
            }
        }
    }
    lines.join("\n") + "\n"
}

/// What spreadsheets and editors of other systems do to a file.
fn ends(text: &str, random: &mut Random) -> String {
    match random.below(6) {
        0 => text.replace('\n', "\r\n"),
        1 => format!("\u{feff}{text}"),
        2 => text.replace(',', ";"),
        3 => text.replace(',', "\t"),
        4 => text.replace('\n', "\n\n"),
        _ => text.trim_end().into(),
    }
}

/// Words of a text: numbers, names, quoted texts, single signs, blanks. Their bytes, in order.
fn split(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let run = |inside: fn(char) -> bool| rest.find(|c| !inside(c)).unwrap_or(rest.len());
        let length = match first {
            '"' => rest[1..].find(['"', '\n']).map_or(rest.len(), |end| end + 2),
            '0'..='9' => run(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '+')),
            c if c.is_alphabetic() || c == '_' => run(|c| c.is_alphanumeric() || matches!(c, '_' | '-')),
            ' ' => run(|c| c == ' '),
            c => c.len_utf8(),
        };
        let (word, after) = rest.split_at(length);
        words.push(word);
        rest = after;
    }
    words
}

fn is_value(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || c == '"') || matches!(word, "true" | "false")
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic())
}

/// Changes one word: a value for a value, a name for a name, or a sign away.
fn words(text: &str, others: &[String], random: &mut Random) -> String {
    let mut words = split(text);
    let wanted: fn(&str) -> bool = match random.below(8) {
        0..=3 => is_value,
        4..=6 => is_name,
        _ => |word| !word.trim().is_empty(),
    };
    let places: Vec<usize> = (0..words.len()).filter(|place| wanted(words[*place])).collect();
    if places.is_empty() {
        return text.into();
    }
    let (at, other) = (*random.pick(&places), *random.pick(&places));
    let foreign = random.pick(others);
    match random.below(6) {
        0 => words.swap(at, other),
        1 => words[at] = words[other],
        2 if is_name(words[at]) => {
            let foreign: Vec<&str> = split(foreign).into_iter().filter(|word| is_name(word)).collect();
            words[at] = if foreign.is_empty() { "x" } else { foreign[random.below(foreign.len())] };
        }
        3 if random.chance(4) => words[at] = "",
        4 if random.chance(4) => return nest(&words, at, random),
        _ if is_value(words[at]) => words[at] = VALUES[random.below(VALUES.len())],
        _ => {}
    }
    words.concat()
}

/// Wraps a word in brackets, sometimes very many.
fn nest(words: &[&str], at: usize, random: &mut Random) -> String {
    let depth = if random.chance(8) { 10_000 } else { 1 + random.below(4) };
    let (open, close) = *random.pick(&[("[", "]"), ("{ x = ", " }"), ("\"", "\"")]);
    let mut text = words[..at].concat();
    text.push_str(&open.repeat(depth));
    text.push_str(words[at]);
    text.push_str(&close.repeat(depth));
    text.push_str(&words[at + 1..].concat());
    text
}

/// A key made of words of a text: some of its names patterns, or in quotes.
fn key(text: &str, random: &mut Random) -> String {
    let names: Vec<&str> = split(text).into_iter().filter(|word| is_name(word)).collect();
    let heads =
        ["items", "run", "demand", "strategies", "stations", "report", "tables", "costs", "suppliers", "defaults"];
    let mut key = String::from(*random.pick(&heads));
    for _ in 0..random.below(5) {
        key.push('.');
        let name = if names.is_empty() { "x" } else { names[random.below(names.len())] };
        match random.below(8) {
            0 => key.push('*'),
            1 => key.push_str(&format!("\"{name}\"")),
            2 => key.push_str(&format!("{}*", &name[..name.len().min(1)].trim_matches(|c: char| !c.is_ascii()))),
            _ => key.push_str(name),
        }
    }
    key
}

/// A `--set` argument.
pub fn set(text: &str, random: &mut Random) -> String {
    let key = key(text, random);
    let sign = if random.chance(4) { " *= " } else { "=" };
    format!("{key}{sign}{}", random.pick(VALUES))
}

/// An `--axis` argument.
pub fn axis(text: &str, random: &mut Random) -> String {
    let key = key(text, random);
    let sign = if random.chance(3) { " *= " } else { "=" };
    let values: Vec<&str> = (0..=random.below(3)).map(|_| *random.pick(VALUES)).collect();
    match random.below(4) {
        0 => format!("{key}{sign}{{ from = {}, to = {}, steps = 3 }}", values[0], values[values.len() - 1]),
        _ => format!("{key}{sign}[{}]", values.join(", ")),
    }
}

/// A table as a spreadsheet, sometimes damaged.
#[cfg(feature = "xlsx")]
pub fn spreadsheet(text: &str, random: &mut Random) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, line) in (0..).zip(text.lines()) {
        for (column, cell) in (0..200).zip(line.split(',')) {
            // A text too long for a cell stays out.
            let _ = match cell.parse::<f64>() {
                Ok(number) if random.chance(2) => sheet.write_number(row, column, number).map(drop),
                _ => sheet.write_string(row, column, cell).map(drop),
            };
        }
    }
    let mut bytes = book.save_to_buffer().unwrap_or_default();
    if random.chance(3) && !bytes.is_empty() {
        let at = random.below(bytes.len());
        bytes[at] = random.below(256) as u8;
    }
    bytes
}
