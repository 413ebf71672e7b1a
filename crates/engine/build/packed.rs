//! Text that only people read (the examples of the knowledge files), in half of its bytes: again and again the pair of bytes that
//! stands most often becomes one byte that the text does not have. `src/knowledge/packed.rs` undoes it.

/// Of so many bytes, one is looked at to find the pairs.
const SAMPLE: usize = 8;

/// How long the pieces of the sample are.
const PIECE: usize = 4096;

/// The text as a `Packed`, written out in Rust.
pub fn written(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut sample: Vec<u8> = bytes.chunks(PIECE).step_by(SAMPLE).flatten().copied().collect();
    let mut codes = Vec::new();
    for code in (0..=u8::MAX).filter(|c| !text.as_bytes().contains(c)) {
        let Some(pair) = commonest(&sample) else { break };
        sample = replaced(&sample, pair, code);
        bytes = replaced(&bytes, pair, code);
        codes.push((code, pair));
    }
    format!("Packed{{codes:&{codes:?},bytes:b\"{}\"}}", bytes.escape_ascii())
}

/// The pair that stands most often, if any stands twice.
fn commonest(bytes: &[u8]) -> Option<[u8; 2]> {
    let mut counts = vec![0_u32; 1 << 16];
    for (first, second) in bytes.iter().zip(bytes.iter().skip(1)) {
        let at = usize::from(u16::from_be_bytes([*first, *second]));
        counts.get_mut(at).into_iter().for_each(|n| *n += 1);
    }
    let (at, count) = counts.iter().enumerate().max_by_key(|(_, n)| **n)?;
    let at = u16::try_from(at).ok()?;
    (*count > 1).then(|| at.to_be_bytes())
}

fn replaced(bytes: &[u8], pair: [u8; 2], code: u8) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        match after {
            [second, behind @ ..] if [*first, *second] == pair => {
                out.push(code);
                rest = behind;
            }
            _ => {
                out.push(*first);
                rest = after;
            }
        }
    }
    out
}
