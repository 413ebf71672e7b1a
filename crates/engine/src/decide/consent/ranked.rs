//! `the 5 oldest tags`, `the latest three`: how many of a list, from which end. The words are held against how a command sorts its
//! list and cuts it. Called by `piped`.

use super::token::{self, Kind, Token};

/// So many from one end of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rank {
    /// From the old or the new end.
    oldest: bool,
    /// How many.
    count: usize,
}

impl Rank {
    /// It is one thing.
    pub(super) fn is_one(self) -> bool {
        self.count == 1
    }
}

/// The rank that was said, and the words without it.
pub(super) fn said(tokens: &[Token]) -> Option<(Rank, Vec<Token>)> {
    // `the most recent run`, `the last failed run`; `the last 30 days` is an age.
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let figure = |w: &str| w.bytes().all(|b| b.is_ascii_digit()) || token::numeral(w).is_some();
    let last =
        |at: usize| word(at) == "last" && at.checked_sub(1).is_some_and(|b| word(b) == "the") && !figure(word(at + 1));
    let recent = |at: usize| word(at) == "recent" && at.checked_sub(1).is_some_and(|b| word(b) == "most");
    if let Some(at) = (0..tokens.len()).find(|at| last(*at) || recent(*at)) {
        let said = |n: usize| n == at || recent(at) && n + 1 == at;
        let rest = tokens.iter().enumerate().filter(|(n, _)| !said(*n)).map(|(_, t)| t.clone()).collect();
        return Some((Rank { oldest: false, count: 1 }, rest));
    }
    let end = |t: &Token| match t.word() {
        "oldest" | "earliest" => Some(true),
        "newest" | "latest" => Some(false),
        _ => None,
    };
    let (at, oldest) = tokens.iter().enumerate().find_map(|(at, t)| Some((at, end(t)?)))?;
    let number = |at: usize| {
        let t = tokens.get(at).filter(|t| t.kind == Kind::Word)?;
        t.lower.parse().ok().or_else(|| token::numeral(t.word()).filter(|n| (1..=10).contains(n)))
    };
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().find_map(|n| Some((n, number(n)?)));
    let (other, count) = beside.unwrap_or((at, 1));
    let rest = tokens.iter().enumerate().filter(|(n, _)| *n != at && *n != other).map(|(_, t)| t.clone()).collect();
    Some((Rank { oldest, count }, rest))
}

/// What of a list is kept: `the newest 3 stay`, `keep the last five`.
pub(super) fn kept(tokens: &[Token]) -> Option<(Rank, Vec<Token>)> {
    let last = |t: &Token| match t.word() {
        "last" | "recent" => Token { text: "newest".to_owned(), lower: "newest".to_owned(), kind: Kind::Word },
        _ => t.clone(),
    };
    said(&tokens.iter().filter(|t| t.word() != "most").map(last).collect::<Vec<_>>()).filter(|(rank, _)| !rank.oldest)
}

/// How a command sorts its list by time, and how many of it it takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Order {
    /// The oldest stand first; none where the list is not sorted by time.
    rising: Option<bool>,
    /// How many are taken, and whether they are the first ones.
    cut: Option<(usize, bool)>,
    /// How many of the newest are left out.
    spared: Option<usize>,
    /// It is sorted or cut in a way that is not understood.
    strange: bool,
}

impl Order {
    /// Lists of a forge begin with what is newest.
    pub(super) fn of_forge(&mut self) {
        self.rising = self.rising.or(Some(false));
    }

    /// So many of the first are taken: `-L 1`, `.[0].id`.
    fn takes_first(&mut self, count: usize) {
        match self.cut {
            None => self.cut = Some((count, true)),
            Some((n, true)) => self.cut = Some((n.min(count), true)),
            Some(_) => self.strange = true,
        }
    }

    /// It is one thing that is taken.
    pub(super) fn is_one(self) -> bool {
        matches!(self.cut, Some((1, _))) && !self.strange
    }

    /// An option by which a forge's list ends.
    pub(super) fn ends(&mut self, word: &str, next: &str) {
        let (option, value) = word.split_once('=').unwrap_or((word, next));
        if matches!(option, "-L" | "--limit" | "-P" | "--per-page") {
            match value.parse() {
                Ok(n) => self.takes_first(n),
                Err(_) => self.strange = true,
            }
        }
        if word.starts_with(".[0]") {
            self.takes_first(1);
        }
    }

    /// A word of the list's own command.
    pub(super) fn listed(&mut self, word: &str, next: &str) {
        let key = match word.split_once('=') {
            Some(("--sort" | "--sort-by", key)) => key,
            _ if matches!(word, "--sort" | "--sort-by") => next,
            _ => return,
        };
        let timed = ["date", "time", "creat", "age"].iter().any(|k| key.to_lowercase().contains(k));
        self.strange |= self.rising.is_some() || !timed;
        self.rising = Some(!key.starts_with(['-', '~']));
    }

    /// A step behind it.
    pub(super) fn step(&mut self, step: &str, words: &[String]) {
        match step {
            "head" | "tail" => {
                let text = words.join(" ");
                // `tail -n +6` leaves out the first five, `head -n -5` the last.
                let cut = text.trim_start_matches("-n").trim_start_matches([' ', '=']);
                let left = match (step, cut.get(..1), cut.get(1..).and_then(|n| n.parse::<usize>().ok())) {
                    ("tail", Some("+"), Some(n)) => self.rising.filter(|rising| !rising).and(n.checked_sub(1)),
                    ("head", Some("-"), Some(n)) if text.starts_with("-n") => {
                        self.rising.filter(|rising| *rising).map(|_| n)
                    }
                    _ => None,
                };
                if left.is_some() && !self.strange {
                    self.spared = left;
                    return;
                }
                let number = text.trim_start_matches("-n").trim_start_matches(['-', ' ']).trim_start_matches("lines=");
                match number.parse() {
                    Ok(n) if self.cut.is_none() => self.cut = Some((n, step == "head")),
                    _ => self.strange = true,
                }
            }
            "jq" if words.iter().any(|w| w.starts_with(".[0]")) => self.takes_first(1),
            "tac" => self.rising = self.rising.map(|r| !r),
            "sort" | "uniq" | "shuf" => self.strange = true,
            _ => {}
        }
    }

    /// A word of a command that keeps what is newest by an option of its own: `--keep-last 7`.
    pub(super) fn keeps(&mut self, word: &str, next: &str) {
        let value = match word.split_once('=') {
            Some(("--keep-last", value)) => value,
            _ if word == "--keep-last" => next,
            _ => return,
        };
        self.spared = value.parse().ok();
    }

    /// It leaves so many of the newest, or more.
    pub(super) fn leaves(self, rank: Rank) -> bool {
        !rank.oldest && self.spared.is_some_and(|n| n >= rank.count)
    }

    /// It takes just what the rank says, or fewer of them.
    pub(super) fn takes(self, rank: Rank) -> bool {
        let (Some(rising), Some((count, first)), false) = (self.rising, self.cut, self.strange) else { return false };
        count <= rank.count && (rising == first) == rank.oldest
    }
}

/// Files that a command picks by their age or size: `ls -1tr /srv/x/*.gz | head -n 3 | xargs rm`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Files {
    /// The pattern of their names.
    pub(super) pattern: String,
    /// The word by which people call those that it takes.
    end: &'static str,
    count: usize,
}

impl Files {
    /// What a command takes that lists files in an order, takes some from one end and removes them; none where it does more.
    pub(super) fn of(command: &str) -> Option<Self> {
        let looked_up = command.strip_prefix("rm ").map(|c| c.trim_start_matches("-f ").trim_start_matches("-- "));
        let inner = looked_up.and_then(|c| c.strip_prefix("\"$(")?.strip_suffix(")\""));
        let mut steps = inner.unwrap_or(command).split('|').map(|s| s.split_whitespace().collect::<Vec<_>>());
        let (list, cut, last) = (steps.next()?, steps.next()?, steps.next());
        let removes = match last.as_deref() {
            None => inner.is_some(),
            Some(["xargs", rest @ ..]) => {
                inner.is_none()
                    && matches!(rest, ["-r", "rm", more @ ..] | ["rm", more @ ..] if more.iter().all(|w| matches!(*w, "-f" | "--" | "-v")))
            }
            Some(_) => false,
        };
        let ["ls", options @ .., pattern] = &list[..] else { return None };
        let flags: String = options.iter().map(|o| o.trim_start_matches('-')).collect();
        let known = options.iter().all(|o| o.starts_with('-')) && flags.chars().all(|c| "1tSrd".contains(c));
        let (timed, sized, turned) = (flags.contains('t'), flags.contains('S'), flags.contains('r'));
        let number: String =
            cut.iter().skip(1).flat_map(|w| w.trim_start_matches("-n").trim_start_matches('-').chars()).collect();
        let first = match cut.first().copied() {
            Some("head") => true,
            Some("tail") => false,
            _ => return None,
        };
        let end = match (timed, sized, first != turned) {
            (true, false, true) => "newest",
            (true, false, false) => "oldest",
            (false, true, true) => "biggest",
            (false, true, false) => "smallest",
            _ => return None,
        };
        // `tail -n +3` begins there.
        let count = number.parse().ok().filter(|_| number.bytes().all(|b| b.is_ascii_digit()))?;
        (removes && known && steps.next().is_none() && (inner.is_none() || count == 1)).then(|| Self {
            pattern: pattern.trim_matches(['\'', '"']).to_owned(),
            end,
            count,
        })
    }

    /// Whether these words ask for just those: their rank, their folder, how their names end, and nothing else.
    pub(super) fn are_said(&self, tokens: &[Token], small: &dyn Fn(&Token) -> bool) -> bool {
        let Some((folder, name)) = self.pattern.rsplit_once('/') else { return false };
        let Some(ending) = name.strip_prefix('*').filter(|e| e.starts_with('.') && !e.contains(['*', '?', '['])) else {
            return false;
        };
        let end = |t: &Token| match t.word() {
            "oldest" | "earliest" => "oldest",
            "newest" | "latest" => "newest",
            "biggest" | "largest" => "biggest",
            "smallest" => "smallest",
            _ => "",
        };
        let number = |t: &Token| t.lower.parse().ok().or_else(|| token::numeral(t.word()));
        let count = tokens.iter().find_map(number).unwrap_or(1);
        let place = |t: &Token| t.text.trim_end_matches('/') == folder;
        let ends =
            |t: &Token| t.lower.trim_start_matches('*').trim_start_matches('.') == ending.trim_start_matches('.');
        let one = |t: &Token| !end(t).is_empty() || number(t).is_some() || place(t) || ends(t) || small(t);
        let ranks: Vec<&str> = tokens.iter().map(end).filter(|e| !e.is_empty()).collect();
        ranks == [self.end]
            && count == self.count
            && tokens.iter().any(place)
            && tokens.iter().any(ends)
            && tokens.iter().all(one)
    }
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    #[test]
    fn files_by_their_age_or_size() {
        for (command, want) in [
            ("ls -1tr /srv/x/*.gz | head -n 3 | xargs -r rm --", Some(("/srv/x/*.gz", "oldest", 3))),
            ("ls -t /srv/x/*.gz | tail -2 | xargs rm -f", Some(("/srv/x/*.gz", "oldest", 2))),
            ("rm -- \"$(ls -1S /srv/x/*.dump | head -n 1)\"", Some(("/srv/x/*.dump", "biggest", 1))),
            ("rm -- \"$(ls -1S /srv/x/*.dump | head -n 2)\"", None),
            ("rm -rf \"$(ls -1S /srv/x/*.dump | head -n 1)\"", None),
            ("ls -1tr /srv/x/*.gz | head -n 3 | xargs rm -rf", None),
            ("ls -1tr /srv/x/*.gz | tail -n +3 | xargs rm", None),
            ("ls -1 /srv/x/*.gz | head -n 3 | xargs rm", None),
            ("ls -1tR /srv/x/*.gz | head -n 3 | xargs rm", None),
        ] {
            let got = Files::of(command);
            assert_eq!(got.as_ref().map(|f| (f.pattern.as_str(), f.end, f.count)), want, "{command}");
        }
    }

    #[test]
    fn ranks_and_orders() {
        for (words, oldest, count, rest) in [
            ("the 5 oldest nightly-* tags", true, 5, "the nightly-* tags"),
            ("the three newest builds", false, 3, "the builds"),
            ("the latest two releases", false, 2, "the releases"),
            ("the oldest tag", true, 1, "the tag"),
        ] {
            let (rank, left) = said(&tokens(words)).unwrap();
            let left: Vec<&str> = left.iter().map(|t| t.text.as_str()).collect();
            assert_eq!((rank, left.join(" ").as_str()), (Rank { oldest, count }, rest), "{words}");
        }
        assert_eq!(said(&tokens("all tags")), None);
        let order = |sort: &str, step: &str, cut: &str| {
            let mut out = Order::default();
            out.listed(sort, "");
            out.step(step, &[cut.to_owned()]);
            out
        };
        let five = Rank { oldest: true, count: 5 };
        assert!(order("--sort=creatordate", "head", "-5").takes(five));
        assert!(order("--sort=creatordate", "head", "-n5").takes(five));
        assert!(order("--sort=-creatordate", "tail", "-3").takes(five));
        assert!(!order("--sort=-creatordate", "head", "-5").takes(five));
        assert!(!order("--sort=creatordate", "head", "-6").takes(five));
        assert!(!order("--sort=refname", "head", "-5").takes(five));
        assert!(!order("--format=x", "head", "-5").takes(five));
        let (three, _) = kept(&tokens("keep the last three")).unwrap();
        assert!(order("--sort=-creatordate", "tail", "-n +4").leaves(three));
        assert!(order("--sort=creatordate", "head", "-n -3").leaves(three));
        assert!(!order("--sort=-creatordate", "tail", "-n +3").leaves(three));
        assert!(!order("--sort=creatordate", "tail", "-n +4").leaves(three));
    }
}
