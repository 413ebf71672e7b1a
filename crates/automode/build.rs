//! Links again when the order of its parts changes: the linker reads it from a file that cargo does not know of.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=hot.ld");
}
