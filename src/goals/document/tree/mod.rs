//! From HTML to its tree, as browsers make one (the HTML standard's “Parsing HTML documents”): html5gum cuts it into tags and
//! text, html5ever puts these together. html5ever cuts, too, but for twice the work; and what the reader never asks for need
//! not become an attribute.

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeSink as _};
use html5ever::{Attribute, LocalName, QualName, ns};
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, ForwardingEmitter, Span, State, Tokenizer};
use scraper::{Html, HtmlTreeSink};

use super::depth::{Depth, TooDeep};

/// The attributes that are kept: those that the reader asks for, and behind them those that say where an element goes.
const KEPT: [&str; 18] = [
    "about",
    "class",
    "colspan",
    "data-mw",
    "data-mw-section-id",
    "href",
    "id",
    "rel",
    "role",
    "rowspan",
    "style",
    "title",
    "typeof",
    "color",
    "encoding",
    "face",
    "size",
    "type",
];

/// Their names, made once.
static NAMES: LazyLock<[LocalName; KEPT.len()]> = LazyLock::new(|| KEPT.map(LocalName::from));

/// Whether an attribute of that name is kept: another must not be asked for.
pub fn is_kept(name: &str) -> bool {
    KEPT.contains(&name)
}

/// The tree of an HTML document, with the attributes that [`is_kept`], as far as they have a value.
///
/// # Errors
/// Elements nested too deep: no page of goals is.
pub fn tree_of(html: &str) -> Result<Html, TooDeep> {
    let sink = TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), Default::default());
    let callback = Tokens { sink: &sink, tag: None, attribute: None, depth: Depth::default(), next: None };
    let html = html.strip_prefix('\u{FEFF}').unwrap_or(html);
    let mut tokenizer = Tokenizer::new_with_emitter(html, Tags(CallbackEmitter::new(callback)));
    match tokenizer.next() {
        Some(Ok(too_deep)) => Err(too_deep),
        None => Ok(sink.sink.finish()),
    }
}

/// What the tokenizer says, in html5ever's words.
struct Tokens<'a, S> {
    sink: &'a S,
    tag: Option<Tag>,
    /// The attribute whose value comes next, if it is kept.
    attribute: Option<LocalName>,
    depth: Depth,
    /// How to go on, if the tree wants it otherwise: in `<style>` stands no tag.
    next: Option<State>,
}

impl<S: TokenSink> Tokens<'_, S> {
    fn give(&mut self, token: Token) {
        self.next = match self.sink.process_token(token, 1) {
            TokenSinkResult::Continue => return,
            TokenSinkResult::Script(_) => Some(State::Data),
            TokenSinkResult::Plaintext => Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
            TokenSinkResult::RawData(RawKind::ScriptData | RawKind::ScriptDataEscaped(_)) => {
                Some(State::ScriptData)
            }
        };
    }

    fn attribute(&mut self, value: &str) {
        let Some((tag, local)) = self.tag.as_mut().zip(self.attribute.take()) else { return };
        let name = QualName::new(None, ns!(), local);
        // The first of several counts.
        let is_known = tag.attrs.iter().any(|known| known.name == name);
        if !is_known && is_asked_for(&tag.name, &name.local, value) {
            tag.attrs.push(Attribute { name, value: StrTendril::from_slice(value) });
        }
    }

    fn text(&mut self, text: &str) {
        for (at, text) in text.split('\0').enumerate() {
            if at > 0 {
                self.give(Token::NullCharacterToken);
            }
            self.give(Token::CharacterTokens(StrTendril::from_slice(text)));
        }
    }
}

impl<S: TokenSink> Callback<TooDeep, ()> for Tokens<'_, S> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, _: Span<()>) -> Option<TooDeep> {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Some(tag(TagKind::StartTag, name));
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => {
                let at = KEPT.iter().position(|kept| kept.as_bytes() == name);
                self.attribute = at.map(|at| NAMES[at].clone());
            }
            CallbackEvent::AttributeValue { value } => self.attribute(utf8(value)),
            CallbackEvent::CloseStartTag { self_closing } => {
                let tag = self.tag.take()?;
                if let Err(too_deep) = self.depth.open(&tag.name) {
                    return Some(too_deep);
                }
                self.give(Token::TagToken(Tag { self_closing, ..tag }));
            }
            CallbackEvent::EndTag { name } => {
                let tag = tag(TagKind::EndTag, name);
                self.depth.close(&tag.name);
                self.give(Token::TagToken(tag));
            }
            CallbackEvent::String { value } => self.text(utf8(value)),
            CallbackEvent::Comment { value } => {
                self.give(Token::CommentToken(StrTendril::from_slice(utf8(value))));
            }
            CallbackEvent::Doctype { name, public_identifier, system_identifier, force_quirks } => {
                let text = |bytes: &[u8]| StrTendril::from_slice(utf8(bytes));
                self.give(Token::DoctypeToken(Doctype {
                    name: Some(name).filter(|name| !name.is_empty()).map(text),
                    public_id: public_identifier.map(text),
                    system_id: system_identifier.map(text),
                    force_quirks,
                }));
            }
            CallbackEvent::Error(_) => {}
        }
        None
    }
}

/// Lets the tree say how the tokenizer goes on, and spares it to look for errors.
struct Tags<'a, S: TokenSink>(CallbackEmitter<Tokens<'a, S>, TooDeep>);

impl<S: TokenSink> ForwardingEmitter for Tags<'_, S> {
    type Token = TooDeep;

    fn inner(&mut self) -> &mut impl Emitter<Token = TooDeep> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let otherwise = self.0.emit_current_tag();
        self.0.callback_mut().next.take().or(otherwise)
    }

    fn emit_eof(&mut self) {
        self.0.emit_eof();
        let sink = self.0.callback_mut().sink;
        let _ = sink.process_token(Token::EOFToken, 1);
        sink.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.0.callback_mut().sink.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

fn tag(kind: TagKind, name: &[u8]) -> Tag {
    Tag { kind, name: LocalName::from(utf8(name)), self_closing: false, attrs: Vec::new() }
}

/// Parsoid gives every element an id, `mwAB`; only a heading's is asked for.
fn is_asked_for(element: &str, name: &str, value: &str) -> bool {
    let is_parsoids = name == "id" && value.len() <= 8 && value.starts_with("mw");
    !is_parsoids || matches!(element, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// What was cut out of a text is text: tags are cut at ASCII.
fn utf8(bytes: &[u8]) -> &str {
    debug_assert!(str::from_utf8(bytes).is_ok(), "cut within a letter");
    str::from_utf8(bytes).unwrap_or_default()
}
