//! Reads arguments again after a handler took out what the format cannot say: options with two values, bundles
//! without a dash, the command behind `-x`.

use super::super::options;
use super::super::value::Val;
use super::Call;

/// Forgets the first reading and its complaints.
pub fn with(c: &mut Call<'_, '_, '_>, args: &[Val]) {
    c.bound = options::bind(c.program, args);
    c.effects.clear();
    if !c.bound.unknown.is_empty() {
        let why = format!("`{}` with `{}` is not understood", c.program.name, c.bound.unknown.join(" "));
        c.unknown(&why);
    }
}

/// An option that was taken out, with its values.
pub struct Taken {
    /// As written.
    pub name: String,
    /// The words behind it.
    pub values: Vec<Val>,
}

/// Takes these options out, each with so many values, up to the first operand where `stops` says so; the rest is read
/// again. An option whose values are missing stays, and is unknown then.
pub fn without(c: &mut Call<'_, '_, '_>, options: &[(&str, usize)], stops: bool) -> Vec<Taken> {
    let args: Vec<Val> = c.call.argv.get(1..).unwrap_or_default().to_vec();
    let (mut left, mut taken) = (Vec::new(), Vec::new());
    let mut i = 0;
    let mut values_due = 0usize;
    while let Some(arg) = args.get(i) {
        let word = arg.known().unwrap_or("");
        let hit = options.iter().find(|(n, _)| *n == word);
        if values_due > 0 {
            values_due -= 1;
        } else if word == "--" || stops && !arg.prefix().starts_with('-') {
            left.extend_from_slice(args.get(i..).unwrap_or_default());
            break;
        } else if let Some((name, count)) = hit
            && let Some(values) = args.get(i + 1..i + 1 + count)
        {
            taken.push(Taken { name: (*name).to_owned(), values: values.to_vec() });
            i += count + 1;
            continue;
        } else if stops {
            values_due = usize::from(options::value_follows(c.program, word));
        }
        left.push(arg.clone());
        i += 1;
    }
    with(c, &left);
    taken
}
