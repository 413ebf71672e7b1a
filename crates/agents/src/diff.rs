//! A line diff for people: what an installer would change. Not a patch format.

/// Most lines on each side that are compared exactly; beyond it the changed middle is shown as one block.
const MAX_LINES: usize = 2_000;

/// Unchanged lines shown around a change.
const CONTEXT: usize = 2;

/// The lines that differ, `-` before and `+` after, with a little context; empty where nothing differs.
#[must_use]
pub fn lines(before: &str, after: &str) -> String {
    if before == after {
        return String::new();
    }
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    show(&compare(&old, &new))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Same,
    Gone,
    New,
}

fn compare<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(Mark, &'t str)> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (old.get(head..).unwrap_or(&[]), new.get(head..).unwrap_or(&[]));
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let old_middle = old_rest.get(..old_rest.len() - tail).unwrap_or(&[]);
    let new_middle = new_rest.get(..new_rest.len() - tail).unwrap_or(&[]);
    let mut out: Vec<_> = old.iter().take(head).map(|l| (Mark::Same, *l)).collect();
    middle(&mut out, old_middle, new_middle);
    out.extend(old.iter().skip(old.len() - tail).map(|l| (Mark::Same, *l)));
    out
}

/// Longest common subsequence, from the end, so that the walk goes forward.
fn middle<'t>(out: &mut Vec<(Mark, &'t str)>, old: &[&'t str], new: &[&'t str]) {
    if old.len() > MAX_LINES || new.len() > MAX_LINES {
        out.extend(old.iter().map(|l| (Mark::Gone, *l)));
        out.extend(new.iter().map(|l| (Mark::New, *l)));
        return;
    }
    let width = new.len() + 1;
    let mut table = vec![0u16; (old.len() + 1) * width];
    let get = |table: &[u16], i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let best =
                if a == b { get(&table, i + 1, j + 1) + 1 } else { get(&table, i + 1, j).max(get(&table, i, j + 1)) };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = best;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    loop {
        match (old.get(i), new.get(j)) {
            (None, None) => return,
            (Some(a), Some(b)) if a == b => {
                out.push((Mark::Same, a));
                (i, j) = (i + 1, j + 1);
            }
            (Some(a), b) if b.is_none() || get(&table, i + 1, j) >= get(&table, i, j + 1) => {
                out.push((Mark::Gone, a));
                i += 1;
            }
            (_, Some(b)) => {
                out.push((Mark::New, b));
                j += 1;
            }
            (Some(_), None) => return,
        }
    }
}

fn show(lines: &[(Mark, &str)]) -> String {
    let near = |i: usize| {
        let from = i.saturating_sub(CONTEXT);
        lines.iter().skip(from).take(i - from + CONTEXT + 1).any(|(mark, _)| *mark != Mark::Same)
    };
    let mut out = String::new();
    let mut skipped = false;
    for (i, (mark, line)) in lines.iter().enumerate() {
        if !near(i) {
            skipped = true;
            continue;
        }
        if std::mem::take(&mut skipped) {
            out.push_str("  …\n");
        }
        out.push_str(match mark {
            Mark::Same => "  ",
            Mark::Gone => "- ",
            Mark::New => "+ ",
        });
        out.push_str(line);
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn what_changes_is_shown_with_its_surroundings() {
        assert_eq!(lines("a\nb\n", "a\nb\n"), "");
        assert_eq!(lines("", "a\n"), "+ a\n");
        assert_eq!(lines("1\n2\n3\n4\n5\n6\n7\n", "1\n2\n3\nx\n5\n6\n7\n"), "  …\n  2\n  3\n- 4\n+ x\n  5\n  6\n");
        assert_eq!(lines("a\nb\nc\nd\n", "b\nX\nc\nd\ne\n"), "- a\n  b\n+ X\n  c\n  d\n+ e\n");
    }
}
