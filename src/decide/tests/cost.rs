//! What a page costs to read and to judge: `bench/hold` runs this under valgrind, and compares the number of instructions.

use super::html::{item, list, objective, staff};
use super::world::World;

/// A page as many are: three objectives with eight key results each, two in three of which have goals.
fn page() -> String {
    let ada = staff("Ada");
    let result = |number: usize| {
        let text = format!("Write part {number} of the plan, and have it read by two people");
        let goals: &[&str] = if number.is_multiple_of(3) { &[""] } else { &["Something", &text] };
        item(number, &ada, &list(goals))
    };
    let items: Vec<String> = (1..=8).map(result).collect();
    ["Calm nights", "Steady saves", "Quick answers"].map(|title| objective(title, &ada, &items)).concat()
}

#[test]
#[ignore = "`bench/hold` runs it under valgrind"]
fn reading() {
    let times: usize = std::env::var("COST_READINGS").map_or(1, |times| times.parse().unwrap());
    let world = World::new().page(&page());
    for _ in 0..times {
        world.look(|facts| assert_eq!(facts.survey.pages[0].findings.len(), 6));
    }
}
