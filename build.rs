//! Tells cargo which folders are built into the program. `include_dir!` takes all files of a folder, and cargo learns of
//! none of them from it: without this, a new language or layout would be missing until something else changes.

/// The folders given to `include_dir!`.
const BUILT_IN: [&str; 2] = ["config/layouts", "i18n"];

fn main() {
    // Of a folder, cargo looks at every file in it, and at the folder itself for files that come or go.
    for folder in BUILT_IN {
        println!("cargo:rerun-if-changed={folder}");
    }
    println!("cargo:rerun-if-changed=build.rs");
}
