//! Titles and the quarters that they are for.

mod filled;
mod named;
mod silent;

use crate::base::Quarter;

fn quarter(text: &str) -> Quarter {
    text.parse().unwrap()
}
