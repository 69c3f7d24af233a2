//! Makes the C++ side of the bridge; its header ends up in cxxbridge/ of the target directory.
fn main() {
    cxx_build::bridge("src/lib.rs").std("c++20").compile("earshot_cassandra_bridge");
    println!("cargo:rerun-if-changed=src/lib.rs");
}
