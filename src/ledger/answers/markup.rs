//! What of a page's wikitext is words: markup that only places them, or shows something else, is left out. Pure.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::wikitext::dead_parts;

/// Stands for a byte that is no word.
const HIDDEN: char = '\u{1}';
/// What such a namespace is called on most wikis: links to it, without a colon in front, show no words.
const SILENT: &str = "category|kategorie|catégorie|categoría|categoria|categorie|kategori|kategoria|категория|категорія|\
    分类|分類|カテゴリ|분류|تصنيف|רده|קטגוריה|file|image|datei|bild|fichier|archivo|imagen|ficheiro|imagem|immagine|\
    bestand|afbeelding|plik|grafika|файл|изображение|ファイル|画像|文件|파일|ملف|קובץ|media";

/// A template, by its name and its arguments.
#[derive(Clone, Debug)]
pub struct Template {
    /// Where it ends.
    pub end: usize,
    /// What stands between its braces, part by part.
    pub parts: Vec<String>,
}

/// A text with everything masked, byte by byte, that is neither a word nor shows one; its templates.
pub fn masked(text: &str) -> (String, Vec<Template>) {
    let mut bytes = text.as_bytes().to_vec();
    for part in dead_parts(text).into_iter().filter(|part| part.is_comment) {
        bytes[part.at].fill(HIDDEN as u8);
    }
    let mut open: Vec<usize> = Vec::new();
    let mut templates = Vec::new();
    let mut at = 0;
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"{{" => {
                open.push(at);
                at += 2;
            }
            b"}}" => {
                if let Some(start) = open.pop() {
                    let inner = text.get(start + 2..at).unwrap_or_default();
                    templates.push(Template {
                        end: at + 2,
                        parts: inner.split('|').map(|part| part.trim().to_owned()).collect(),
                    });
                    let whole = &bytes[start..at + 2];
                    // Of one that goes over several lines, the lines between its ends are words.
                    match whole.iter().position(|byte| *byte == b'\n') {
                        Some(line) => {
                            bytes[start..start + line].fill(HIDDEN as u8);
                            bytes[at..at + 2].fill(HIDDEN as u8);
                        }
                        None => bytes[start..at + 2].fill(HIDDEN as u8),
                    }
                }
                at += 2;
            }
            _ => at += 1,
        }
    }
    (String::from_utf8(bytes).unwrap_or_default(), templates)
}

/// A link within what is visible.
#[derive(Clone, Debug)]
pub struct Link {
    /// Where its label is.
    pub at: Range<usize>,
    /// Where it begins in the wikitext.
    pub raw: usize,
    /// The page it leads to.
    pub target: String,
}

/// Something with a beginning and an end: a tag, brackets.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Where it is in what is visible.
    pub at: Range<usize>,
    /// Where it begins in the wikitext.
    pub raw: usize,
}

/// What readers see of a line.
#[derive(Clone, Debug, Default)]
pub struct Visible {
    /// The text.
    pub text: String,
    /// Where each byte of it comes from.
    raw: Vec<usize>,
    /// Its links.
    pub links: Vec<Link>,
    /// Its tags and brackets.
    pub scopes: Vec<Scope>,
    /// What is struck out.
    struck: Vec<Range<usize>>,
}

impl Visible {
    /// Where in the wikitext a place is.
    pub fn raw(&self, at: usize) -> usize {
        self.raw.get(at).copied().unwrap_or_else(|| self.raw.last().map_or(0, |last| last + 1))
    }

    /// Whether a place is struck out.
    pub fn is_struck(&self, at: usize) -> bool {
        self.struck.iter().any(|struck| struck.contains(&at))
    }

    fn push(&mut self, text: &str, raw: usize) {
        self.text.push_str(text);
        self.raw.extend(raw..raw + text.len());
    }
}

/// What is seen of a line of masked text, which begins at `start`. `struck` is how many tags that strike out are open.
pub fn visible(line: &str, start: usize, struck: &mut usize) -> Visible {
    static TAG: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^<(/?)([A-Za-z][A-Za-z0-9]*)[^<>]*?(/?)>").expect("a fixed pattern"));
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:'{2,}|__\p{L}+__|&(?:[A-Za-z]+|#\w+);|~{3,})").expect("a fixed pattern")
    });
    let mut seen = Visible::default();
    let mut open: Vec<(String, usize, usize)> = Vec::new();
    let mut struck_from = 0;
    let mut at = line.len() - line.trim_start_matches([':', '*', '#', ';', ' ', '|', '!', HIDDEN]).len();
    if line[at..].starts_with(['-', '+', '}']) && line[..at].ends_with('|') || line.starts_with("{|") {
        at = line.len();
    }
    while let Some(next) = line[at..].chars().next() {
        let rest = &line[at..];
        if next == HIDDEN {
            at += 1;
        } else if let Some(inner) = rest.strip_prefix("[[").and_then(|rest| Some(&rest[..rest.find("]]")?])) {
            link(&mut seen, inner, start + at);
            at += inner.len() + 4;
        } else if let Some(tag) = TAG.captures(rest) {
            let name = tag[2].to_ascii_lowercase();
            let strikes = matches!(name.as_str(), "s" | "del" | "strike");
            let here = seen.text.len();
            if name == "br" {
                seen.push(" ", start + at);
            } else if &tag[1] == "/" {
                if let Some(index) = open.iter().rposition(|(other, ..)| *other == name) {
                    let (_, from, raw) = open.remove(index);
                    seen.scopes.push(Scope { at: from..here, raw });
                }
                if strikes && *struck > 0 {
                    *struck -= 1;
                    if *struck == 0 {
                        seen.struck.push(struck_from..here);
                    }
                }
            } else if &tag[3] != "/" {
                if strikes {
                    if *struck == 0 {
                        struck_from = here;
                    }
                    *struck += 1;
                }
                open.push((name, here, start + at));
            }
            at += tag[0].len();
        } else if let Some(other) = OTHER.find(rest) {
            if other.as_str().starts_with('&') {
                seen.push(" ", start + at);
            }
            at += other.len();
        } else if let Some(inner) = external(rest) {
            let label = inner.split_once(' ').map_or(inner, |(_, label)| label);
            seen.push(label, start + at + 1 + (inner.len() - label.len()));
            at += inner.len() + 2;
        } else {
            let mut bytes = [0; 4];
            seen.push(next.encode_utf8(&mut bytes), start + at);
            at += next.len_utf8();
        }
    }
    if *struck > 0 {
        seen.struck.push(struck_from..seen.text.len());
    }
    brackets(&mut seen);
    seen
}

fn external(rest: &str) -> Option<&str> {
    let inner =
        rest.strip_prefix('[').filter(|inner| inner.starts_with("http") || inner.starts_with("//"))?;
    Some(&inner[..inner.find(']')?])
}

fn link(seen: &mut Visible, inner: &str, raw: usize) {
    static QUIET: LazyLock<BTreeSet<&str>> = LazyLock::new(|| SILENT.split('|').collect());
    static LANGUAGE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^[a-z]{2,3}(?:-[a-z-]+)?$").expect("a fixed pattern"));
    let (target, label) = inner.split_once('|').unwrap_or((inner, inner));
    if let Some((prefix, _)) = target.split_once(':') {
        let prefix = prefix.trim();
        let leads_elsewhere = LANGUAGE.is_match(prefix) && prefix != "mw";
        if QUIET.contains(prefix.to_lowercase().as_str()) || leads_elsewhere {
            return;
        }
    }
    let label: String = label.replace("''", "").chars().filter(|c| *c != HIDDEN).collect();
    let label = TAGS.replace_all(&label, "");
    let from = seen.text.len();
    seen.text.push_str(&label);
    seen.raw.extend(std::iter::repeat_n(raw, label.len()));
    let target = target.trim_start_matches(':').chars().filter(|c| *c != HIDDEN).collect();
    seen.links.push(Link { at: from..seen.text.len(), raw, target });
}

static TAGS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"</?[A-Za-z][^<>]*>").expect("a fixed pattern"));

fn brackets(seen: &mut Visible) {
    let mut open: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for (at, c) in seen.text.char_indices() {
        match c {
            '(' | '[' | '{' | '（' => open.push(at),
            ')' | ']' | '}' | '）' => found.extend(open.pop().map(|from| from..at + c.len_utf8())),
            _ => {}
        }
    }
    for at in found {
        let raw = seen.raw(at.start);
        seen.scopes.push(Scope { at, raw });
    }
}
