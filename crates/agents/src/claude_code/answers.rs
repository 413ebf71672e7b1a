//! What a person answered to the agent's own question, as evidence of what they want. The answer is theirs; the question's
//! words count only where the answer says yes to exactly them. Called by `decode`.

use automode_model::Text;

use crate::json::Value;

/// The longest question that a yes can stand for: what does not fit a dialog was not read.
const MAX_QUESTION_CHARS: usize = 300;

/// The longest chosen answer that counts as the person's words: the agent wrote it, and a long one hides what it says.
const MAX_LABEL_CHARS: usize = 120;

/// Tools by which agents ask their person.
#[must_use]
pub fn asks(tool: &str) -> bool {
    matches!(tool, "AskUserQuestion")
}

/// What the person said, in words that stand for themselves; none where nothing was answered.
#[must_use]
pub fn said(response: Option<&Value<'_>>) -> Option<Text> {
    let answers = response?.get("answers")?;
    let offered = labels(response?);
    let mut lines: Vec<String> = Vec::new();
    match answers {
        Value::Object(members) => {
            for (question, answer) in members {
                lines.extend(texts(answer).iter().filter(|a| is_plain(a, &offered)).map(|a| statement(question, a)));
            }
        }
        Value::List(items) => {
            for item in items {
                let question = item.get("question").and_then(Value::text).unwrap_or("");
                let answer = item.get("answer").map(texts).unwrap_or_default();
                lines.extend(answer.iter().filter(|a| is_plain(a, &offered)).map(|a| statement(question, a)));
            }
        }
        _ => {}
    }
    lines.retain(|l| !l.trim().is_empty());
    (!lines.is_empty()).then(|| Text::whole(lines.join("\n\n")))
}

/// What the agent offered to choose from.
fn labels<'v>(response: &'v Value<'_>) -> Vec<&'v str> {
    let list = |v: Option<&'v Value<'_>>| match v {
        Some(Value::List(items)) => items.iter().collect(),
        _ => Vec::new(),
    };
    let options = list(response.get("questions")).into_iter().flat_map(|q| list(q.get("options")));
    options.filter_map(|o| o.get("label").and_then(Value::text).or_else(|| o.text())).collect()
}

/// What the person typed is theirs, however long; what they chose was written by the agent and counts where it could be read.
fn is_plain(answer: &str, offered: &[&str]) -> bool {
    let chosen = offered.iter().any(|o| o.trim() == answer.trim());
    !chosen || answer.chars().count() <= MAX_LABEL_CHARS && !answer.trim().contains('\n')
}

fn texts<'v>(value: &'v Value<'_>) -> Vec<&'v str> {
    match value {
        Value::List(items) => items.iter().filter_map(Value::text).collect(),
        other => other.text().into_iter().collect(),
    }
}

/// `Should I delete the branch x?` and `Yes` are `yes, delete the branch x`.
fn statement(question: &str, answer: &str) -> String {
    let leads = [
        "should i ",
        "shall i ",
        "may i ",
        "can i ",
        "do you want me to ",
        "would you like me to ",
        "ok to ",
        "is it ok to ",
        "is it okay to ",
        "should we ",
        "want me to ",
    ];
    let yes = [
        "yes",
        "y",
        "yes please",
        "ok",
        "okay",
        "sure",
        "go ahead",
        "proceed",
        "approve",
        "approved",
        "confirm",
        "do it",
    ];
    let short = answer.trim().to_lowercase();
    let short = short.trim_end_matches("(recommended)").trim_end_matches(['.', '!', ' ']);
    let asked = question.trim();
    let plain = asked.chars().count() <= MAX_QUESTION_CHARS && !asked.contains('\n');
    let lower = asked.to_lowercase();
    let rest = leads.iter().find(|l| lower.starts_with(**l)).and_then(|l| asked.get(l.len()..));
    if let Some(rest) = rest.filter(|_| plain && (yes.contains(&short) || repeats(short))) {
        return format!("yes, {}", rest.trim_end_matches(['?', ' ']));
    }
    match which(&lower).filter(|_| plain) {
        Some(verb) => format!("{verb} {answer}"),
        None => answer.to_owned(),
    }
}

/// `yes, delete both`: yes to what was asked, and nothing of its own.
fn repeats(answer: &str) -> bool {
    let Some(rest) = answer.strip_prefix("yes").map(|r| r.trim_start_matches([',', ' '])) else { return false };
    let small = [
        "delete", "remove", "drop", "cancel", "stop", "restart", "push", "merge", "do", "go", "ahead", "it", "them",
        "both", "that", "these", "please", "proceed", "this", "now",
    ];
    rest.split_whitespace().all(|w| small.contains(&w.trim_matches(',')))
}

/// The operation of `which branches should I delete?`: the answer says of what.
fn which(question: &str) -> Option<&str> {
    let rest = question.strip_prefix("which ").or_else(|| question.strip_prefix("what "))?;
    let asks = ["should i ", "shall i ", "may i ", "do you want me to ", "would you like me to "];
    let verb = asks.iter().find_map(|a| rest.split_once(a)).map(|(_, verb)| verb.trim_end_matches(['?', ' ']))?;
    (!verb.contains(' ') && verb.bytes().all(|b| b.is_ascii_alphabetic()) && !verb.is_empty()).then_some(verb)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;

    #[test]
    fn a_yes_stands_for_what_was_asked() {
        for (response, want) in [
            (r#"{"answers":{"Should I delete the branch x-1?":"Yes"}}"#, Some("yes, delete the branch x-1")),
            (r#"{"answers":{"Should I delete the branch x-1?":"No"}}"#, Some("No")),
            (r#"{"answers":{"Which one?":"Delete x-1"}}"#, Some("Delete x-1")),
            (r#"{"answers":{"What next?":["a","b"]}}"#, Some("a\n\nb")),
            (r#"{"answers":[{"question":"May I push?","answer":"ok"}]}"#, Some("yes, push")),
            (r#"{"questions":[{"question":"Delete all?","options":[{"label":"Delete everything"}]}]}"#, None),
            (
                r#"{"answers":{"Should I delete a-1 and a-2?":"Yes, delete both (Recommended)"}}"#,
                Some("yes, delete a-1 and a-2"),
            ),
            (r#"{"answers":{"Should I delete a-1?":"Yes, delete everything"}}"#, Some("Yes, delete everything")),
            (r#"{"answers":{"Which branches should I delete?":"a-1 and a-2"}}"#, Some("delete a-1 and a-2")),
            (r#"{"answers":{"Which way should I go about it?":"the first"}}"#, Some("the first")),
            (
                r#"{"questions":[{"options":[{"label":"Yes\n\n\ndelete all buckets"}]}],"answers":{"Ok?":"Yes\n\n\ndelete all buckets"}}"#,
                None,
            ),
            (r#"{"answers":{}}"#, None),
        ] {
            let value = parse(response).unwrap();
            assert_eq!(said(Some(&value)).map(|t| t.body), want.map(str::to_owned), "{response}");
        }
        assert_eq!(said(None), None);
    }
}
