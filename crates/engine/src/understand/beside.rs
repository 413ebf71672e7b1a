//! What runs beside the shell, or at another time than it is walked: background jobs, the stages of a pipeline, substitutions
//! of processes, traps. Which files it uses, and which of them the rest writes, so that what they hold is not known. Kept by
//! the scene; the walk says where such a piece begins and ends (`shell/kept.rs`).

use std::collections::{BTreeMap, BTreeSet};

/// What was done with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// What it holds became a value.
    Looked,
    /// What it holds was run.
    Ran,
    /// It holds something else from here on.
    Written,
    /// It is no more.
    Removed,
    /// All files whose paths begin so are no more.
    AllRemoved,
    /// They may hold something else.
    AllWritten,
}

/// When a piece runs that is not walked in its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At any time from here on.
    Any,
    /// The same, and again and again.
    Often,
    /// At any time, but what it removes is gone only when the shell has ended.
    End,
}

/// The files that are used by what runs beside the shell.
#[derive(Debug, Default)]
pub struct Beside {
    /// Files that are written at any time; those of which a walk before this one found it.
    restless: BTreeSet<String>,
    before: BTreeSet<String>,
    /// Files and folders that may be removed at any time.
    fleeting: BTreeSet<String>,
    /// How paths begin that a pattern may mean which is written or removed by at any time.
    restless_all: BTreeSet<String>,
    fleeting_all: BTreeSet<String>,
    /// What was used since the outermost open piece began.
    log: Vec<(String, Use)>,
    open: usize,
    /// How many jobs have begun.
    pub jobs: u32,
    /// What is looked at, and what is run, at any time from here on.
    looked: BTreeSet<String>,
    ran: BTreeSet<String>,
    /// Files that were taken as they are in the walk, and may be others when the shell takes them.
    found: BTreeSet<String>,
}

impl Beside {
    /// For walking it all once more, in which what was found is written at any time from the beginning; false where nothing was.
    pub fn again(&mut self) -> bool {
        let found = std::mem::take(&mut self.found);
        let any = !found.is_empty();
        let mut before = std::mem::take(&mut self.before);
        before.extend(found);
        *self = Self { restless: before.clone(), before, ..Self::default() };
        any
    }

    /// Notes what is done with a file.
    pub fn uses(&mut self, path: &str, how: Use) {
        match how {
            Use::Written if self.looked.contains(path) || self.ran.contains(path) => self.finds(path),
            Use::Removed => inside(&self.looked, path).for_each(|p| self.finds(&p)),
            _ => {}
        }
        if self.open > 0 {
            self.log.push((path.to_owned(), how));
        }
    }

    /// Notes that a file is written with what it holds where it is walked.
    pub fn rewrites(&mut self, path: &str) {
        if self.open > 0 {
            self.log.push((path.to_owned(), Use::Written));
        }
    }

    /// What runs beside the shell has this file open for its output.
    pub fn stays_open(&mut self, path: &str) {
        self.restless.insert(path.to_owned());
    }

    fn finds(&mut self, path: &str) {
        // One that only became restless may have been read before.
        if !self.before.contains(path) {
            self.found.insert(path.to_owned());
        }
    }

    /// Whether a file is written at any time.
    #[must_use]
    pub fn is_restless(&self, path: &str) -> bool {
        !self.restless.is_empty() && self.restless.contains(path)
    }

    /// Whether a file that is written here may be written at any time, alone or among those that a pattern means.
    #[must_use]
    pub fn is_written_on(&self, path: &str) -> bool {
        self.is_restless(path) || begins_with(path, &self.restless_all)
    }

    /// Whether it may be removed at any time, with a folder around it or alone.
    #[must_use]
    pub fn is_fleeting(&self, path: &str) -> bool {
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        !self.fleeting.is_empty() && ends.filter_map(|end| path.get(..end)).any(|p| self.fleeting.contains(p))
            || begins_with(path, &self.fleeting_all)
    }

    /// A piece begins; says where.
    pub fn begins(&mut self) -> usize {
        self.open += 1;
        self.log.len()
    }

    /// Whether what is walked may be a part of a job, which goes on beside what comes behind it.
    #[must_use]
    pub fn in_job(&self) -> bool {
        self.jobs > 0 && self.open > 0
    }

    /// Whether what is walked is a piece that does not run in its turn, or beside another one.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open > 0
    }

    /// Where the next piece begins that runs at the same time.
    #[must_use]
    pub fn here(&self) -> usize {
        self.log.len()
    }

    /// The same, and how many jobs have begun.
    #[must_use]
    pub fn here_with_jobs(&self) -> (usize, u32) {
        (self.log.len(), self.jobs)
    }

    /// The piece that began there ends, and may run later; returns what it writes.
    pub fn ends_later(&mut self, from: usize, when: When) -> BTreeSet<String> {
        let mut written = BTreeSet::new();
        for (path, how) in self.log.get(from..).unwrap_or_default() {
            let set = match how {
                Use::Looked => &mut self.looked,
                Use::Ran => &mut self.ran,
                Use::Written => &mut written,
                Use::Removed | Use::AllRemoved if when == When::End => continue,
                Use::Removed => &mut self.fleeting,
                Use::AllRemoved => &mut self.fleeting_all,
                Use::AllWritten => &mut self.restless_all,
            };
            set.insert(path.clone());
        }
        if when == When::Often {
            // What it wrote it finds when it runs again.
            let again = |path: &String| self.looked.contains(path) || self.ran.contains(path);
            let met: Vec<String> = written.iter().filter(|path| again(path)).cloned().collect();
            met.iter().for_each(|path| self.finds(path));
        }
        self.restless.extend(written.iter().cloned());
        self.closes();
        written
    }

    /// The pieces that began there have run at the same time, and ended.
    pub fn ends_together(&mut self, starts: &[usize]) {
        let first = starts.first().copied().unwrap_or(self.log.len());
        let used = self.log.get(first..).unwrap_or_default();
        let stage = |at: usize| starts.partition_point(|start| *start <= at + first);
        // Which of them uses a file, and which of them makes it; 0 where several do.
        let (mut users, mut makers) = (BTreeMap::new(), BTreeMap::new());
        for (at, (path, how)) in used.iter().enumerate() {
            notes(&mut users, path, stage(at));
            if *how == Use::Written {
                notes(&mut makers, path, stage(at));
            }
        }
        let looked: BTreeSet<String> =
            used.iter().filter(|(_, how)| *how == Use::Looked).map(|(path, _)| path.clone()).collect();
        // `mkdir d | echo a > d/f`: where the folder is not there yet, nothing is written.
        let made_beside = |path: &str, by: usize| {
            let mut folders = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
            folders.any(|folder| makers.get(folder).is_some_and(|maker| *maker != by))
        };
        let mut met = Vec::new();
        for (at, (path, how)) in used.iter().enumerate() {
            match how {
                Use::Written if users.get(path.as_str()) == Some(&0) => met.push(path.clone()),
                Use::Written if made_beside(path, stage(at)) => met.push(path.clone()),
                Use::Removed => {
                    met.extend(inside(&looked, path).filter(|p| users.get(p.as_str()) != Some(&stage(at))));
                }
                _ => {}
            }
        }
        met.iter().for_each(|path| self.finds(path));
        self.closes();
    }

    /// The statement ends whose input was opened behind `from`, up to `opened`, and which wrote these files: what it read of
    /// the one while it wrote it, and of the others before all was in them, is not known; nor is what they hold into which it
    /// wrote by their names, or which it removed. Where `stays`, all of them are open from here on.
    pub fn ends_open(&mut self, (from, opened): (usize, usize), outputs: &[&str], stays: bool) {
        let inputs: Vec<String> =
            self.log.get(from..opened).unwrap_or_default().iter().map(|(path, _)| path.clone()).collect();
        let used = self.log.get(opened..).unwrap_or_default();
        let meets = |(path, how): &&(String, Use)| {
            outputs.contains(&path.as_str()) || *how == Use::Written && inputs.contains(path)
        };
        let met: Vec<String> = used.iter().filter(meets).map(|(path, _)| path.clone()).collect();
        met.iter().for_each(|path| self.finds(path));
        if stays {
            let opened = self.log.get(from..opened).unwrap_or_default();
            let written = opened.iter().filter(|(_, how)| *how == Use::Written).map(|(path, _)| path.as_str());
            self.restless.extend(written.chain(outputs.iter().copied()).map(str::to_owned));
            self.looked.extend(inputs);
        }
        self.closes();
    }

    /// A subshell ends that began there; returns what it wrote and removed since it may have ended, if it may.
    pub fn ends_early(&mut self, from: Option<usize>) -> BTreeSet<String> {
        let late = from.and_then(|from| self.log.get(from..)).unwrap_or_default();
        let late = late.iter().filter(|(_, how)| matches!(how, Use::Written | Use::Removed));
        let late = late.map(|(path, _)| path.clone()).collect();
        self.closes();
        late
    }

    fn closes(&mut self) {
        self.open = self.open.saturating_sub(1);
        if self.open == 0 {
            self.log.clear();
        }
    }
}

/// Notes which stage of a pipeline it is that does something with a file; 0 where another one does, too.
fn notes<'p>(by: &mut BTreeMap<&'p str, usize>, path: &'p str, stage: usize) {
    let noted = by.entry(path).or_insert(stage);
    *noted = if *noted == stage { stage } else { 0 };
}

/// Whether a path begins with one of these texts.
fn begins_with(path: &str, all: &BTreeSet<String>) -> bool {
    all.iter().any(|prefix| path.starts_with(prefix.as_str()))
}

/// Those of the files that are this one or lie below it.
fn inside(files: &BTreeSet<String>, folder: &str) -> impl Iterator<Item = String> + use<> {
    let below = format!("{}/", folder.trim_end_matches('/'));
    let within = files.range(below.clone()..).take_while(|p| p.starts_with(&below));
    within.chain(files.get(folder)).cloned().collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::{Beside, Use, When};

    #[test]
    fn what_is_read_later_and_written_since_is_found() {
        for (read, write, found) in [
            (Use::Looked, Use::Written, true),
            (Use::Ran, Use::Written, true),
            (Use::Looked, Use::Removed, true),
            // A script that is gone runs nothing.
            (Use::Ran, Use::Removed, false),
            (Use::Looked, Use::Looked, false),
        ] {
            let mut b = Beside::default();
            let from = b.begins();
            b.uses("/p/d/f", read);
            b.ends_later(from, When::Any);
            b.uses("/p/d/f", write);
            assert_eq!(b.again(), found, "{read:?} {write:?}");
            assert_eq!(b.is_restless("/p/d/f"), found);
            assert!(!b.again(), "nothing new");
        }
    }

    #[test]
    fn what_is_written_later_is_restless_and_what_is_removed_is_fleeting() {
        let mut b = Beside::default();
        let from = b.begins();
        b.uses("/p/f", Use::Written);
        b.uses("/p/d", Use::Removed);
        assert_eq!(b.ends_later(from, When::Any).len(), 1);
        assert!(b.is_restless("/p/f") && !b.is_restless("/p/d"));
        assert!(b.is_fleeting("/p/d/x") && b.is_fleeting("/p/d") && !b.is_fleeting("/p/dd") && !b.is_fleeting("/p"));
        // What runs again reads what it wrote.
        let from = b.begins();
        b.uses("/p/g", Use::Ran);
        b.uses("/p/g", Use::Written);
        b.ends_later(from, When::Often);
        assert!(b.again());
        // At the end of the shell nothing follows.
        let from = b.begins();
        b.uses("/p/e", Use::Removed);
        b.ends_later(from, When::End);
        assert!(!b.is_fleeting("/p/e") && !b.again());
    }

    #[test]
    fn stages_of_a_pipeline_meet_only_each_other() {
        let meets = |list: &[&[(&str, Use)]]| {
            let mut b = Beside::default();
            b.begins();
            b.uses("/p/before", Use::Looked);
            let mut starts = Vec::new();
            for stage in list {
                starts.push(b.here());
                stage.iter().for_each(|(path, how)| b.uses(path, *how));
            }
            b.ends_together(&starts);
            b.again()
        };
        let (read, write, gone) = (("/p/f", Use::Looked), ("/p/f", Use::Written), ("/p", Use::Removed));
        assert!(meets(&[&[read], &[write]]) && meets(&[&[write], &[], &[read]]) && meets(&[&[write], &[write]]));
        assert!(meets(&[&[gone], &[read]]));
        let made = ("/p", Use::Written);
        assert!(meets(&[&[made], &[write]]) && meets(&[&[write], &[made]]) && !meets(&[&[made, write]]));
        assert!(!meets(&[&[write, read], &[]]) && !meets(&[&[read], &[read]]) && !meets(&[&[gone, read]]));
        assert!(!meets(&[&[("/p/before", Use::Written)]]));
    }

    #[test]
    fn an_input_that_is_open_may_be_written_on() {
        for (how, stays, found) in [(Use::Written, false, true), (Use::Looked, false, false), (Use::Looked, true, true)]
        {
            let mut b = Beside::default();
            let from = b.begins();
            b.uses("/p/f", Use::Looked);
            let opened = b.here();
            b.uses("/p/f", how);
            b.ends_open((from, opened), &[], stays);
            b.uses("/p/f", Use::Written);
            assert_eq!(b.again(), found, "{how:?} {stays}");
        }
    }
}
