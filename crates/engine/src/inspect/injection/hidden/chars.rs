//! What single characters are: invisible, reordering, a look-alike of an ASCII letter.

/// A character that takes no room and that most readers never see.
#[inline]
pub(in crate::inspect::injection) fn is_invisible(c: char) -> bool {
    !c.is_ascii() && (is_zero_width(c) || is_tag(c) || is_bidi(c))
}

/// What Unicode calls ignorable by default, but for tags, selectors and embeddings: joiners, fillers, marks of direction,
/// soft hyphens, deprecated controls, and places that are kept free for more of them.
pub(super) fn is_zero_width(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{180b}'..='\u{180f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{17b4}' | '\u{17b5}'
        | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}')
}

/// Tags, an invisible copy of ASCII, and what is kept free behind them.
pub(super) fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{e0fff}')
}

/// Spaces that nobody types and that look like any other: of those, a run can be bits. A blank of Braille among them.
pub(super) fn is_rare_space(c: char) -> bool {
    matches!(c, '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{2800}')
}

/// Any space, with or without width.
pub(super) fn is_space(c: char) -> bool {
    is_rare_space(c) || matches!(c, ' ' | '\u{a0}' | '\u{3000}')
}

/// Latin letters in another dress: small capitals, raised and lowered, in circles and squares, full width, mathematical.
pub(in crate::inspect::injection) fn is_styled(c: char) -> bool {
    matches!(c, '\u{1d00}'..='\u{1dbf}' | '\u{2070}'..='\u{209c}' | '\u{2460}'..='\u{24e9}' | '\u{a730}' | '\u{a731}'
        | '\u{ff21}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d6a5}' | '\u{1f110}'..='\u{1f1ff}'
        | '\u{262}' | '\u{26a}' | '\u{299}' | '\u{29c}' | '\u{29f}' | '\u{274}' | '\u{280}' | '\u{28f}')
}

/// Letters of flags, of which two are one.
pub(in crate::inspect::injection) fn is_regional(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Marks that stand on, in or around the letter before them, of no script's own.
pub(in crate::inspect::injection) fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// Embeddings, overrides and isolates.
pub(super) fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Variation selectors of both blocks.
pub(super) fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Private use.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Scripts whose spelling needs joiners or breaks without width: Hebrew to Tibetan, Myanmar, Ethiopic, Khmer, Mongolian,
/// the East Asian scripts, whose typesetting uses them, and Braille.
pub(super) fn needs_joiners(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{10ff}' | '\u{1200}'..='\u{139f}' | '\u{1700}'..='\u{1cff}' | '\u{2801}'..='\u{28ff}' | '\u{2e80}'..='\u{a4cf}'
        | '\u{a800}'..='\u{abff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}' | '\u{ff00}'..='\u{ffef}' | '\u{10a00}'..='\u{11fff}' | '\u{1e900}'..='\u{1eeff}'
        | '\u{20000}'..='\u{323af}')
}

/// Letters written from right to left.
pub(super) fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

/// What can stand in an emoji sequence: pictographs, modifiers, signs, symbols, keycaps.
pub(super) fn is_pictograph(c: char) -> bool {
    matches!(c,
        '\u{a9}' | '\u{ae}' | '\u{203c}' | '\u{2049}' | '\u{2100}'..='\u{2bff}' | '\u{3030}' | '\u{303d}' | '\u{3297}'
        | '\u{3299}' | '\u{1f000}'..='\u{1faff}' | '\u{20e3}' | '\u{fe0f}' | '#' | '*' | '0'..='9')
}

/// The ASCII letter that a character looks like, or itself. Covers Cyrillic, Greek, Armenian, Cherokee, full width,
/// mathematical, circled and squared letters, and small capitals.
pub(in crate::inspect::injection) fn fold(c: char) -> char {
    let plain = undressed(c);
    if plain == c && !c.is_ascii() { look_alike(c).unwrap_or(c) } else { plain }
}

/// The character without its dress, in its own alphabet: wide, mathematical, circled letters and other quotation marks.
pub(in crate::inspect::injection) fn undressed(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    let code = u32::from(c);
    let letter = |base: u32, first: u8| {
        u8::try_from(code.saturating_sub(base) % 26).map_or(c, |n| char::from(first.saturating_add(n)))
    };
    match code {
        0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap_or(c),
        0x1d400..=0x1d6a3 => mathematical(code),
        0x1d7ce..=0x1d7ff => u8::try_from((code - 0x1d7ce) % 10).map_or(c, |n| char::from(b'0' + n)),
        0x24b6..=0x24cf => letter(0x24b6, b'A'),
        0x24d0..=0x24e9 => letter(0x24d0, b'a'),
        0x1f110..=0x1f129 => letter(0x1f110, b'A'),
        0x1f130..=0x1f149 => letter(0x1f130, b'A'),
        0x1f150..=0x1f169 => letter(0x1f150, b'A'),
        0x1f170..=0x1f189 => letter(0x1f170, b'A'),
        0x1f1e6..=0x1f1ff => letter(0x1f1e6, b'A'),
        0x2028 | 0x2029 | 0x85 => '\n',
        0xa0 | 0x1680 | 0x2000..=0x200a | 0x202f | 0x205f | 0x3000 => ' ',
        0x2018 | 0x2019 | 0x201b | 0x2bc => '\'',
        0x201c | 0x201d => '"',
        0x2010..=0x2015 => '-',
        _ => c,
    }
}

fn mathematical(code: u32) -> char {
    let n = u8::try_from((code - 0x1d400) % 52).unwrap_or(0);
    char::from(if n < 26 { b'A' + n } else { b'a' + (n - 26) })
}

/// Letters of living scripts and of the phonetic alphabet that look like an ASCII letter.
pub(in crate::inspect::injection) fn look_alike(c: char) -> Option<char> {
    Some(match c {
        '\u{430}' | '\u{251}' | '\u{3b1}' | '\u{ff41}' | '\u{1d00}' | '\u{1d43}' | '\u{2090}' => 'a',
        '\u{44c}' | '\u{42c}' | '\u{185}' | '\u{299}' | '\u{1d47}' => 'b',
        '\u{441}' | '\u{3f2}' | '\u{1d04}' | '\u{217d}' | '\u{1d9c}' => 'c',
        '\u{501}' | '\u{257}' | '\u{217e}' | '\u{56a}' | '\u{1d05}' | '\u{1d48}' => 'd',
        '\u{435}' | '\u{454}' | '\u{4bd}' | '\u{212e}' | '\u{451}' | '\u{1d07}' | '\u{1d49}' | '\u{2091}' => 'e',
        '\u{17f}' | '\u{a730}' | '\u{1da0}' => 'f',
        '\u{261}' | '\u{581}' | '\u{121}' | '\u{262}' | '\u{1d4d}' => 'g',
        '\u{4bb}' | '\u{570}' | '\u{29c}' | '\u{2b0}' | '\u{2095}' => 'h',
        '\u{456}' | '\u{131}' | '\u{3b9}' | '\u{269}' | '\u{ef}' | '\u{ed}' | '\u{26a}' | '\u{2071}' | '\u{1d62}' => {
            'i'
        }
        '\u{458}' | '\u{29d}' | '\u{3f3}' | '\u{1d0a}' | '\u{2b2}' | '\u{2c7c}' => 'j',
        '\u{43a}' | '\u{3ba}' | '\u{1d0b}' | '\u{1d4f}' | '\u{2096}' => 'k',
        '\u{4cf}' | '\u{217c}' | '\u{1c0}' | '\u{29f}' | '\u{2e1}' | '\u{2097}' => 'l',
        '\u{43c}' | '\u{1d0d}' | '\u{217f}' | '\u{1d50}' | '\u{2098}' => 'm',
        '\u{578}' | '\u{57c}' | '\u{43f}' | '\u{3b7}' | '\u{207f}' | '\u{2099}' => 'n',
        '\u{43e}' | '\u{3bf}' | '\u{3c3}' | '\u{585}' | '\u{1d0f}' | '\u{1d52}' | '\u{2092}' => 'o',
        '\u{440}' | '\u{3c1}' | '\u{1d18}' | '\u{1d56}' | '\u{209a}' => 'p',
        '\u{51b}' | '\u{563}' | '\u{a7af}' => 'q',
        '\u{433}' | '\u{1d26}' | '\u{280}' | '\u{2b3}' | '\u{1d63}' => 'r',
        '\u{455}' | '\u{a731}' | '\u{2e2}' | '\u{209b}' => 's',
        '\u{442}' | '\u{3c4}' | '\u{1d1b}' | '\u{1d57}' | '\u{209c}' => 't',
        '\u{3c5}' | '\u{57d}' | '\u{1d1c}' | '\u{1d58}' | '\u{1d64}' => 'u',
        '\u{475}' | '\u{3bd}' | '\u{1d20}' | '\u{2174}' | '\u{1d5b}' | '\u{1d65}' => 'v',
        '\u{51d}' | '\u{448}' | '\u{461}' | '\u{1d21}' | '\u{3c9}' | '\u{2b7}' => 'w',
        '\u{445}' | '\u{3c7}' | '\u{2179}' | '\u{2e3}' | '\u{2093}' => 'x',
        '\u{443}' | '\u{4af}' | '\u{3b3}' | '\u{28f}' | '\u{2b8}' => 'y',
        '\u{1d22}' | '\u{1dbb}' => 'z',
        '\u{410}' | '\u{391}' | '\u{13aa}' => 'A',
        '\u{412}' | '\u{392}' | '\u{13f4}' => 'B',
        '\u{421}' | '\u{3f9}' | '\u{13df}' => 'C',
        '\u{13a0}' | '\u{216e}' => 'D',
        '\u{415}' | '\u{395}' | '\u{13ac}' => 'E',
        '\u{3dc}' => 'F',
        '\u{50c}' | '\u{13c0}' => 'G',
        '\u{41d}' | '\u{397}' | '\u{13bb}' => 'H',
        '\u{406}' | '\u{399}' | '\u{4c0}' => 'I',
        '\u{408}' | '\u{13ab}' => 'J',
        '\u{41a}' | '\u{39a}' | '\u{13e6}' => 'K',
        '\u{13de}' => 'L',
        '\u{41c}' | '\u{39c}' | '\u{13b7}' => 'M',
        '\u{39d}' | '\u{274}' | '\u{418}' => 'N',
        '\u{41e}' | '\u{39f}' | '\u{555}' => 'O',
        '\u{420}' | '\u{3a1}' | '\u{13e2}' => 'P',
        '\u{51a}' => 'Q',
        '\u{13d2}' => 'R',
        '\u{405}' | '\u{54f}' | '\u{13da}' => 'S',
        '\u{422}' | '\u{3a4}' | '\u{13a2}' => 'T',
        '\u{54d}' => 'U',
        '\u{474}' | '\u{13d9}' => 'V',
        '\u{51c}' | '\u{13b3}' => 'W',
        '\u{425}' | '\u{3a7}' => 'X',
        '\u{423}' | '\u{3a5}' | '\u{4ae}' => 'Y',
        '\u{396}' | '\u{13c3}' => 'Z',
        _ => return None,
    })
}
