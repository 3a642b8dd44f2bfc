//! The rules are embedded in the binary: a change of one of them is a change of the program.

fn main() {
    println!("cargo::rerun-if-changed=rules");
}
