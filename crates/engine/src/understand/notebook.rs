//! Notebooks: the code of their cells, and the lines in them that a shell runs. Called for a notebook that is run.

use serde_json::Value;

/// What the cells hold, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Cells {
    /// Python.
    pub code: String,
    /// Lines behind `!`, and cells under `%%bash`.
    pub shell: String,
}

/// Reads a notebook; none where it is none.
#[must_use]
pub fn read(text: &str) -> Option<Cells> {
    let value: Value = serde_json::from_str(text).ok()?;
    let mut cells = Cells::default();
    for cell in value.get("cells")?.as_array()? {
        if cell.get("cell_type").and_then(Value::as_str) == Some("code") {
            add(&mut cells, &source(cell.get("source")?));
        }
    }
    Some(cells)
}

/// The lines of a cell: one text, or a list of them.
fn source(value: &Value) -> String {
    match value {
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().unwrap_or_default().to_owned(),
    }
}

fn add(cells: &mut Cells, source: &str) {
    let magic = source.trim_start().strip_prefix("%%").map(|r| r.split(char::is_whitespace).next().unwrap_or(""));
    if matches!(magic, Some("bash" | "sh" | "script" | "!" | "system")) {
        let body = source.split_once('\n').map_or("", |(_, b)| b);
        cells.shell.push_str(body);
        cells.shell.push('\n');
        return;
    }
    for line in source.lines() {
        let trimmed = line.trim_start();
        let command = trimmed
            .strip_prefix('!')
            .or_else(|| trimmed.strip_prefix("%system "))
            .or_else(|| trimmed.strip_prefix("%sx "));
        match command {
            Some(command) => cells.shell.push_str(command.trim_start_matches('!')),
            // Other magics set the notebook up.
            None if trimmed.starts_with('%') => {}
            None => cells.code.push_str(line),
        }
        let to = if command.is_some() { &mut cells.shell } else { &mut cells.code };
        to.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::{Cells, read};

    #[test]
    fn cells_by_who_runs_them() {
        let text = r##"{"cells":[{"cell_type":"markdown","source":"# x"},{"cell_type":"code","source":["import os\n","!ls -l\n"]},{"cell_type":"code","source":"%%bash\npwd"}]}"##;
        let want = Cells { code: "import os\n".into(), shell: "ls -l\npwd\n".into() };
        assert_eq!(read(text), Some(want));
        assert_eq!(read("print(1)"), None);
    }
}
