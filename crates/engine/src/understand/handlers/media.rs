//! ffmpeg, ExifTool and Ghostscript: their options are too many and too irregular for a list; what reads, writes, sends
//! or runs something is.

use automode_model::Verb;

use super::super::value::Val;
use super::{Call, Handled, http};
use crate::knowledge::Role;

/// `blender -o //render/f_`: two slashes are the folder of the scene.
pub fn blender(c: &mut Call<'_, '_, '_>) -> Handled {
    if let Some(out) = ["-o", "--render-output"].iter().find_map(|n| c.bound.value(n)).cloned() {
        let own = out.known().and_then(|t| t.strip_prefix("//")).map(|t| Val::text(t.to_owned()));
        drop(c.path(Verb::Write, &own.unwrap_or(out)));
    }
    Handled::Partly
}

/// Options of ffmpeg without a value. Every other option takes one.
const FFMPEG_FLAGS: &[&str] = &[
    "-y",
    "-n",
    "-hide_banner",
    "-nostdin",
    "-stdin",
    "-vn",
    "-an",
    "-sn",
    "-dn",
    "-re",
    "-shortest",
    "-stats",
    "-nostats",
    "-copyts",
    "-start_at_zero",
    "-accurate_seek",
    "-noaccurate_seek",
    "-ignore_unknown",
    "-benchmark",
    "-xerror",
    "-autorotate",
    "-noautorotate",
    "-nodisp",
    "-autoexit",
    "-show_streams",
    "-show_format",
    "-show_packets",
    "-show_frames",
    "-show_chapters",
    "-show_programs",
    "-show_error",
    "-show_data",
    "-count_frames",
    "-count_packets",
    "-pretty",
    "-unit",
    "-prefix",
    "-byte_binary_prefix",
    "-sexagesimal",
    "-show_private_data",
    "-bitexact",
    "-dump",
    "-hex",
    "-fs",
    "-show_entries_all",
];

/// Options that make ffmpeg only print something.
const FFMPEG_SHOWS: &[&str] = &[
    "-version",
    "-L",
    "-h",
    "-help",
    "-formats",
    "-codecs",
    "-decoders",
    "-encoders",
    "-filters",
    "-protocols",
    "-devices",
    "-hwaccels",
    "-pix_fmts",
    "-sample_fmts",
    "-layouts",
    "-bsfs",
    "-muxers",
    "-demuxers",
    "-buildconf",
    "-colors",
];

/// ffmpeg and ffprobe: `-i` reads, what stands alone is written (read by ffprobe), either may be an address.
pub fn ffmpeg(c: &mut Call<'_, '_, '_>) -> Handled {
    let args: Vec<Val> = c.call.argv.iter().skip(1).cloned().collect();
    let name = c.call.argv.first().map(Val::show).unwrap_or_default();
    let only_reads = name.ends_with("ffprobe") || name.ends_with("ffplay");
    if args.iter().any(|a| a.known().is_some_and(|t| FFMPEG_SHOWS.contains(&t))) {
        return Handled::Wholly;
    }
    let (mut lavfi, mut tee) = (false, false);
    let mut i = 0;
    while let Some(arg) = args.get(i) {
        i += 1;
        let text = arg.prefix();
        if !text.starts_with('-') || text == "-" {
            match arg.known().filter(|_| std::mem::take(&mut tee)) {
                Some(outputs) => several(c, outputs),
                None => end(c, arg, !only_reads),
            }
            continue;
        }
        if FFMPEG_FLAGS.contains(&text) {
            continue;
        }
        let Some(value) = args.get(i) else { break };
        i += 1;
        match text.split(':').next().unwrap_or(text) {
            "-f" => (lavfi, tee) = (value.known() == Some("lavfi"), value.known() == Some("tee")),
            "-i" if lavfi => {
                lavfi = false;
                filters(c, &value.show());
            }
            "-i" => end(c, value, false),
            "-attach" | "-filter_script" | "-filter_complex_script" | "-init_hw_device_file" => {
                drop(c.path(Verb::Read, value))
            }
            "-hls_segment_filename"
            | "-hls_fmp4_init_filename"
            | "-segment_list"
            | "-passlogfile"
            | "-vstats_file"
            | "-dump_attachment"
            | "-sdp_file"
            | "-progress"
            | "-o" => end(c, value, true),
            "-vf" | "-af" | "-lavfi" | "-filter_complex" | "-filter" => filters(c, &value.show()),
            option if option.ends_with("params") || option.ends_with("opts") => named_files(c, &value.show()),
            option if option.starts_with("-stats_") && !option.ends_with("_fmt") => end(c, value, true),
            "-plugin" | "-load_plugins" | "-report" => c.unknown("an option of ffmpeg that is not followed"),
            _ => {}
        }
    }
    Handled::Wholly
}

/// `-f tee '[f=mpegts]udp://…|b.mp4'`.
fn several(c: &mut Call<'_, '_, '_>, outputs: &str) {
    for output in outputs.split('|') {
        let bare = output.strip_prefix('[').and_then(|o| o.split_once(']')).map_or(output, |(_, bare)| bare);
        end(c, &Val::text(bare), true);
    }
}

/// A graph of filters: some load code or open files, most only compute.
fn filters(c: &mut Call<'_, '_, '_>, graph: &str) {
    let begins = |piece: &str| {
        let name = piece.trim().split(['=', '@']).next().unwrap_or("");
        matches!(name, "movie" | "amovie" | "frei0r" | "frei0r_src" | "ladspa" | "lv2" | "zmq" | "azmq" | "ocv")
    };
    if graph.contains("movie=") || graph.split([',', ';', '[', ']']).any(begins) {
        c.unknown("a filter of ffmpeg that opens a file or loads code");
    }
    named_files(c, graph);
}

/// Files beyond the project that options name behind `=`: `subtitles=/x`, `metadata=print:file=/x`, `stats=/x`.
fn named_files(c: &mut Call<'_, '_, '_>, options: &str) {
    let plain = options.replace(['\\', '\''], "");
    for piece in plain.split([',', ';', '[', ']', ':', '|']) {
        let Some((names, value)) = piece.rsplit_once('=') else { continue };
        if !value.starts_with(['/', '~']) && !value.contains("../") {
            continue;
        }
        let name = names.rsplit('=').next().unwrap_or("");
        let reads = ["sub", "ass", "lut", "text", "font", "model", "filename", "f"];
        let reads = reads.iter().any(|r| name.starts_with(r)) && !names.contains("psnr") && !names.contains("ssim");
        let writes = !reads || name == "file";
        let _ = c.path(if writes { Verb::Write } else { Verb::Read }, &Val::text(value));
    }
}

/// One end: an address or a path.
fn end(c: &mut Call<'_, '_, '_>, value: &Val, writes: bool) {
    let text = value.prefix();
    if text.contains("://") {
        let verb = if writes { Verb::NetSend } else { Verb::NetFetch };
        return http::request(c, verb, value);
    }
    if let Some(list) = value.known().and_then(|t| t.strip_prefix("concat:")).filter(|t| t.contains('|')) {
        return list.split('|').for_each(|part| end(c, &Val::text(part), writes));
    }
    let inner = ["file:", "concat:", "async:", "cache:", "md5:", "crypto:", "unix:"];
    let part = text.find(",:").filter(|_| text.starts_with("subfile,")).map(|at| at + 2);
    let inner = part.or_else(|| Some(inner.iter().find(|p| text.starts_with(**p))?.len())).unwrap_or(0);
    if text.starts_with("pipe:") || text == "-" {
        return;
    }
    let _ = c.path(if writes { Verb::Write } else { Verb::Read }, &value.skip(inner));
}

/// ExifTool: `-TAG=…` writes, `-TAG` asks, expressions are Perl.
pub fn exiftool(c: &mut Call<'_, '_, '_>) -> Handled {
    let args: Vec<Val> = c.call.argv.iter().skip(1).cloned().collect();
    let runs =
        ["-if", "-config", "-execute", "-use", "-api", "-userParam", "-stay_open", "-@", "-p", "-geotag", "-srcfile"];
    let values = [
        "-d",
        "-c",
        "-charset",
        "-ext",
        "-extension",
        "-i",
        "-lang",
        "-listItem",
        "-sep",
        "-x",
        "-coordFormat",
        "-dateFormat",
        "-fileNUM",
        "-password",
    ];
    let mut files = Vec::new();
    let mut writes = false;
    let mut i = 0;
    while let Some(arg) = args.get(i) {
        i += 1;
        let text = arg.show();
        let text = text.as_str();
        if !text.starts_with('-') {
            files.push(arg.clone());
        } else if runs.iter().any(|r| text == *r || text.starts_with("-if") && r == &"-if") {
            i += 1;
            c.unknown("an option of exiftool whose value may be code");
        } else if values.contains(&text) {
            // With dates as names, the format says where to.
            if let Some(to) = args.get(i).filter(|v| text.starts_with("-d") && v.prefix().starts_with(['/', '.', '~']))
            {
                let _ = c.path(Verb::Write, to);
            }
            i += 1;
        } else if matches!(text, "-o" | "-out" | "-w" | "-W" | "-textOut" | "-tagOut" | "-csvDelim" | "-w!" | "-w+") {
            if let Some(to) = args.get(i) {
                let _ = c.path(Verb::Write, to);
            }
            i += 1;
        } else if matches!(text, "-tagsfromfile" | "-tagsFromFile" | "-TagsFromFile" | "-addTagsFromFile") {
            if let Some(from) = args.get(i) {
                let _ = c.path(Verb::Read, from);
            }
            writes = true;
            i += 1;
        } else if text.starts_with("-csv=")
            || text.starts_with("-json=")
            || text.contains('=')
            || text.contains('<')
            || text.contains('>')
        {
            writes = true;
            let to = arg.split_once('=').or_else(|| arg.split_once('<')).filter(|(tag, _)| names_file(tag));
            if let Some((_, to)) = to.filter(|(_, v)| text.contains('=') || v.prefix().starts_with(['/', '.', '~'])) {
                let _ = c.path(Verb::Write, &to);
            }
            if let Some((_, from)) = arg.split_once('<').filter(|(k, _)| k.ends_with('=') || text.contains("<=")) {
                let _ = c.path(Verb::Read, &from.skip(usize::from(from.prefix().starts_with('='))));
            }
        } else if matches!(text, "-delete_original" | "-restore_original") {
            writes = true;
        }
    }
    for file in files {
        let _ = c.path(if writes { Verb::Write } else { Verb::Read }, &file);
    }
    Handled::Wholly
}

/// Tags of ExifTool whose value is where the file itself goes, or a link to it.
fn names_file(tag: &str) -> bool {
    let tag = tag.trim_start_matches('-').trim_end_matches(['+', '-']).to_ascii_lowercase();
    let tag = tag.rsplit(':').next().unwrap_or("").trim_end_matches('#');
    matches!(tag, "filename" | "directory" | "hardlink" | "symlink")
}

/// Ghostscript: `-sOutputFile=` writes or pipes, `-c` is code, a PostScript file runs inside its sandbox.
pub fn ghostscript(c: &mut Call<'_, '_, '_>) -> Handled {
    let args: Vec<Val> = c.call.argv.iter().skip(1).cloned().collect();
    let mut i = 0;
    while let Some(arg) = args.get(i) {
        i += 1;
        let text = arg.show();
        let set = arg.split_once('=').filter(|(k, _)| k.starts_with("-s") || k.starts_with("-S"));
        let is_output = |k: &str| k.eq_ignore_ascii_case("-soutputfile") || k.eq_ignore_ascii_case("-sstdout");
        if let Some((_, to)) = set.filter(|(k, v)| is_output(k) || v.prefix().starts_with(['%', '|'])) {
            output(c, &to);
        } else if text.starts_with("-o") {
            let to = if text.len() > 2 { Some(arg.skip(2)) } else { args.get(i).cloned() };
            i += usize::from(text.len() == 2);
            if let Some(to) = to {
                output(c, &to);
            }
        } else if text == "-c"
            || text.starts_with("-dNOSAFER")
            || text.starts_with("-dDELAYSAFER")
            || text.starts_with("-I")
        {
            c.unknown("Ghostscript code, or Ghostscript without its sandbox");
        } else if text.starts_with("--permit-file-") || text.starts_with('@') {
            c.unknown("Ghostscript with more files than it is given");
        } else if !text.starts_with('-') {
            let _ = c.path(Verb::Read, arg);
        }
    }
    Handled::Wholly
}

fn output(c: &mut Call<'_, '_, '_>, to: &Val) {
    let text = to.prefix();
    if text.starts_with("%pipe%") || text.starts_with('|') {
        let skip = if text.starts_with('|') { 1 } else { "%pipe%".len() };
        c.role(Role::Shell, &to.skip(skip), &[]);
        c.unknown("Ghostscript's output goes to a program");
    } else if !matches!(text, "-" | "%stdout" | "%stderr" | "%stdout%" | "%stderr%") {
        let _ = c.path(Verb::Write, to);
    }
}
