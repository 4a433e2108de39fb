//! `[defaults.notices]` and `[defaults.status]`: what holds for every board that says nothing else.

use config::{Map, Value, ValueKind};

/// The section with them.
pub const NAME: &str = "defaults";
/// The sections of a board that have defaults.
pub const SECTIONS: [&str; 2] = ["notices", "status"];

/// Puts into each board what it doesn't say itself; the section with the defaults is gone then.
pub fn fill(settings: &mut Value) {
    let ValueKind::Table(all) = &mut settings.kind else { return };
    let Some(Value { kind: ValueKind::Table(defaults), .. }) = all.remove(NAME) else { return };
    let Some(Value { kind: ValueKind::Array(boards), .. }) = all.get_mut("boards") else { return };
    for section in SECTIONS {
        let Some(Value { kind: ValueKind::Table(of_all), .. }) = defaults.get(section) else { continue };
        for board in boards.iter_mut() {
            let ValueKind::Table(board) = &mut board.kind else { continue };
            let own = board
                .entry(section.to_owned())
                .or_insert_with(|| Value::new(None, ValueKind::Table(Map::new())));
            let ValueKind::Table(own) = &mut own.kind else { continue };
            for (key, value) in of_all {
                own.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
    }
}
