//! What an edit of data does otherwise than the words say, told by the words themselves: another number, another place, another
//! entry than the one that was named, a switch turned the other way, more than was named. It needs no reading of who asks for
//! what, so that it holds where none knows the sentence, too. Called by `authorize` for edits by which others may live.

pub(super) mod aligned;
pub(super) mod clause;
pub(super) mod elements;
mod entries;
mod figures;
mod loci;
mod places;
mod said;
mod touched;
mod turned;
pub(super) mod words;

pub use self::aligned::NAMES;
use self::elements::Elements;
use self::said::Said;
use self::touched::Touched;
use self::words::Words;
use super::edit::is_manifest;
use super::meant::{end_of, last_turns};
use crate::decide::entries::steps::{Step, Steps};

/// Longer turns hold more than what is asked for: what was pasted says nothing of an edit.
const MAX_WORDS: usize = 600;

/// What the edit does otherwise, as the end of a sentence that begins with *it*; none where nothing tells.
#[must_use]
pub fn told(prompts: &[String], edit: &Steps) -> Option<&'static str> {
    if edit.aside {
        return None;
    }
    let turns = last_turns(prompts);
    let all: Vec<Words> = turns.iter().map(|t| Words::of(t)).collect();
    if all.iter().any(|w| w.order.len() > MAX_WORDS) {
        return None;
    }
    let touched = Touched::of(edit);
    let now = all.iter().rev().find(|w| touched.is_spoken_of(w))?;
    told_of(&Held { now, all: &all, edit, touched: &touched })
}

/// The same of an edit and the turn that speaks of it.
fn told_of(held: &Held<'_>) -> Option<&'static str> {
    if held.is_elsewhere() || held.is_another_file() {
        return Some("is about another place or kind than the one that was said");
    }
    if held.is_to_stay() {
        return Some("touches what is to stay as it is");
    }
    let edit = held.edit;
    // How a project is built and checked is changed along with what was asked for.
    if is_manifest(&edit.path) || !edit.matters && !held.all.iter().any(|w| w.names_file(&edit.path)) {
        return None;
    }
    held.differs()
}

/// The last turns name the file.
#[must_use]
pub fn is_named(prompts: &[String], edit: &Steps) -> bool {
    last_turns(prompts).iter().any(|t| Words::of(end_of(t)).names_file(&edit.path))
}

/// The last turn has a word of what the edit touches, or of its file's name.
#[must_use]
pub fn is_spoken_of(prompts: &[String], edit: &Steps) -> bool {
    let touched = Touched::of(edit);
    prompts.last().is_some_and(|t| touched.is_spoken_of(&Words::of(end_of(t))))
}

/// How far words and edit account for each other, as numbers in the order of [`NAMES`], and which of its elements the words mean
/// (`loci`); none where nothing was typed. Of a long turn it is the end that counts.
#[must_use]
pub fn aligned(prompts: &[String], edit: &Steps) -> Option<Vec<f32>> {
    let turns: Vec<&str> = last_turns(prompts).iter().map(|t| end_of(t)).collect();
    let all: Vec<Words> = turns.iter().map(|t| Words::of(t)).collect();
    let touched = Touched::of(edit);
    let now = all.iter().rev().find(|w| touched.is_spoken_of(w)).or(all.last())?;
    let held = Held { now, all: &all, edit, touched: &touched };
    let loci = loci::loci(&held, &Said::of(&all), &Elements::of(edit));
    Some(held.aligned(&turns).into_iter().chain(loci.into_iter().map(|(_, n)| n)).collect())
}

/// An edit, held against the words.
struct Held<'a> {
    /// The last turn that speaks of it.
    now: &'a Words,
    /// All that are looked at.
    all: &'a [Words],
    edit: &'a Steps,
    touched: &'a Touched,
}

impl<'a> Held<'a> {
    fn steps(&self) -> impl Iterator<Item = &'a Step> + use<'a> {
        self.touched.steps.iter()
    }

    fn differs(&self) -> Option<&'static str> {
        type Check<'a> = fn(&Held<'a>) -> bool;
        let checks: [(Check<'a>, &'static str); 13] = [
            (Held::sets_another_number, "sets another number than the one that was said"),
            (Held::mixes_values, "gives one entry the value of another"),
            (Held::goes_backwards, "goes the other way round"),
            (Held::switches_the_other_way, "turns a switch the other way"),
            (Held::touches_a_neighbour, "touches another entry than the one that was named"),
            (Held::touches_a_sibling, "touches another entry than the one that was named"),
            (Held::is_of_another_hour, "touches a line of another hour than the one that was said"),
            (Held::has_another_number, "touches an entry with another number than the one that was named"),
            (Held::is_nearly_named, "touches an entry whose name is only like the one that was said"),
            (Held::touches_another_key, "touches another key or item than the one that was named"),
            (Held::goes_beyond, "touches an entry beside the one that was named"),
            (Held::trades, "puts something else in the place of what was named"),
            (Held::takes_the_whole, "takes out the whole of which a part was named"),
        ];
        checks.iter().find_map(|(is, what)| is(self).then_some(*what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::entries::steps;

    fn is_otherwise(words: &str, path: &str, old: &str, new: &str) -> bool {
        let edit = Steps { matters: true, ..steps::of_lines(path, old, new).unwrap() };
        told(&words.split(" // ").map(str::to_owned).collect::<Vec<_>>(), &edit).is_some()
    }

    #[test]
    fn numbers_that_were_said_are_those_that_are_set() {
        for (words, old, new, otherwise) in [
            ("set the rate to 0.5", "rate = 1.0", "rate = 0.5", false),
            ("set the rate to 0.5", "rate = 1.0", "rate = 5", true),
            ("set the rate to 4 // make that 5", "rate = 1", "rate = 5", false),
            ("ttl: an hour instead of ten minutes", "ttl = 600", "ttl = 3600", false),
            ("ttl: ten minutes", "ttl = 20m", "ttl = 10h", true),
            ("double the replicas, 3 nodes are free", "replicas = 4", "replicas = 8", false),
            ("two nodes less, 6 down to 4", "nodes = 6", "nodes = 2", true),
            ("green 80, blue 20", "green: 50\nblue: 50", "green: 80\nblue: 20", false),
            ("green 80, blue 20", "green: 50\nblue: 50", "green: 20\nblue: 80", true),
        ] {
            assert_eq!(is_otherwise(words, "conf/web.ini", old, new), otherwise, "{words}: {new}");
        }
    }

    #[test]
    fn a_line_of_a_timetable_is_told_by_its_hour() {
        for (words, old, otherwise) in [
            ("drop the 02:30 vacuum", "30 2 * * * vacuum", false),
            ("drop the 2:30 vacuum", "30 3 * * * vacuum", true),
            ("drop the vacuum", "15 2 * * 1 vacuum", false),
        ] {
            assert_eq!(is_otherwise(words, "ops/crontab", old, ""), otherwise, "{words}: {old}");
        }
    }

    #[test]
    fn each_number_has_its_name() {
        let edit = steps::of_lines("conf/web.ini", "[web]\nrate = 1", "[web]\nrate = 5").unwrap();
        let (words, touched) = ([Words::of("set the rate to 5")], Touched::of(&edit));
        let held = Held { now: &words[0], all: &words, edit: &edit, touched: &touched };
        assert_eq!(held.aligned(&["set the rate to 5"]).len(), NAMES.len());
    }

    #[test]
    fn places_exclude_one_another() {
        for (words, path, otherwise) in [
            ("raise the timeout on live", "conf/live.ini", false),
            ("raise the timeout on live", "conf/staging.ini", true),
            ("raise the timeout on staging, live has it already", "conf/staging.ini", false),
            ("raise the timeout on staging like on live", "conf/staging.ini", false),
            ("raise the timeout in pool.ini", "conf/pool.ini", false),
            ("raise the timeout in pool.ini", "conf/pool.batch.ini", true),
        ] {
            assert_eq!(is_otherwise(words, path, "timeout = 5", "timeout = 9"), otherwise, "{words}: {path}");
        }
    }

    #[test]
    fn entries_that_were_named_are_those_that_are_touched() {
        for (words, old, new, otherwise) in [
            ("drop mira from the list", "mila\nmira", "mila", false),
            ("drop mira from the list", "mila\nmira", "mira", true),
            ("drop mira from the list", "mila\nmira\nmona", "mona", true),
            ("drop mira, mona stays", "mira\nmona", "mira", true),
            ("drop all but mona", "mila\nmira\nmona", "mona", false),
            ("mixer 2 needs more", "[mixer-2]\nkg = 3", "[mixer-2]\nkg = 4", false),
            ("mixer 2 needs more", "[mixer-3]\nkg = 3", "[mixer-3]\nkg = 4", true),
            ("turn beta_form off", "beta_form = on", "beta_form = off", false),
            ("turn beta_form off", "beta_form_v2 = on", "beta_form_v2 = off", true),
            (
                "the daily transfer limit to 9",
                "daily_transfer = 5\ndaily_cash = 5",
                "daily_transfer = 9\ndaily_cash = 5",
                false,
            ),
            (
                "the daily transfer limit to 9",
                "daily_transfer = 5\ndaily_cash = 5",
                "daily_transfer = 5\ndaily_cash = 9",
                true,
            ),
            ("take a-7 out of the pool", "pool: [a-6, a-7]", "pool: [a-6]", false),
            ("take a-7 out of the pool", "pool: [a-6, a-7]", "pool: [a-7]", true),
            ("put vera on the admins", "admins: [otto, lena]", "admins: [otto, lena, vera]", false),
            ("put vera on the admins", "admins: [otto, lena]", "admins: [otto, vera]", true),
        ] {
            assert_eq!(is_otherwise(words, "conf/web.yaml", old, new), otherwise, "{words}: {new}");
        }
    }

    #[test]
    fn things_are_turned_as_was_said() {
        for (words, old, new, otherwise) in [
            ("strict must stay on, switch verbose on", "strict = on", "strict = off", true),
            ("strict is on and should be off", "strict = on", "strict = off", false),
            ("move /v1 from old-api to new-api", "/v1 old-api", "/v1 new-api", false),
            ("move /v1 from old-api to new-api", "/v1 new-api", "/v1 old-api", true),
            ("drop the voucher route", "card: bank\nvoucher: house", "card: bank", false),
            ("drop the voucher route", "card: bank\nvoucher: house", "card: bank\nvoucher: bank", true),
        ] {
            assert_eq!(is_otherwise(words, "conf/web.conf", old, new), otherwise, "{words}: {new}");
        }
    }
}
