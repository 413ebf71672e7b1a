//! Requests that send a file or a text to an address: `POST body.json to https://…`, `post "done" to https://…`. The command has that
//! method, that address, that file or text, and nothing else but what says how it is written. Called by `authorize` where the
//! readings found no answer.

use automode_model::{Action, Effect, Target, Verb};

use super::Wishes;
use super::against::{self, Grant};
use super::gist::{self, Clause, Stance};
use super::token::{Kind, Token};

/// What a request over the network is given.
#[derive(Debug, Default, PartialEq, Eq)]
struct Request<'a> {
    method: Option<&'a str>,
    /// A file, or a text as it stands in the command.
    body: Option<&'a str>,
    url: Option<&'a str>,
    /// Who the user is there is told by a token that is known only when it runs.
    token: bool,
}

impl Wishes {
    /// The request that sends just this there.
    #[must_use]
    pub fn sent(&self, action: &Action, effect: &Effect) -> Option<&str> {
        if !matches!(effect.verb, Verb::NetSend | Verb::ExternalWrite) || !matches!(effect.target, Target::Url { .. }) {
            return None;
        }
        let command = &*self.command_of(action);
        let heard = &self.heard;
        let request = Request::of(action)?;
        if request.token && !is_token_said(&command.text, &heard.words) {
            return None;
        }
        let last = heard.clauses.last().map(|c| c.turn);
        let asks = |c: &&Clause| c.stance == Stance::Asks && !c.asked && Some(c.turn) == last;
        let clause = heard.clauses.iter().rev().filter(asks).find(|c| request.is_what(c))?;
        let speaks = command.is_too_long() || against::speaks(heard, Grant::from(clause), action, effect, command);
        (!speaks && !heard.limits().any(|l| l.turn >= clause.turn)).then_some(clause.words.as_str())
    }
}

impl<'a> Request<'a> {
    fn of(action: &'a Action) -> Option<Self> {
        const MOST_WORDS: usize = 48;
        const QUIET: &[&str] = &[
            "-s",
            "-S",
            "-sS",
            "-f",
            "-fsS",
            "-sSf",
            "-i",
            "-v",
            "--silent",
            "--show-error",
            "--fail",
            "--fail-with-body",
        ];
        let mut words = action.words.split_whitespace().take(MOST_WORDS).skip(1).peekable();
        let mut out = Self::default();
        if action.program != "curl" || action.words.contains(['$', '`']) {
            return None;
        }
        while let Some(word) = words.next() {
            match word {
                "-X" | "--request" => out.method = Some(words.next()?),
                "-H" | "--header" => {
                    let header = words.next()?.to_ascii_lowercase();
                    let name = header.split(':').next().unwrap_or("");
                    if name == "authorization" {
                        words.next_if(|w| matches!(w.to_ascii_lowercase().as_str(), "bearer" | "token"))?;
                        words.next_if(|w| *w == "…")?;
                        out.token = true;
                        continue;
                    }
                    matches!(name, "content-type" | "accept").then_some(())?;
                    if header.ends_with(':') {
                        words.next()?;
                    }
                }
                "-d" | "--data" | "--data-binary" | "--data-raw" | "--json" => {
                    let first = words.next().filter(|w| out.body.is_none() && !w.contains('…'))?;
                    let from = action.words.find(first)?;
                    let mut end = from + first.len();
                    // A text of more words ends with its bracket.
                    while first.starts_with('{') && !action.words.get(from..end)?.ends_with('}') {
                        end += 1 + words.next()?.len();
                    }
                    out.body = action.words.get(from..end);
                }
                w if QUIET.contains(&w) => {}
                w if w.contains("://") && !w.contains('…') && out.url.is_none() => out.url = Some(w),
                _ => return None,
            }
        }
        Some(out)
    }

    /// A clause says this, and nothing else.
    fn is_what(&self, clause: &Clause) -> bool {
        let given = clause
            .object
            .iter()
            .filter(|t| t.kind == Kind::Quote || t.text.contains(['.', '/', '_']) && !t.text.contains("://"))
            .filter(|t| !t.text.starts_with('$'));
        let given: Vec<&Token> = given.collect();
        let addresses: Vec<&Token> = clause.object.iter().filter(|t| t.text.contains("://")).collect();
        let plain = |t: &Token| {
            given.contains(&t)
                || addresses.contains(&t)
                || gist::is_small(t) && !gist::is_limit(t.word())
                || t.text.starts_with('$')
                || matches!(t.word(), "contents" | "json" | "post" | "put" | "request" | "token" | "header" | "bearer")
        };
        let method = self.method.map_or("post", |m| {
            if m.eq_ignore_ascii_case("put") {
                "put"
            } else if m.eq_ignore_ascii_case("post") {
                "post"
            } else {
                ""
            }
        });
        let verb = matches!(
            (clause.verb.as_str(), method),
            ("post", "post") | ("put", "put") | ("send" | "submit" | "upload", "post" | "put")
        );
        let body = match (&given[..], self.body) {
            ([one], Some(body)) if one.kind == Kind::Quote => is_text(body, &one.text),
            ([one], Some(body)) => body.strip_prefix('@') == Some(one.text.as_str()),
            _ => false,
        };
        let there = matches!(addresses[..], [one] if Some(one.text.as_str()) == self.url);
        clause.before.iter().all(gist::is_small) && verb && body && there && clause.object.iter().all(plain)
    }
}

/// `the token is in $TOKEN`: the one variable that the command presents.
fn is_token_said(text: &str, said: &[Token]) -> bool {
    let bare = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '_').to_owned();
    let name = text.split_once('$').map(|(_, rest)| rest.split(['"', ' ', '\'']).next().map(bare).unwrap_or_default());
    let own = |t: &Token, name: &String| t.text.starts_with('$') && bare(&t.text) == *name;
    text.matches('$').count() == 1 && name.is_some_and(|n| !n.is_empty() && said.iter().any(|t| own(t, &n)))
}

/// `{"text":"…"}`: the text and nothing else.
fn is_text(body: &str, said: &str) -> bool {
    let inner = body.strip_prefix('{').and_then(|b| b.strip_suffix('}'));
    let Some((key, value)) = inner.and_then(|b| b.split_once(':')) else { return body == said };
    matches!(key.trim().trim_matches('"'), "text" | "content" | "message" | "body" | "msg")
        && value.trim().strip_prefix('"').and_then(|v| v.strip_suffix('"')) == Some(said)
}

#[cfg(test)]
mod tests {
    use super::*;
    use automode_model::Span;

    #[test]
    fn what_a_request_is_given() {
        let of = |words: &str| {
            let action =
                Action { words: words.to_owned(), program: "curl".into(), span: Span::default(), effects: Vec::new() };
            Request::of(&action).map(|r| format!("{:?} {:?} {:?}", r.method, r.body, r.url))
        };
        let want = |m: Option<&str>, b: &str, u: &str| Some(format!("{m:?} {:?} {:?}", Some(b), Some(u)));
        assert_eq!(
            of("curl -X POST -H content-type: application/json -d @b.json https://a.example.com/x"),
            want(Some("POST"), "@b.json", "https://a.example.com/x")
        );
        assert_eq!(
            of("curl -d {\"text\":\"a b\"} https://a.example.com/x"),
            want(None, "{\"text\":\"a b\"}", "https://a.example.com/x")
        );
        for other in [
            "curl -H authorization: x -d @b https://a.example.com",
            "curl -d @b -d @c https://a.example.com",
            "curl -d @b https://a.example.com https://b.example.com",
            "curl -d $X https://a.example.com",
            "curl -x proxy -d @b https://a.example.com",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
