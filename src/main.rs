//! The program: reads the command line and hands over to [`placet`]'s `cli`.

fn main() {}
