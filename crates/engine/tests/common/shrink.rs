//! Cuts a script down to what still fails: lines, then words, then characters are left out. Used by `differential`.

/// How many scripts are tried at once.
pub const TRIES: usize = 16;

/// The smallest script found for which `fails` holds, which says so for each of a few scripts.
pub fn shrunk(script: &str, fails: &mut dyn FnMut(&[String]) -> Vec<bool>) -> String {
    let mut text = script.to_owned();
    loop {
        let before = text.len();
        for split in [lines, words, chars] {
            text = without(&split(&text), fails);
        }
        if text.len() == before {
            return text;
        }
    }
}

fn lines(text: &str) -> Vec<String> {
    text.split_inclusive('\n').map(str::to_owned).collect()
}

fn words(text: &str) -> Vec<String> {
    text.split_inclusive([' ', '\n', ';']).map(str::to_owned).collect()
}

/// Characters, where there are few enough.
fn chars(text: &str) -> Vec<String> {
    if text.len() > 120 {
        return words(text);
    }
    text.chars().map(String::from).collect()
}

/// Leaves out as many of these pieces as may go, large groups of them first.
fn without(pieces: &[String], fails: &mut dyn FnMut(&[String]) -> Vec<bool>) -> String {
    let mut pieces = pieces.to_vec();
    let mut size = pieces.len().div_ceil(2).max(1);
    loop {
        let mut at = 0;
        let mut cut = false;
        while at < pieces.len() {
            let starts: Vec<usize> = (at..pieces.len()).step_by(size).take(TRIES).collect();
            let less = |from: usize| -> Vec<String> {
                pieces[..from].iter().chain(pieces.iter().skip(from + size)).cloned().collect()
            };
            let tried: Vec<Vec<String>> = starts.iter().map(|s| less(*s)).collect();
            let results = fails(&tried.iter().map(|p| p.concat()).collect::<Vec<_>>());
            match results.iter().position(|failed| *failed) {
                Some(which) => {
                    (pieces, at, cut) = (tried[which].clone(), starts[which], true);
                }
                None => at = starts.last().map_or(pieces.len(), |s| s + size),
            }
        }
        if size == 1 && !cut || pieces.is_empty() {
            return pieces.concat();
        }
        if !cut || size > 1 {
            size = (size / 2).max(1);
        }
    }
}
