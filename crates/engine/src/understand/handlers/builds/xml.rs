//! A reader of XML as build tools write it: elements, attributes, text. Namespaces, entities beyond the usual and types of
//! documents are left as they stand.

/// Elements of one file; more are not read.
const MAX_ELEMENTS: usize = 20_000;
/// How deep they may nest.
const MAX_DEPTH: usize = 64;

/// An element.
#[derive(Clone, Debug, Default)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: Vec<(String, String)>,
    /// The text in it.
    pub text: String,
    /// The elements in it.
    pub children: Vec<Self>,
}

impl Element {
    /// The first element of this name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|c| c.name == name)
    }

    /// All elements of this name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |c| c.name == name)
    }

    /// An element at the end of a path of first elements.
    #[must_use]
    pub fn at(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |e, name| e.child(name))
    }

    /// The text of the first element of this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.child(name).map(|c| c.text.trim())
    }

    /// An attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// The element that holds all others; none where the text is not well formed.
#[must_use]
pub fn parse(text: &str) -> Option<Element> {
    let (mut open, mut rest, mut count) = (vec![Element::default()], text, 0);
    while let Some((before, after)) = rest.split_once('<') {
        open.last_mut()?.text.push_str(&plain(before));
        if let Some(comment) = after.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
            continue;
        }
        if let Some(data) = after.strip_prefix("![CDATA[") {
            let (inner, more) = data.split_once("]]>")?;
            open.last_mut()?.text.push_str(inner);
            rest = more;
            continue;
        }
        let (tag, more) = after.split_once('>')?;
        rest = more;
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if tag.starts_with('/') {
            let done = open.pop()?;
            open.last_mut()?.children.push(done);
            continue;
        }
        count += 1;
        if count > MAX_ELEMENTS || open.len() > MAX_DEPTH {
            return None;
        }
        let (tag, closed) = tag.strip_suffix('/').map_or((tag, false), |t| (t, true));
        let element = started(tag);
        if closed {
            open.last_mut()?.children.push(element);
        } else {
            open.push(element);
        }
    }
    let [root] = open.as_mut_slice() else { return None };
    root.children.pop()
}

/// `name a="1" b='2'`.
fn started(tag: &str) -> Element {
    let end = tag.find(char::is_whitespace).unwrap_or(tag.len());
    let (name, mut rest) = tag.split_at_checked(end).unwrap_or((tag, ""));
    let mut out = Element { name: name.rsplit(':').next().unwrap_or(name).to_owned(), ..Element::default() };
    while let Some((key, value)) = rest.split_once('=') {
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
        let Some((inner, more)) = value.get(1..).and_then(|v| v.split_once(quote)) else { break };
        out.attributes.push((key.trim().to_owned(), plain(inner)));
        rest = more;
    }
    out
}

fn plain(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}
