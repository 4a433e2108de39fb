//! PHP for `wiki.configure`: MediaWiki's own hooks at the requests that matter, so that no test waits for a moment.

/// Runs at each of the bot's edits, when the wiki has accepted the token and does not yet look at the page.
/// `$title` is the page's; `return false` with `$message` refuses the edit.
pub fn at_edit(php: &str) -> String {
    format!(
        "$wgHooks['ApiCheckCanExecute'][] = static function ( $module, $user, &$message ) {{
            if ( $module->getModuleName() !== 'edit' || $user->getName() !== 'GoalkeeperBot' ) {{ return true; }}
            $title = $module->getRequest()->getVal( 'title' );
            {SERVICES}
            {php}
            return true;
        }};"
    )
}

/// The same, at the first edit only.
pub fn at_first_edit(php: &str) -> String {
    at_edit(&format!(
        "if ( is_file( __DIR__ . '/once' ) ) {{ return true; }} touch( __DIR__ . '/once' ); {php}"
    ))
}

/// The same, at each edit of one page.
pub fn at_edit_of(title: &str, php: &str) -> String {
    at_edit(&format!("if ( $title !== '{title}' ) {{ return true; }} {php}"))
}

/// Runs at the bot's edit of a page, when MediaWiki has looked whether the page exists (`createonly`), and before it reads
/// the page once more to save it.
pub fn after_the_look(title: &str, php: &str) -> String {
    format!(
        "$wgHooks['getUserPermissionsErrorsExpensive'][] = static function ( $page, $user, $action ) {{
            $title = $page->getPrefixedText();
            if ( $title !== '{title}' || ( $_POST['action'] ?? '' ) !== 'edit' || $action !== 'edit'
                || $user->getName() !== 'GoalkeeperBot' ) {{ return true; }}
            {SERVICES}
            {php}
            return true;
        }};"
    )
}

/// Runs while MediaWiki saves the bot's edit of a page, when it has compared the revisions already.
pub fn while_saving(title: &str, php: &str) -> String {
    format!(
        "$wgHooks['EditFilterMergedContent'][] = static function ( $context, $content, $status, $summary, $user ) {{
            $title = $context->getTitle()->getPrefixedText();
            if ( $title !== '{title}' || $user->getName() !== 'GoalkeeperBot' ) {{ return true; }}
            {SERVICES}
            {php}
            return true;
        }};"
    )
}

/// Runs between the bot's first edit and its second, when the first is saved.
pub fn after_first_edit(php: &str) -> String {
    format!(
        "$wgHooks['PageSaveComplete'][] = static function ( $page, $user ) {{
            if ( $user->getName() !== 'GoalkeeperBot' || is_file( __DIR__ . '/first' ) ) {{ return; }}
            touch( __DIR__ . '/first' );
            {SERVICES}
            {php}
        }};"
    )
}

/// Settings that hold from then on; `act` is done when the bot's first edit is saved.
pub fn since_first_edit(act: &str, settings: &str) -> String {
    format!("{}\nif ( is_file( __DIR__ . '/first' ) ) {{ {settings} }}", after_first_edit(act))
}

/// Settings for requests that edit, and for no other.
pub fn settings_for_edits(php: &str) -> String {
    format!("if ( ( $_POST['action'] ?? '' ) === 'edit' ) {{ {php} }}")
}

/// Someone else saves `content`, a PHP expression, on the page `$title`.
pub fn someone_saves(content: &str) -> String {
    format!(
        "$updater = $services->getWikiPageFactory()->newFromTitle( Title::newFromText( $title ) )
            ->newPageUpdater( $services->getUserFactory()->newFromName( 'Coordinator Sample (WMF)' ) );
        $updater->setContent( 'main', {content} );
        $updater->saveRevision( CommentStoreComment::newUnsavedComment( 'In between' ) );
        $services->getDBLoadBalancerFactory()->commitPrimaryChanges( __METHOD__ );"
    )
}

/// An administrator blocks the bot everywhere.
pub const BLOCK: &str = "$services->getBlockUserFactory()
    ->newBlockUser( 'GoalkeeperBot', $admin, 'infinity', 'It writes nonsense' )->placeBlockUnsafe();";

/// Ends the bot's sessions, as a new bot password does; the old one goes on working.
pub const END_SESSIONS: &str =
    "$services->getConnectionProvider()->getPrimaryDatabase( 'virtual-botpasswords' )
    ->newUpdateQueryBuilder()->update( 'bot_passwords' )->set( [ 'bp_token' => 'ended' ] )->where( '1=1' )
    ->caller( 'test' )->execute();";

const SERVICES: &str = "$services = MediaWiki\\MediaWikiServices::getInstance();
    $admin = $services->getUserFactory()->newFromName( 'Admin' );";
