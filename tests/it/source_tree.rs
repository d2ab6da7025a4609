//! The sources as a tree of modules: which file a path such as `crate::model::Law` or `super::walk::step` leads to.
//!
//! What counts is the file that defines an item, not the module that re-exports it. Comments, text in quotes and unit
//! tests are left out. Names are resolved through `mod`, `use` and `pub use`; what a macro makes is not seen.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// One module that has a file of its own.
pub struct Module {
    /// Relative to the package: `src/model/item.rs`.
    pub file: String,
    /// The text without comments, text in quotes and unit tests; every line stands where it stood.
    pub code: String,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    /// Names that `use` brings in, with their paths.
    imports: BTreeMap<String, Vec<String>>,
    /// Modules of which `use …::*` brings in everything.
    globs: Vec<Vec<String>>,
    /// Names of items that the file defines.
    defined: BTreeSet<String>,
    /// Every path of a `use`, and every path of two segments or more elsewhere.
    paths: Vec<Written>,
    /// Names outside `use`.
    mentioned: BTreeSet<String>,
}

/// One file names another or an item of it.
pub struct Link {
    pub from: usize,
    pub to: usize,
    /// Line of the path in `from`.
    pub line: usize,
    /// The path as it is written.
    pub path: String,
    pub how: How,
}

/// What a path does with what it leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// It uses an item of the other file: `from` cannot do without it.
    Uses,
    /// `pub use`: it gives the item a second name and does not use it itself.
    Exports,
    /// It names a module; what is then used of it has a path of its own.
    Names,
}

/// A path as it stands in a file.
struct Written {
    line: usize,
    path: Vec<String>,
    is_export: bool,
}

/// The modules of the library, the root first.
pub struct Tree {
    pub modules: Vec<Module>,
}

/// What a path leads to.
#[derive(Clone, Copy)]
enum Target {
    Module(usize),
    ItemOf(usize),
}

impl Tree {
    /// The tree below `src/lib.rs` of a package, without modules that are for tests alone.
    pub fn read(package: &Path) -> Tree {
        Tree::of(&|file| fs::read_to_string(package.join(file)).ok())
    }

    /// The tree of files with these texts.
    fn of(text: &dyn Fn(&str) -> Option<String>) -> Tree {
        let mut tree = Tree { modules: Vec::new() };
        tree.add(text, "src/lib.rs".into(), "src", None);
        tree
    }

    fn add(
        &mut self,
        text: &dyn Fn(&str) -> Option<String>,
        file: String,
        below: &str,
        parent: Option<usize>,
    ) -> usize {
        let code = without_tests(&without_words(&text(&file).expect("a module has a file")));
        let own = self.modules.len();
        let names = child_modules(&code);
        self.modules.push(Module::new(file, code, parent));
        for name in names {
            let (leaf, folder) = (format!("{below}/{name}.rs"), format!("{below}/{name}"));
            let file = if text(&leaf).is_some() { leaf } else { format!("{folder}/mod.rs") };
            let child = self.add(text, file, &folder, Some(own));
            self.modules[own].children.insert(name, child);
        }
        own
    }

    /// Every path that leads from one file of this crate to another.
    pub fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        for (from, module) in self.modules.iter().enumerate() {
            for Written { line, path, is_export } in &module.paths {
                let (to, how) = match self.resolve(from, path, 0) {
                    Some(Target::ItemOf(to)) if *is_export && !module.mentions(path) => (to, How::Exports),
                    Some(Target::ItemOf(to)) => (to, How::Uses),
                    Some(Target::Module(to)) => (to, How::Names),
                    None => continue,
                };
                if from != to {
                    links.push(Link { from, to, line: *line, path: path.join("::"), how });
                }
            }
        }
        links
    }

    /// Groups of files of which each uses, directly or through others, every other of its group.
    pub fn circles(&self) -> Vec<Vec<usize>> {
        let mut next = vec![Vec::new(); self.modules.len()];
        for link in self.links().iter().filter(|link| link.how == How::Uses) {
            next[link.from].push(link.to);
        }
        let reach: Vec<BTreeSet<usize>> = (0..next.len()).map(|from| reachable(&next, from)).collect();
        let mut circles: BTreeSet<Vec<usize>> = BTreeSet::new();
        for own in 0..next.len() {
            let group = reach[own].iter().copied().filter(|&other| reach[other].contains(&own));
            circles.insert(group.collect());
        }
        circles.into_iter().filter(|group| !group.is_empty()).collect()
    }

    /// The first folder or file below `src` of a module, without `.rs`.
    pub fn layer(&self, module: usize) -> &str {
        let below = self.modules[module].file.trim_start_matches("src/");
        below.split('/').next().unwrap().trim_end_matches(".rs")
    }

    fn resolve(&self, from: usize, path: &[String], depth: usize) -> Option<Target> {
        if depth > 20 {
            return None;
        }
        let (first, rest) = path.split_first()?;
        let begin = match first.as_str() {
            "crate" => Target::Module(0),
            "self" => Target::Module(from),
            "super" => Target::Module(self.modules[from].parent?),
            name => self.named(from, name, depth, Where::Here)?,
        };
        rest.iter().try_fold(begin, |at, name| match at {
            Target::ItemOf(_) => Some(at),
            Target::Module(module) if name == "super" => self.modules[module].parent.map(Target::Module),
            Target::Module(module) if name == "self" => Some(Target::Module(module)),
            Target::Module(module) => self.named(module, name, depth, Where::Inside),
        })
    }

    /// What a name means in a module.
    fn named(&self, module: usize, name: &str, depth: usize, place: Where) -> Option<Target> {
        let own = &self.modules[module];
        if let Some(&child) = own.children.get(name) {
            return Some(Target::Module(child));
        }
        if let Some(path) = own.imports.get(name)
            && path[0] != name
        {
            return self.resolve(module, path, depth + 1);
        }
        if own.defined.contains(name) {
            return Some(Target::ItemOf(module));
        }
        let by_glob = own.globs.iter().find_map(|path| match self.resolve(module, path, depth + 1)? {
            Target::Module(other) if other != module => self.named(other, name, depth + 1, Where::Here),
            _ => None,
        });
        // What a macro defines is not seen: a path that ends in this module is taken to mean something of it.
        by_glob.or((place == Where::Inside).then_some(Target::ItemOf(module)))
    }
}

/// Whether a name is looked up where it is written, where it may be of another crate, or inside a module that a path named.
#[derive(Clone, Copy, PartialEq)]
enum Where {
    Here,
    Inside,
}

impl Module {
    fn new(file: String, code: String, parent: Option<usize>) -> Module {
        let mut module = Module {
            file,
            parent,
            children: BTreeMap::new(),
            imports: BTreeMap::new(),
            globs: Vec::new(),
            defined: defined_names(&code),
            paths: Vec::new(),
            mentioned: BTreeSet::new(),
            code: String::new(),
        };
        let tokens = tokens(&code);
        let mut at = 0;
        while at < tokens.len() {
            at = match tokens[at].1.as_str() {
                "use" => module.read_use(&tokens, at + 1),
                word if is_name(word) => module.read_path(&tokens, at),
                _ => at + 1,
            };
        }
        module.code = code;
        module
    }

    /// Whether the last name of a path, a type, is used in the file beside its `use`. (Names of functions are those of
    /// variables, too.)
    fn mentions(&self, path: &[String]) -> bool {
        path.last().is_some_and(|name| name.starts_with(char::is_uppercase) && self.mentioned.contains(name))
    }

    /// A path outside `use`: names with `::` between them.
    fn read_path(&mut self, tokens: &[(usize, String)], begin: usize) -> usize {
        let mut path = vec![tokens[begin].1.clone()];
        self.mentioned.insert(path[0].clone());
        let mut at = begin + 1;
        while at + 1 < tokens.len() && tokens[at].1 == "::" && is_name(&tokens[at + 1].1) {
            path.push(tokens[at + 1].1.clone());
            at += 2;
        }
        if path.len() > 1 {
            self.paths.push(Written { line: tokens[begin].0, path, is_export: false });
        }
        at
    }

    /// The tree of a `use`, up to its semicolon.
    fn read_use(&mut self, tokens: &[(usize, String)], begin: usize) -> usize {
        let is_export = begin > 1 && ["pub", ")"].contains(&tokens[begin - 2].1.as_str());
        let mut prefix: Vec<String> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut at = begin;
        while at < tokens.len() && tokens[at].1 != ";" {
            let (line, word) = &tokens[at];
            match word.as_str() {
                "{" => open.push(prefix.len()),
                "}" | "," => {
                    prefix.truncate(*open.last().unwrap_or(&0));
                    if word == "}" {
                        open.pop();
                    }
                }
                "::" => {}
                "*" => {
                    self.globs.push(prefix.clone());
                    self.paths.push(Written { line: *line, path: prefix.clone(), is_export });
                }
                name => {
                    prefix.push(name.into());
                    let ends = tokens[at + 1].1 != "::";
                    if ends {
                        let alias = (tokens[at + 1].1 == "as").then(|| tokens[at + 2].1.clone());
                        at += if alias.is_some() { 2 } else { 0 };
                        self.import(Written { line: *line, path: prefix.clone(), is_export }, alias);
                    }
                }
            }
            at += 1;
        }
        at
    }

    fn import(&mut self, mut written: Written, alias: Option<String>) {
        let path = &mut written.path;
        if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let name = alias.unwrap_or_else(|| path.last().unwrap().clone());
        self.imports.insert(name, path.clone());
        self.paths.push(written);
    }
}

fn reachable(next: &[Vec<usize>], from: usize) -> BTreeSet<usize> {
    let mut seen = BTreeSet::new();
    let mut open = next[from].clone();
    while let Some(at) = open.pop() {
        if seen.insert(at) {
            open.extend(&next[at]);
        }
    }
    seen
}

fn is_name(word: &str) -> bool {
    word.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Names, `::`, and every other sign by itself, each with its line.
fn tokens(code: &str) -> Vec<(usize, String)> {
    let mut tokens = Vec::new();
    for (number, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let length = match first {
                ':' if rest.starts_with("::") => 2,
                c if is_name(&c.to_string()) => {
                    rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len())
                }
                c => c.len_utf8(),
            };
            tokens.push((number + 1, rest[..length].to_string()));
            rest = rest[length..].trim_start();
        }
    }
    tokens
}

/// Who can see a type beside its own file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// `pub`.
    Everywhere,
    /// `pub(super)`, `pub(crate)`.
    WithinTheCrate,
}

/// The types and traits of a file that other files can see.
pub fn public_types(code: &str) -> Vec<(Seen, String)> {
    const KINDS: [&str; 4] = ["struct", "enum", "trait", "type"];
    let mut types = Vec::new();
    for line in code.lines().map(str::trim_start).filter(|line| line.starts_with("pub")) {
        let seen = if line.starts_with("pub(") { Seen::WithinTheCrate } else { Seen::Everywhere };
        let mut words = line.split(' ').skip_while(|word| word.starts_with("pub"));
        if words.next().is_some_and(|word| KINDS.contains(&word)) {
            let name = words.next().unwrap().chars().take_while(|c| c.is_alphanumeric());
            types.push((seen, name.collect()));
        }
    }
    // In a macro the name is still to come.
    types.retain(|(_, name): &(Seen, String)| !name.is_empty());
    types
}

/// Names after `struct`, `enum`, `fn` and the like.
fn defined_names(code: &str) -> BTreeSet<String> {
    const KINDS: [&str; 8] = ["struct", "enum", "trait", "type", "fn", "const", "static", "union"];
    let tokens = tokens(code);
    let pairs = tokens.windows(2).filter(|pair| KINDS.contains(&pair[0].1.as_str()));
    let names = pairs.map(|pair| pair[1].1.clone());
    names.filter(|name| is_name(name)).collect()
}

/// The children of a module: names of `mod x;`, without those for tests alone.
fn child_modules(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut for_tests = false;
    for line in code.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let declared =
            line.trim_start_matches("pub ").trim_start_matches("pub(crate) ").trim_start_matches("pub(super) ");
        if let Some(name) = declared.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'))
            && !for_tests
        {
            names.push(name.into());
        }
        for_tests = line == "#[cfg(test)]";
    }
    names
}

/// The text up to the unit tests at its end.
fn without_tests(code: &str) -> String {
    code.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default().into()
}

/// The text with comments and text in quotes made blank, and the ends of lines kept.
fn without_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let blank = blank_length(rest);
        if blank == 0 {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        } else {
            out.extend(rest[..blank].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
            rest = &rest[blank..];
        }
    }
    out
}

/// Length of the comment or quoted text at the beginning, 0 where there is none.
fn blank_length(text: &str) -> usize {
    let to = |end: &str, from: usize| text[from..].find(end).map_or(text.len(), |at| from + at + end.len());
    if text.starts_with("//") {
        return text.find('\n').unwrap_or(text.len());
    }
    for hashes in ["", "#", "##"] {
        if text.starts_with(&format!("r{hashes}\"")) {
            return to(&format!("\"{hashes}"), hashes.len() + 2);
        }
    }
    let bytes = text.as_bytes();
    match bytes[0] {
        b'"' => {
            let mut at = 1;
            while at < bytes.len() && bytes[at] != b'"' {
                at += if bytes[at] == b'\\' { 2 } else { 1 };
            }
            (at + 1).min(bytes.len())
        }
        // A character, not a lifetime: the quote closes after one character or an escape.
        b'\'' if bytes.get(1) == Some(&b'\\') => to("'", 3),
        b'\'' => {
            let length = text[1..].chars().next().map_or(0, char::len_utf8);
            if text[1 + length..].starts_with('\'') { length + 2 } else { 0 }
        }
        _ => 0,
    }
}

#[test]
fn a_path_leads_to_the_file_that_defines_what_it_names() {
    let text = |file: &str| {
        let text = match file {
            "src/lib.rs" => "pub mod low;\nmod high;",
            "src/low/mod.rs" => "mod thing;\nmod other;\npub use thing::{Thing as Named, helper};\npub use other::*;",
            "src/low/thing.rs" => "use super::other;\npub struct Thing;\npub fn helper() { other::Other::new(); }",
            "src/low/other.rs" => {
                "// crate::high::Top\npub struct Other;\nimpl Other { pub fn new() { super::helper() } }"
            }
            "src/high.rs" => "use crate::low::Named;\nfn top() -> crate::low::Other { \"super::low::Named\"; todo() }",
            _ => return None,
        };
        Some(text.to_string())
    };
    let tree = Tree::of(&text);
    let file = |module: usize| tree.modules[module].file.as_str();
    let uses = tree.links().into_iter().filter(|link| link.how == How::Uses);
    let uses: Vec<String> = uses.map(|link| format!("{} {} {}", file(link.from), link.line, file(link.to))).collect();
    let expected = [
        "src/low/thing.rs 3 src/low/other.rs",
        "src/low/other.rs 3 src/low/thing.rs",
        "src/high.rs 1 src/low/thing.rs",
        "src/high.rs 2 src/low/other.rs",
    ];
    assert_eq!(uses, expected);
    let circles: Vec<Vec<&str>> = tree.circles().iter().map(|one| one.iter().map(|&at| file(at)).collect()).collect();
    assert_eq!(circles, [["src/low/thing.rs", "src/low/other.rs"]]);
}
