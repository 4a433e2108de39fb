//! `[defaults.notices]` and `[defaults.status]`: what holds for every board that says nothing else.

use config::{Map, Value, ValueKind};

/// The section with them.
pub const NAME: &str = "defaults";
/// The sections of a board that have defaults.
pub const SECTIONS: [&str; 2] = ["notices", "status"];

/// Puts into each board what it doesn't say itself. The section with the defaults is no longer there then: it is what comes back,
/// as a board that says nothing else.
pub fn fill(settings: &mut Value) -> Value {
    let nothing = || Value::new(None, ValueKind::Table(Map::new()));
    let ValueKind::Table(all) = &mut settings.kind else { return nothing() };
    let Some(defaults) = all.remove(NAME) else { return nothing() };
    if let Some(Value { kind: ValueKind::Array(boards), .. }) = all.get_mut("boards") {
        fill_boards(&defaults, boards);
    }
    defaults
}

fn fill_boards(defaults: &Value, boards: &mut [Value]) {
    let ValueKind::Table(defaults) = &defaults.kind else { return };
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
