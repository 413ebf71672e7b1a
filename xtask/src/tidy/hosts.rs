//! Public package registries are not named anywhere in the tree: what a lock file should say is learned from the file and from the
//! tools' settings, and examples use reserved names. Only the hashes of the hosts stand here, for the same reason.

use super::{Problem, files::File};

/// FNV-1a of each host, sorted.
const REGISTRIES: &[u64] = &[
    0x0702_bf46_1365_8751,
    0x11d7_08fd_f1fc_1634,
    0x144a_3d3b_1085_0065,
    0x1539_1583_df8e_395d,
    0x1af1_6fa2_242a_6368,
    0x1e3e_bdbb_523d_0e61,
    0x1eeb_c0a9_482e_8164,
    0x20ca_998d_19bb_b480,
    0x2bc2_2df0_3884_078d,
    0x2d9b_a3d2_7de7_fe90,
    0x35e0_eeed_fa31_734a,
    0x4ffa_011d_8eb7_1934,
    0x506c_3abe_f7ad_3490,
    0x5a2b_972e_5c41_70b7,
    0x5c6e_ef68_b3be_fb1b,
    0x6d15_16e9_bf61_49ee,
    0x6f00_334a_72d4_3b7a,
    0x74c1_c6a6_88ab_3cce,
    0x763a_1bbb_e8d9_7aca,
    0x789d_f96c_c168_3a21,
    0x855a_47dc_5634_51bc,
    0x8c2d_cc21_725b_7ab8,
    0x9924_60a6_9dc4_9529,
    0xa983_a1e7_31c2_5208,
    0xabf6_b123_c7e6_e06b,
    0xac8e_eaaf_e9bf_3348,
    0xc58e_56c1_d7a5_2df0,
    0xcaf0_bfdc_33b3_9625,
    0xd615_7b1e_8804_f381,
    0xde35_e608_c3c2_ca95,
    0xe2e0_3984_e171_1901,
    0xf110_3e9d_54cc_b060,
    0xf687_789e_dba7_c9c8,
    0xf87f_b129_12f3_c5fb,
];

pub fn check(files: &[File]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in files {
        for (n, line) in file.text.lines().enumerate() {
            // Cargo writes where each package comes from into its own lock file.
            let own = file.path.ends_with("Cargo.lock") && line.starts_with("source = ");
            if !own && let Some(host) = registry(line) {
                let hint = "examples use registry.example.com and the like; the product learns hosts from the files";
                problems.push(Problem::new(&file.path, n + 1, format!("a package registry's host: {host}"), hint));
            }
        }
    }
    problems
}

/// The first host of a line that is a registry's, or below one.
fn registry(line: &str) -> Option<&str> {
    let host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    let names = line.split(|c: char| !host(c)).map(|w| w.trim_matches('.')).filter(|w| w.contains('.'));
    names.into_iter().find(|name| {
        let below = name.match_indices('.').map(|(at, _)| at + 1);
        let mut suffixes = std::iter::once(0).chain(below).filter_map(|at| name.get(at..));
        suffixes.any(|s| REGISTRIES.binary_search(&hash(s)).is_ok())
    })
}

fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::registry;

    #[test]
    fn a_registry_is_known_by_its_hash() {
        let host = concat!("https://registry.npm", "js.org/left");
        assert_eq!(registry(host), Some(concat!("registry.npm", "js.org")));
        assert!(registry(&host.to_uppercase()).is_some());
        assert_eq!(registry("https://registry.example.com/left and file.name.rs"), None);
    }
}
