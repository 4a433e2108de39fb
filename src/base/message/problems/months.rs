//! What is wrong with the names of the months.

/// What a day in an answer would be read wrongly by.
pub fn problems(text: &str) -> Vec<String> {
    let names: Vec<String> = text.split('|').map(|name| name.trim().to_lowercase()).collect();
    let mut found = Vec::new();
    if names.len() != 12 {
        found.push(format!("{} months, not twelve", names.len()));
    }
    if names.iter().any(String::is_empty) {
        found.push("a month without a name".to_owned());
    }
    for (at, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
        for other in names[at + 1..].iter().filter(|other| !other.is_empty()) {
            let (short, long) = if name.len() <= other.len() { (name, other) } else { (other, name) };
            if short == long {
                found.push(format!("two months called “{short}”"));
            } else if long.starts_with(short.as_str()) && is_one_word(short) {
                found.push(format!("“{short}” may also be short for “{long}”"));
            }
        }
    }
    found
}

/// Names of several words (“tháng 1”, “tháng 10”) are not read in answers.
fn is_one_word(name: &str) -> bool {
    name.chars().all(char::is_alphanumeric)
}
