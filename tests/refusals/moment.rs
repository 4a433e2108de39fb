//! What someone else does between the bot's last look at a page and its edit.

use super::hooks::{after_the_look, at_edit_of, at_first_edit, someone_saves, while_saving};
use super::{Refusing, targets};

const HELLO: &str = "new WikitextContent( 'Hello. ' . wfRandomString() )";

const DELETE: &str = "$services->getDeletePageFactory()->newDeletePage(
        $services->getWikiPageFactory()->newFromTitle( Title::newFromText( $title ) ), $admin
    )->deleteUnsafe( 'Gone' );";

/// At the first edit of a page.
fn once(php: &str) -> String {
    format!(
        "$mark = __DIR__ . '/once-' . md5( $title );
        if ( is_file( $mark ) ) {{ return true; }} touch( $mark ); {php}"
    )
}

/// What someone wrote meanwhile is still there.
fn nobodys_words_are_lost(no: &Refusing, title: &str) {
    let text = no.admin.text(title).unwrap();
    assert!(text.starts_with("Hello. "), "{text}");
}

#[test]
fn a_page_that_is_edited_or_made_in_the_moment_of_its_edit_is_read_again() {
    let no = Refusing::up();
    let [ada, fay, one_table, other_table] = targets();
    no.admin.save(&ada, "Hello. 0");
    no.admin.save(&one_table, "Hello. 0");
    let meanwhile = once(&someone_saves(HELLO));
    let hooks = [
        at_edit_of(&ada, &meanwhile),
        at_edit_of(&fay, &meanwhile),
        while_saving(&one_table, &meanwhile),
        at_edit_of(&other_table, &meanwhile),
    ];
    no.wiki.configure(&hooks.join("\n"));
    no.run().came_to(0, ["posted"; 4]);
    for title in targets() {
        nobodys_words_are_lost(&no, &title);
    }
    no.finishes();
}

#[test]
fn a_change_elsewhere_on_the_page_in_the_moment_of_its_edit_stays() {
    let no = Refusing::up();
    let ada = &targets()[0];
    no.admin.save(ada, "Hello. 0\n\nOne.\n\nTwo.\n\nThree.");
    let first_line = "new WikitextContent( \"Hello. 1\\n\\nOne.\\n\\nTwo.\\n\\nThree.\" )";
    no.wiki.configure(&at_edit_of(ada, &once(&someone_saves(first_line))));
    // MediaWiki merges the two. Its answer speaks of another revision than the bot's, which then asks what it is.
    no.run().came_to(0, ["posted"; 4]);
    let text = no.admin.text(ada).unwrap();
    assert!(text.starts_with("Hello. 1\n") && text.contains("\nThree.\n\n== "), "{text}");
    no.finishes();
}

#[test]
fn a_page_that_is_made_after_the_wiki_looked_for_it_is_not_overwritten() {
    let no = Refusing::up();
    let [_, fay, _, table] = targets();
    let meanwhile = once(&someone_saves(HELLO));
    no.wiki.configure(&[after_the_look(&fay, &meanwhile), after_the_look(&table, &meanwhile)].join("\n"));
    no.run().came_to(0, ["posted"; 4]);
    nobodys_words_are_lost(&no, &fay);
    nobodys_words_are_lost(&no, &table);
    no.finishes();
}

#[test]
fn a_page_that_is_edited_at_each_attempt_is_left() {
    let no = Refusing::up();
    let [_, fay, table, _] = targets();
    no.admin.save(&table, "Hello. 0");
    let meanwhile = someone_saves(HELLO);
    no.wiki.configure(&[at_edit_of(&fay, &meanwhile), at_edit_of(&table, &meanwhile)].join("\n"));
    let tried = no.run();
    // A notice is planned anew from what the talk page has become, and in the end left for the next run.
    tried.came_to(4, ["posted", "skipped changed-since-plan", "failed edit-conflict", "posted"]);
    tried.said(2, "editconflict");
    nobodys_words_are_lost(&no, &fay);
    nobodys_words_are_lost(&no, &table);
    no.finishes();
}

#[test]
fn a_page_that_is_deleted_in_the_moment_of_its_edit_does_not_come_back() {
    let no = Refusing::up();
    let [_, _, one_table, other_table] = targets();
    no.admin.save(&one_table, "Hello.");
    no.admin.save(&other_table, "Hello.");
    no.wiki.configure(&[at_edit_of(&one_table, DELETE), while_saving(&other_table, DELETE)].join("\n"));
    let tried = no.run();
    // While it saves, MediaWiki takes it for an edit conflict, and the bot reads again.
    tried.came_to(4, ["posted", "posted", "failed page-deleted", "skipped page-deleted"]);
    tried.said(2, "missingtitle");
    assert_eq!(no.admin.text(&one_table), None);
    assert_eq!(no.admin.text(&other_table), None);
    // Nor in a later run, before somebody makes them anew.
    no.wiki.configure("");
    no.run().came_to(
        0,
        ["skipped not-due", "skipped not-due", "skipped markers-damaged", "skipped markers-damaged"],
    );
    [one_table, other_table].iter().for_each(|table| no.admin.save(table, "Hello again."));
    no.finishes();
}

#[test]
fn a_page_that_becomes_json_is_left_alone() {
    let no = Refusing::up();
    let table = &targets()[2];
    let becomes_json = someone_saves("new JsonContent( '{}' )");
    no.admin.save(table, "Hello.");
    no.wiki.configure(&at_first_edit(&format!("$title = '{table}'; {becomes_json}")));
    no.run().came_to(0, ["posted", "posted", "skipped unsupported-talk-page", "posted"]);
    assert_eq!(no.admin.text(table).as_deref(), Some("{}"));
    becomes_text(&no, table);
    no.finishes();
}

#[test]
fn a_page_that_becomes_json_in_the_moment_of_its_edit_is_left_alone() {
    let no = Refusing::up();
    let table = &targets()[2];
    no.admin.save(table, "Hello.");
    no.wiki.configure(&at_edit_of(table, &someone_saves("new JsonContent( '{}' )")));
    // MediaWiki 1.43 fails over it (internal_api_error_MWException), and saves nothing; then the bot looks again.
    let tried = no.run();
    assert_eq!(no.admin.text(table).as_deref(), Some("{}"));
    becomes_text(&no, table);
    no.finishes();
    tried.came_to(0, ["posted", "posted", "skipped unsupported-talk-page", "posted"]);
}

fn becomes_text(no: &Refusing, title: &str) {
    no.wiki.configure("");
    no.admin.post(&[("action", "edit"), ("title", title), ("text", "Hello."), ("contentmodel", "wikitext")]);
}
