//! Protections of pages: of one, by another, of a whole namespace.

use super::hooks::{at_edit_of, settings_for_edits};
use super::{Refusing, targets};

const SYSOP: [(&str, &str); 2] = [("action", "protect"), ("expiry", "never")];

#[test]
fn protected_pages_are_left_alone() {
    let no = Refusing::up();
    let [ada, fay, _, table] = targets();
    let protect = |title: &str, what: &str, more: &[(&str, &str)]| {
        no.admin.post(&[SYSOP.as_slice(), &[("title", title), ("protections", what)], more].concat());
    };
    // Against creation, against edits, and by another page that shows it.
    protect(&ada, "create=sysop", &[]);
    no.admin.save(&fay, "Hello.");
    protect(&fay, "edit=sysop", &[]);
    no.admin.save(&table, "Hello.");
    no.admin.save("Template:Shown", &format!("{{{{{table}}}}}"));
    protect("Template:Shown", "edit=sysop", &[("cascade", "1")]);

    let tried = no.run();
    tried
        .came_to(0, ["skipped protected-page", "skipped protected-page", "posted", "skipped protected-page"]);
    for (edit, code) in [(0, "protectedpage"), (1, "protectedpage"), (3, "cascadeprotected")] {
        tried.said(edit, code);
    }
    protect(&ada, "create=all", &[]);
    protect(&fay, "edit=all", &[]);
    protect("Template:Shown", "edit=all", &[]);
    no.finishes();
}

#[test]
fn a_page_protected_in_the_moment_of_its_edit_is_left_alone() {
    let no = Refusing::up();
    let fay = &targets()[1];
    no.admin.save(fay, "Hello.");
    no.wiki.configure(&at_edit_of(
        fay,
        "$no = false;
        $services->getWikiPageFactory()->newFromTitle( Title::newFromText( $title ) )->doUpdateRestrictions(
            [ 'edit' => 'sysop' ], [], $no, 'Enough', $admin );",
    ));
    let tried = no.run();
    tried.came_to(4, ["posted", "failed protected-page", "posted", "posted"]);
    tried.said(1, "protectedpage");
    no.admin.post(&[SYSOP.as_slice(), &[("title", fay), ("protections", "edit=all")]].concat());
    no.finishes();
}

#[test]
fn a_namespace_that_only_some_may_edit_is_left_alone() {
    let namespace = "$wgNamespaceProtection[NS_USER_TALK] = [ 'delete' ];";
    let no = Refusing::configured(namespace);
    let tried = no.run();
    tried.came_to(0, ["skipped protected-page", "skipped protected-page", "posted", "posted"]);
    tried.said(0, "protectednamespace");
    no.wiki.configure(&settings_for_edits(namespace));
    let tried = no.run();
    tried.came_to(4, ["failed protected-page", "failed protected-page", "unchanged", "unchanged"]);
    tried.said(0, "protectednamespace");
    no.finishes();
}
