//! The writer's side: open, admit, load a session, append. On the path of every hook, so it opens three small files and
//! makes some twenty system calls; everything that costs more happens only after something went wrong (`recover.rs`).

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use automode_model::secret::Trace;
use automode_model::{Event, Session, Verdict};

use crate::admit;
use crate::boot::{Boot, Clocks};
use crate::error::{LedgerError, OnFile};
use crate::hash::Hash;
use crate::head::{HEAD_BYTES, Head, Processor};
use crate::merkle;
use crate::record::{Durability, Fact, Record, RecordMeta};
use crate::redact::Redactor;
use crate::redact::pii::Personal;
use crate::segment::{self, MAX_RECORD_BYTES, SEGMENT_BYTES};
use crate::snapshot::{Snapshot, Stored};
use crate::wire;

/// The journal and the sessions of one state directory, for one process. Any number of processes may have it open.
pub struct Ledger {
    pub(crate) dir: PathBuf,
    head_path: PathBuf,
    /// The head's file; whoever holds its lock may write.
    head_file: File,
    /// The head's page was written once, so that writing it again needs no space.
    head_whole: bool,
    segment: Option<OpenSegment>,
    /// The head as it was read without the lock: while the file still says so, nothing was written since.
    seen: Option<Seen>,
    pub(crate) session: Option<Loaded>,
    pub(crate) boot: Boot,
    redactor: Redactor,
}

/// The segment that is written.
pub(crate) struct OpenSegment {
    first: u64,
    path: PathBuf,
    file: File,
}

/// A head, and the bytes that say it.
struct Seen {
    page: Vec<u8>,
    head: Head,
}

/// A session that this process read.
pub(crate) struct Loaded {
    pub id: String,
    pub session: Rc<Session>,
    /// Every record up to this one is in it, as long as the file is unchanged.
    pub folded_to: u64,
    pub snapshot: Snapshot,
}

impl Ledger {
    /// Opens the ledger in `dir`, which is made where it is missing (only for its owner). Reads next to nothing.
    pub fn open(dir: &Path) -> Result<Self, LedgerError> {
        Self::open_at(dir, Clocks::default())
    }

    /// The same by who looked at the clocks, for which the kernel need not be asked in which boot this is.
    pub fn open_at(dir: &Path, clocks: Clocks) -> Result<Self, LedgerError> {
        let head_path = dir.join("head");
        let head_file = open_head(dir, &head_path)?;
        Ok(Self {
            dir: dir.to_owned(),
            head_path,
            head_file,
            head_whole: false,
            segment: None,
            seen: None,
            session: None,
            boot: Boot::at(clocks),
            redactor: Redactor::with_key_file(dir.join("key")),
        })
    }

    /// From now on replaces these kinds of personal data, too.
    pub fn replace_personal(&mut self, personal: Personal) {
        self.redactor.set_personal(personal);
    }

    /// The event as it may be judged and stored: secrets replaced by placeholders, long texts cut. What is judged is what
    /// is stored, so that a verdict can be recomputed bit for bit. Never fails: without a key it redacts all the same.
    #[must_use]
    pub fn admit(&self, event: Event) -> Event {
        admit::admit(event, &self.redactor)
    }

    /// The same in a session that read these secrets: their values are known again in any form.
    #[must_use]
    pub fn admit_knowing(&self, event: Event, known: &[Trace]) -> Event {
        admit::admit_knowing(event, &self.redactor, known)
    }

    /// A text without its secrets; for answers of the `World`, before the engine sees them.
    #[must_use]
    pub fn redact_text(&self, text: &str) -> String {
        self.redactor.redact(text).into_owned()
    }

    /// What finds and replaces secrets, with this ledger's key.
    #[must_use]
    pub fn redactor(&self) -> &Redactor {
        &self.redactor
    }

    /// The session so far. The empty id (a host that names no session) has no past. Shared with the ledger, which folds the
    /// next record into it: who lets go of it before that spares a copy.
    pub fn session(&mut self, id: &str) -> Result<Rc<Session>, LedgerError> {
        if id.is_empty() {
            return Ok(Rc::default());
        }
        if let Some(session) = self.peek(id) {
            return Ok(session);
        }
        self.locked(|ledger| {
            let (head, _) = ledger.head()?;
            let loaded = ledger.load(id, &head)?;
            let session = loaded.session.clone();
            ledger.session = Some(loaded);
            Ok(session)
        })
    }

    /// The same without the lock, where nobody is writing and nothing is to be mended; none where anything does not fit.
    ///
    /// Writers write the record, then the snapshot, then the head. A head that is whole and fits the end of its segment was
    /// therefore true a moment ago, and a snapshot that is read after it and is not younger is the session at that moment:
    /// the answer is that of a process that had the lock then. What was written since, `append` sees under the lock.
    fn peek(&mut self, id: &str) -> Option<Rc<Session>> {
        let page = self.read_page(USUAL_HEAD_BYTES).ok()?;
        let head = Head::decode(&page).filter(|head| self.boot.wrote(head))?;
        head.processor.apply()?;
        (self.place_of(&head).ok()? == Place::End).then_some(())?;
        // The snapshot is not read before the head.
        std::sync::atomic::fence(std::sync::atomic::Ordering::SeqCst);
        let (snapshot, Stored::At(seq, session)) = Snapshot::open(&self.dir, id).ok()? else { return None };
        (head.doubt..=head.seq()).contains(&seq).then_some(())?;
        let known = session.clone();
        self.session = Some(Loaded { id: id.to_owned(), session, folded_to: head.seq(), snapshot });
        self.seen = Some(Seen { page, head });
        Some(known)
    }

    /// Up to which record the session that was last asked for is known; none where none was. Two hooks of one session may
    /// run at once, and what is written later may have been judged earlier.
    #[must_use]
    pub fn session_seq(&self) -> Option<u64> {
        self.session.as_ref().map(|loaded| loaded.folded_to)
    }

    /// Writes a record. When this returns it is with the kernel, or on the disk, as `durability` says; an error means
    /// that the event is not recorded, and nothing may be allowed by it.
    pub fn append(
        &mut self,
        event: Event,
        facts: &[Fact],
        verdict: Option<Verdict>,
        meta: &RecordMeta,
        durability: Durability,
    ) -> Result<Record, LedgerError> {
        let body = wire::encode_body(&event, facts, verdict.as_ref(), meta);
        let (seq, hash) = self.locked(|ledger| ledger.append_locked(&event, facts, verdict.as_ref(), body))?;
        if durability == Durability::Disk {
            // Outside the lock: the others need not wait for the disk.
            self.sync()?;
        }
        Ok(Record::new(seq, hash, event, verdict))
    }

    fn append_locked(
        &mut self,
        event: &Event,
        facts: &[Fact],
        verdict: Option<&Verdict>,
        body: Vec<u8>,
    ) -> Result<(u64, Hash), LedgerError> {
        let (mut head, since) = self.head()?;
        let known = self.session.take_if(|known| since == Since::Nothing && known.id == event.session);
        let mut loaded = match (event.session.as_str(), known) {
            ("", _) => None,
            (_, Some(known)) => Some(known),
            (id, None) => Some(self.load(id, &head)?),
        };
        if let Err(error) = self.write_record(&mut head, body) {
            head.notes.note_missed(event.time_ms);
            // The head is written in place and needs no space; where even that fails nothing more can be told.
            let _ = self.write_head(&head);
            return Err(error);
        }
        if let Some(loaded) = &mut loaded {
            let session = Rc::make_mut(&mut loaded.session);
            session.doings.begins(event, facts);
            session.fold(event, verdict);
            loaded.folded_to = head.seq();
            if loaded.snapshot.write(head.seq(), &loaded.session).is_err() && loaded.snapshot.discard().is_err() {
                // The old state stays on the disk. A head that is behind makes the next process look closer.
                return Ok((head.seq(), head.last));
            }
        }
        self.session = loaded;
        self.boot.note(&mut head);
        // The record is with the kernel; a head that is behind is made good by the next process.
        let _ = self.write_head(&head);
        Ok((head.seq(), head.last))
    }

    /// One `write` at the end of the segment. After a failure the segment is as before.
    fn write_record(&mut self, head: &mut Head, body: Vec<u8>) -> Result<(), LedgerError> {
        let line = wire::encode_line(head.seq() + 1, body, &head.notes.repairs(), &head.last);
        if line.len() > MAX_RECORD_BYTES {
            return Err(LedgerError::too_large(line.len(), MAX_RECORD_BYTES));
        }
        if head.offset + line.len() as u64 > SEGMENT_BYTES && head.seq() >= head.segment {
            self.start_segment(head)?;
        }
        let open = self.open_segment(head.segment)?;
        if let Err(error) = open.file.write_all_at(&line, head.offset) {
            // What cannot be cut off now is a torn tail, which the next process sets aside.
            let _ = open.file.set_len(head.offset);
            return Err(LedgerError::file("write", &open.path, error));
        }
        let leaf = merkle::leaf(line.strip_suffix(b"\n").unwrap_or(&line));
        let prev = head.last;
        head.advance(line.len() as u64, leaf, prev);
        head.notes = crate::head::Notes::default();
        Ok(())
    }

    /// Begins the segment after the head's last record. The head is written before any record goes into it, so that a
    /// head never points to a segment that has a successor with records.
    pub(crate) fn start_segment(&mut self, head: &mut Head) -> Result<(), LedgerError> {
        let first = head.seq() + 1;
        let path = segment::path(&self.dir, first);
        let header = segment::header(head);
        make_dir(&segment::journal(&self.dir))?;
        let mut options = OpenOptions::new();
        let file = options.read(true).write(true).create(true).truncate(true).mode(0o600).open(&path);
        let file = file.on("create", &path)?;
        if let Err(error) = file.write_all_at(&header, 0) {
            let _ = fs::remove_file(&path);
            return Err(LedgerError::file("write", &path, error));
        }
        self.segment = Some(OpenSegment { first, path, file });
        head.segment = first;
        head.offset = header.len() as u64;
        head.tail = head.last;
        self.write_head(head)
    }

    /// The file of a segment, opened once.
    fn open_segment(&mut self, first: u64) -> Result<&OpenSegment, LedgerError> {
        let open = match self.segment.take() {
            Some(open) if open.first == first => open,
            _ => {
                let path = segment::path(&self.dir, first);
                let file = open_quietly(OpenOptions::new().read(true).write(true), &path).on("open", &path)?;
                OpenSegment { first, path, file }
            }
        };
        Ok(self.segment.insert(open))
    }

    /// Forgets the open segment: its file was replaced or moved.
    pub(crate) fn close_segment(&mut self) {
        self.segment = None;
    }

    /// The head, in agreement with the journal, and what happened since this process looked at it. Call it under the lock
    /// only.
    fn head(&mut self) -> Result<(Head, Since), LedgerError> {
        let page = self.read_page(USUAL_HEAD_BYTES)?;
        if let Some(seen) = self.seen.take().filter(|seen| seen.page == page)
            && self.ends_at(&seen.head)?
        {
            return Ok((seen.head, Since::Nothing));
        }
        let mut found = Head::decode(&page);
        if found.is_none() && page.len() == USUAL_HEAD_BYTES {
            found = Head::decode(&self.read_page(HEAD_BYTES)?);
        }
        let head = match found {
            Some(head) if self.boot.wrote(&head) && self.place_of(&head)? == Place::End => head,
            found => self.recover(found, !page.is_empty())?,
        };
        let processor = if head.processor.apply().is_some() { head.processor } else { Processor::detect() };
        Ok((Head { processor, ..head }, Since::Unknown))
    }

    /// The first bytes of the head's file.
    fn read_page(&self, max_bytes: usize) -> Result<Vec<u8>, LedgerError> {
        let mut page = vec![0; max_bytes];
        let have = read_at(&self.head_file, &mut page, 0).on("read", &self.head_path)?;
        page.truncate(have);
        Ok(page)
    }

    /// Whether the open segment is the head's, is still there and ends where the head says. Its last bytes were compared
    /// when the head was first seen, through the same descriptor.
    fn ends_at(&self, head: &Head) -> Result<bool, LedgerError> {
        let Some(open) = self.segment.as_ref().filter(|open| open.first == head.segment) else { return Ok(false) };
        let meta = open.file.metadata().on("examine", &open.path)?;
        Ok(meta.nlink() > 0 && meta.len() == head.offset)
    }

    /// How the head's place fits its segment.
    pub(crate) fn place_of(&mut self, head: &Head) -> Result<Place, LedgerError> {
        let was_open = self.segment.as_ref().is_some_and(|open| open.first == head.segment);
        let open = match self.open_segment(head.segment) {
            Ok(open) => open,
            Err(LedgerError::File(e)) if e.is_missing() => return Ok(Place::Nowhere),
            Err(e) => return Err(e),
        };
        if was_open && open.file.metadata().on("examine", &open.path)?.nlink() == 0 {
            // Deleted under us: what we would write there nobody could read.
            self.close_segment();
            return Ok(Place::Nowhere);
        }
        // One byte more than there should be tells whether something follows.
        let mut tail = [0; wire::PREV_BYTES + 2];
        let start = head.offset.saturating_sub(wire::PREV_BYTES as u64 + 1);
        let have = read_at(&open.file, &mut tail, start).on("read", &open.path)?;
        let (last, behind) = tail.get(..have).unwrap_or_default().split_at_checked(wire::PREV_BYTES + 1).unzip();
        let fits = last.and_then(|line| wire::prev_of(line.strip_suffix(b"\n")?)) == Some(head.tail);
        Ok(match behind {
            Some(behind) if fits && behind.is_empty() => Place::End,
            Some(_) if fits => Place::Inside,
            _ => Place::Nowhere,
        })
    }

    /// Writes the head in place; the first time as a whole page.
    pub(crate) fn write_head(&self, head: &Head) -> Result<(), LedgerError> {
        let mut bytes = head.encode();
        if !self.head_whole {
            bytes.resize(HEAD_BYTES, 0);
        }
        self.head_file.write_all_at(&bytes, 0).on("write", &self.head_path)
    }

    fn locked<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        self.lock()?;
        // A head that was deleted while we waited is no longer what others lock.
        let mut meta = self.head_file.metadata().on("examine", &self.head_path)?;
        if meta.nlink() == 0 {
            self.seen = None;
            self.head_file = open_head(&self.dir, &self.head_path)?;
            self.lock()?;
            meta = self.head_file.metadata().on("examine", &self.head_path)?;
        }
        self.head_whole = meta.len() >= HEAD_BYTES as u64;
        let result = work(self);
        // Closing the file unlocks too, so a failure here is not worth an error.
        let _ = self.head_file.unlock();
        result
    }

    fn lock(&self) -> Result<(), LedgerError> {
        while let Err(error) = self.head_file.lock() {
            if error.kind() != io::ErrorKind::Interrupted {
                return Err(LedgerError::file("lock", &self.head_path, error));
            }
        }
        Ok(())
    }

    fn sync(&mut self) -> Result<(), LedgerError> {
        let Some(open) = &self.segment else { return Ok(()) };
        open.file.sync_data().on("sync", &open.path)?;
        let journal = segment::journal(&self.dir);
        // The name of a new segment must be on the disk too; without changes to the directory this costs nothing.
        File::open(&journal).and_then(|dir| dir.sync_all()).on("sync", &journal)
    }
}

/// A head over a million records is shorter; a longer one is read whole.
const USUAL_HEAD_BYTES: usize = 1024;

/// What happened since this process last looked at the ledger.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Since {
    /// Nobody wrote: what it knows is still true.
    Nothing,
    Unknown,
}

/// Where a head's place lies in its segment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At its end: nothing happened since.
    End,
    /// Before its end: a writer died between record and head, or wrote half a record.
    Inside,
    /// The segment is gone, is shorter, or is another one.
    Nowhere,
}

/// Opens without a note of the time of reading, which the kernel would write down after each time that the file was written:
/// in every hook. Only the owner may leave it out.
pub(crate) fn open_quietly(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(target_os = "linux")]
    {
        /// `O_NOATIME`; on the processors that Rust runs Linux on it is the same number.
        const NO_TIME_OF_READING: i32 = 0o1_000_000;
        match options.custom_flags(NO_TIME_OF_READING).open(path) {
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => options.custom_flags(0),
            other => return other,
        };
    }
    options.open(path)
}

fn open_head(dir: &Path, path: &Path) -> Result<File, LedgerError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).mode(0o600);
    match open_quietly(&mut options, path) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => {
            make_dir(dir)?;
            options.open(path).on("create", path)
        }
        other => other.on("open", path),
    }
}

/// Makes a directory that only its owner may enter.
pub(crate) fn make_dir(dir: &Path) -> Result<(), LedgerError> {
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).on("create", dir)
}

fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<usize> {
    loop {
        match file.read_at(bytes, at) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}
