//! What a person answered to the agent's own question, as evidence of what they want. The answer is theirs; the question's
//! words count only where the answer says yes to exactly them. Called by `decode`.

use automode_model::Text;

use crate::json::Value;

/// The longest question that a yes can stand for: what does not fit a dialog was not read.
const MAX_QUESTION_CHARS: usize = 300;

/// Tools by which agents ask their person.
#[must_use]
pub fn asks(tool: &str) -> bool {
    matches!(tool, "AskUserQuestion")
}

/// What the person said, in words that stand for themselves; none where nothing was answered.
#[must_use]
pub fn said(response: Option<&Value<'_>>) -> Option<Text> {
    let answers = response?.get("answers")?;
    let mut lines: Vec<String> = Vec::new();
    match answers {
        Value::Object(members) => {
            for (question, answer) in members {
                lines.extend(texts(answer).iter().map(|a| statement(question, a)));
            }
        }
        Value::List(items) => {
            for item in items {
                let question = item.get("question").and_then(Value::text).unwrap_or("");
                let answer = item.get("answer").map(texts).unwrap_or_default();
                lines.extend(answer.iter().map(|a| statement(question, a)));
            }
        }
        _ => {}
    }
    lines.retain(|l| !l.trim().is_empty());
    (!lines.is_empty()).then(|| Text::whole(lines.join("\n\n")))
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
    let short = answer.trim().trim_end_matches(['.', '!']).to_lowercase();
    let asked = question.trim();
    let plain = asked.chars().count() <= MAX_QUESTION_CHARS && !asked.contains('\n');
    let lower = asked.to_lowercase();
    let rest = leads.iter().find(|l| lower.starts_with(**l)).and_then(|l| asked.get(l.len()..));
    match rest.filter(|_| plain && yes.contains(&short.as_str())) {
        Some(rest) => format!("yes, {}", rest.trim_end_matches(['?', ' '])),
        None => answer.to_owned(),
    }
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
            (r#"{"answers":{}}"#, None),
        ] {
            let value = parse(response).unwrap();
            assert_eq!(said(Some(&value)).map(|t| t.body), want.map(str::to_owned), "{response}");
        }
        assert_eq!(said(None), None);
    }
}
