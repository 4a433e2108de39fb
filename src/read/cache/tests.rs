//! What is kept is found again as it was, or not at all, whatever becomes of the file.

use std::sync::LazyLock;
use std::thread;

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;

const PLENTY: u64 = 200 << 20;
const OLDEST: Duration = Duration::from_secs(1000);

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn cache_in(folder: &Path, most_bytes: u64) -> Cache {
    Cache::in_folder(folder, most_bytes).unwrap()
}

fn get(cache: &Cache, of: &str, state: &str) -> Option<String> {
    cache.get(of, state, OLDEST)
}

fn put(cache: &Cache, of: &str, state: &str, value: &str) {
    cache.put(of.to_owned(), state.to_owned(), &value);
    cache.flush();
}

/// A file with something in it.
fn filled() -> &'static [u8] {
    static FILLED: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let folder = folder();
        let cache = cache_in(folder.path(), PLENTY);
        for number in 0..40 {
            cache.put(format!("page {number}"), "1".to_owned(), &"a goal".repeat(200 * number));
        }
        cache.flush();
        drop(cache);
        fs::read(folder.path().join(FILE)).unwrap()
    });
    &FILLED
}

#[test]
fn what_is_kept_is_found_again_in_just_its_state() {
    let folder = folder();
    let cache = cache_in(&folder.path().join("new/one"), PLENTY);
    put(&cache, "page 1", "1", "a");
    put(&cache, "page 2", "1", "b");
    put(&cache, "page 1", "2", "c");
    drop(cache);
    let cache = cache_in(&folder.path().join("new/one"), PLENTY);
    assert_eq!(get(&cache, "page 1", "2").as_deref(), Some("c"));
    assert_eq!(get(&cache, "page 1", "1"), None);
    assert_eq!(get(&cache, "page 2", "1").as_deref(), Some("b"));
    assert_eq!(get(&cache, "page 3", "1"), None);
    cache.forget("page 2".to_owned());
    assert_eq!(get(&cache, "page 2", "1"), None);
    cache.flush();
    assert_eq!(get(&cache, "page 2", "1"), None);
    // Something else than was asked for.
    assert_eq!(cache.get::<u32>("page 1", "2", OLDEST), None);
}

#[test]
fn what_is_old_or_from_the_future_is_not_believed() {
    let folder = folder();
    let cache = cache_in(folder.path(), PLENTY);
    put(&cache, "page 1", "1", "a");
    let opened = cache.opened();
    let at = |later: i64| {
        let now = now().checked_add_signed(later).unwrap();
        opened.as_ref().unwrap().get("page 1", "1", (now, OLDEST)).unwrap().is_some()
    };
    assert_eq!([-100, 0, 900, 1100].map(at), [false, true, true, false]);
}

#[test]
fn without_a_folder_nothing_is_kept() {
    let none = Cache::default();
    put(&none, "page 1", "1", "a");
    assert_eq!(get(&none, "page 1", "1"), None);
    let folder = folder();
    let file = folder.path().join("file");
    fs::write(&file, "x").unwrap();
    for place in [file.as_path(), &file.join("below"), Path::new("/proc/none")] {
        assert!(Cache::in_folder(place, PLENTY).is_err(), "{}", place.display());
    }
}

#[test]
fn it_keeps_its_bounds_and_what_is_newest() {
    let folder = folder();
    let most = 2 << 20;
    let text = "a".repeat(100_000);
    for number in 0..60 {
        let cache = cache_in(folder.path(), most);
        put(&cache, &format!("page {number:02}"), "1", &text);
        drop(cache);
        let size = fs::metadata(folder.path().join(FILE)).unwrap().len();
        assert!(size <= 2 * most, "{number}: {size}");
    }
    let cache = cache_in(folder.path(), most);
    assert!(get(&cache, "page 59", "1").is_some() && get(&cache, "page 00", "1").is_none());
}

#[test]
fn two_runs_share_it() {
    let folder = folder();
    let both = [1, 2].map(|_| cache_in(folder.path(), PLENTY));
    thread::scope(|scope| {
        for (at, cache) in both.iter().enumerate() {
            scope.spawn(move || {
                for number in 0..20 {
                    put(cache, &format!("page {at} {number}"), "1", "a");
                }
            });
        }
    });
    for (at, cache) in both.iter().enumerate() {
        let others = (0..20).filter(|number| get(cache, &format!("page {} {number}", 1 - at), "1").is_some());
        assert_eq!(others.count(), 20);
    }
}

#[test]
fn a_file_cut_short_or_of_something_else_is_begun_anew() {
    let folder = folder();
    let whole = filled();
    for text in [
        &b"x"[..],
        &whole[..10],
        &whole[..5_000],
        &whole[..whole.len() / 2],
        b"<html>".repeat(5_000).as_slice(),
    ] {
        fs::write(folder.path().join(FILE), text).unwrap();
        let cache = cache_in(folder.path(), PLENTY);
        put(&cache, "page 1", "1", "a");
        assert_eq!(get(&cache, "page 1", "1").as_deref(), Some("a"), "{} bytes", text.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn damage_costs_time_alone(hits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20)) {
        let folder = folder();
        let mut bytes = filled().to_vec();
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        fs::write(folder.path().join(FILE), bytes).unwrap();
        let cache = cache_in(folder.path(), PLENTY);
        for number in 0..40 {
            let found = get(&cache, &format!("page {number}"), "1");
            prop_assert!(found.is_none_or(|text| text == "a goal".repeat(200 * number)));
        }
        put(&cache, "page 1", "1", "a");
        prop_assert!(get(&cache, "page 1", "1").as_deref() == Some("a"));
    }
}
