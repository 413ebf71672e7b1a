//! What is done when the head does not fit the journal: a writer died, the power went, somebody deleted a file. Nothing
//! is thrown away: what is not a record goes into a `.torn-*` file beside its segment, and the next record tells.
//! Called by `Ledger::head` under the lock; also folds sessions whose snapshot is missing or behind.

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::rc::Rc;

use automode_model::Session;
use memchr::memmem::Finder;

use crate::error::{LedgerError, OnFile};
use crate::head::{Head, LogId, Notes, Processor};
use crate::ledger::{Ledger, Loaded, Place};
use crate::merkle;
use crate::random;
use crate::segment::{self, Lines};
use crate::snapshot::{Snapshot, Stored};
use crate::wire;

/// How many segments are searched for a session that has no snapshot: almost always it is simply new, and its first
/// event must not wait for the whole journal. A snapshot that is damaged proves a past and has it searched whole.
const SEGMENTS_FOR_NEW: usize = 2;

impl Ledger {
    /// A head that fits the journal, from one that does not or from none. `was_there`: the file had something in it.
    pub(crate) fn recover(&mut self, found: Option<Head>, was_there: bool) -> Result<Head, LedgerError> {
        let mut head = match found {
            Some(head) if self.place_of(&head)? != Place::Nowhere => self.catch_up(head)?,
            found => self.rebuild(found, was_there)?,
        };
        self.boot.sign(&mut head);
        head.processor = Processor::detect();
        // Which snapshots lack their last record is not known: each is checked when it is next used.
        head.doubt = head.seq();
        self.write_head(&head)?;
        Ok(head)
    }

    /// From the last segment; where the old head knew of more records than there are, these are lost, and the ledger goes
    /// on after them: a number is never used twice and no published root becomes false.
    fn rebuild(&mut self, found: Option<Head>, was_there: bool) -> Result<Head, LedgerError> {
        let rebuilt = match self.last_header()? {
            Some(start) => Some(self.catch_up(start)?),
            None => None,
        };
        match (found, rebuilt) {
            (Some(found), Some(rebuilt)) if rebuilt.log != found.log || rebuilt.seq() >= found.seq() => {
                Ok(noted(rebuilt, found.notes))
            }
            (Some(found), rebuilt) => self.go_on_after_loss(found, rebuilt.map_or(0, |r| r.seq())),
            (None, Some(rebuilt)) => Ok(noted(rebuilt, Notes::default())),
            (None, None) => {
                let mut head = Head::fresh(log_id());
                head.notes.rebuilt = u64::from(was_there);
                self.start_segment(&mut head)?;
                Ok(head)
            }
        }
    }

    fn go_on_after_loss(&mut self, mut head: Head, have: u64) -> Result<Head, LedgerError> {
        if head.seq() > have {
            head.notes.note_lost(have + 1, head.seq());
        }
        self.set_aside_next(&mut head)?;
        self.start_segment(&mut head)?;
        Ok(head)
    }

    /// The state at the beginning of the last segment that has a header.
    fn last_header(&mut self) -> Result<Option<Head>, LedgerError> {
        for first in segment::list(&self.dir)?.into_iter().rev() {
            let path = segment::path(&self.dir, first);
            let start = Lines::open(&path, 0)?
                .next()?
                .filter(|line| line.whole)
                .and_then(|line| segment::parse_header(line.bytes))
                .filter(|head| head.segment == first);
            if start.is_some() {
                return Ok(start);
            }
            self.set_aside(&path, 0)?;
        }
        Ok(None)
    }

    /// Takes in what stands behind the head: whole records, in this segment and the next ones.
    fn catch_up(&mut self, mut head: Head) -> Result<Head, LedgerError> {
        loop {
            self.fold_rest(&mut head)?;
            let next = segment::path(&self.dir, head.seq() + 1);
            if head.seq() + 1 == head.segment || !next.exists() {
                return Ok(head);
            }
            let header = segment::header(&head);
            let line = header.strip_suffix(b"\n").unwrap_or(&header);
            if Lines::open(&next, 0)?.next()?.is_none_or(|l| !l.whole || l.bytes != line) {
                self.set_aside_next(&mut head)?;
                return Ok(head);
            }
            head.segment = head.seq() + 1;
            head.offset = header.len() as u64;
            head.tail = head.last;
        }
    }

    fn fold_rest(&mut self, head: &mut Head) -> Result<(), LedgerError> {
        let path = segment::path(&self.dir, head.segment);
        let mut lines = Lines::open(&path, head.offset)?;
        while let Some(line) = lines.next()? {
            let fits = line.whole && wire::place(line.bytes) == Some((head.seq() + 1, head.last));
            if !fits {
                let bytes = self.set_aside(&path, head.offset)?;
                head.notes.note_torn(bytes);
                return Ok(());
            }
            let (leaf, prev) = (merkle::leaf(line.bytes), head.last);
            head.advance(line.file_bytes(), leaf, prev);
        }
        Ok(())
    }

    /// A file where the next segment is to be, and that does not continue this ledger.
    fn set_aside_next(&mut self, head: &mut Head) -> Result<(), LedgerError> {
        let next = segment::path(&self.dir, head.seq() + 1);
        if next.exists() {
            let bytes = self.set_aside(&next, 0)?;
            head.notes.note_torn(bytes);
        }
        Ok(())
    }

    /// Moves what stands from `offset` on into a file beside; the copy is complete before anything is cut.
    fn set_aside(&mut self, path: &Path, offset: u64) -> Result<u64, LedgerError> {
        self.close_segment();
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".torn-{offset}-{}", random::hex8()));
        let side = Path::new(&name);
        if offset == 0 {
            let bytes = fs::metadata(path).on("examine", path)?.len();
            fs::rename(path, side).on("set aside", path)?;
            return Ok(bytes);
        }
        let mut from = OpenOptions::new().read(true).write(true).open(path).on("open", path)?;
        from.seek(SeekFrom::Start(offset)).on("read", path)?;
        let mut to = OpenOptions::new().write(true).create_new(true).mode(0o600).open(side).on("create", side)?;
        let copied = io::copy(&mut from.by_ref(), &mut to);
        let bytes = copied.inspect_err(|_| drop(fs::remove_file(side))).on("write", side)?;
        from.set_len(offset).on("cut", path)?;
        Ok(bytes)
    }

    /// The session as of the head's last record, with its file.
    pub(crate) fn load(&mut self, id: &str, head: &Head) -> Result<Loaded, LedgerError> {
        if let Some(mut cached) = self.session.take().filter(|c| c.id == id && c.folded_to >= head.doubt) {
            if cached.snapshot.unchanged() {
                return Ok(cached);
            }
            if cached.snapshot.missing() {
                // Not stored yet; somebody else's attempt to store it may have failed.
                self.fold_from(cached.folded_to + 1, id, head, Rc::make_mut(&mut cached.session))?;
                cached.folded_to = head.seq();
                return Ok(cached);
            }
        }
        let (snapshot, stored) = Snapshot::open(&self.dir, id)?;
        let (mut session, from) = match stored {
            Stored::At(seq, session) if seq >= head.doubt => (session, None),
            Stored::At(seq, session) => (session, Some(seq + 1)),
            Stored::Damaged => (Rc::default(), Some(1)),
            Stored::Missing => (Rc::default(), self.recent_start()?),
        };
        if let Some(from) = from {
            self.fold_from(from, id, head, Rc::make_mut(&mut session))?;
        }
        Ok(Loaded { id: id.to_owned(), session, folded_to: head.seq(), snapshot })
    }

    /// The first record of the last segments; none where there is no segment.
    fn recent_start(&self) -> Result<Option<u64>, LedgerError> {
        let firsts = segment::list(&self.dir)?;
        let from = firsts.len().saturating_sub(SEGMENTS_FOR_NEW);
        Ok(firsts.get(from).copied())
    }

    /// Folds a session's records from number `from` up to the head.
    fn fold_from(&self, from: u64, id: &str, head: &Head, session: &mut Session) -> Result<(), LedgerError> {
        if from > head.seq() {
            return Ok(());
        }
        let firsts = segment::list(&self.dir)?;
        let skip = firsts.partition_point(|first| *first <= from).saturating_sub(1);
        let needle = wire::session_needle(id);
        let finder = Finder::new(&needle);
        for first in firsts.into_iter().skip(skip) {
            let mut lines = Lines::open(&segment::path(&self.dir, first), 0)?;
            while let Some(line) = lines.next()? {
                let wanted = |(seq, _)| (from..=head.seq()).contains(&seq);
                if !wire::place(line.bytes).is_some_and(wanted) || finder.find(line.bytes).is_none() {
                    continue;
                }
                // What cannot be decoded is a matter for `verify`; the rest of the session still counts.
                if let Ok(record) = wire::decode(line.bytes, first, line.offset)
                    && record.event.session == id
                {
                    session.doings.begins(&record.event, &record.facts);
                    session.fold(&record.event, record.verdict.as_ref());
                }
            }
        }
        Ok(())
    }
}

fn noted(mut head: Head, notes: Notes) -> Head {
    head.notes.torn += notes.torn;
    head.notes.torn_bytes += notes.torn_bytes;
    if notes.missed > 0 {
        head.notes.missed = notes.missed;
        head.notes.missed_since_ms = notes.missed_since_ms;
    }
    if notes.lost_to > 0 {
        head.notes.note_lost(notes.lost_from, notes.lost_to);
    }
    head.notes.rebuilt += 1;
    head
}

fn log_id() -> LogId {
    random::bytes32().first_chunk().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use automode_model::{Event, Host, Mode, Phase, Text};

    use super::*;
    use crate::record::{Durability, RecordMeta};

    fn prompt(ledger: &mut Ledger, text: &str) {
        let event = Event {
            host: Host::Check,
            session: "s".into(),
            agent: None,
            agent_kind: None,
            cwd: String::new(),
            mode: Mode::Unknown,
            time_ms: 0,
            reading: None,
            phase: Phase::Prompt(Text::whole(text)),
        };
        let _ = ledger.append(event, &[], None, &RecordMeta::default(), Durability::Kernel).unwrap();
    }

    /// After a power cut a snapshot may be older than the head, and whole: only the boot tells.
    #[test]
    fn snapshots_of_an_earlier_boot_are_checked() {
        let dir = std::env::temp_dir().join(format!("automode-boot-{}", random::hex8()));
        prompt(&mut Ledger::open(&dir).unwrap(), "one");
        let file = fs::read_dir(dir.join("sessions")).unwrap().next().unwrap().unwrap().path();
        let old = fs::read(&file).unwrap();
        prompt(&mut Ledger::open(&dir).unwrap(), "two");
        fs::write(&file, old).unwrap();
        let mut later = Ledger::open(&dir).unwrap();
        later.boot = crate::boot::Boot::of_id([b'x'; crate::boot::BOOT_BYTES]);
        assert_eq!(later.session("s").unwrap().prompts, ["one", "two"]);
        prompt(&mut later, "three");
        assert_eq!(later.session("s").unwrap().prompts, ["one", "two", "three"]);
        assert!(crate::verify(&dir).unwrap().repairs.is_empty());
        fs::remove_dir_all(&dir).unwrap();
    }
}
