<?php
/**
 * Fills a new wiki with the accounts of accounts.tsv and the pages of pages/, in one process. It also runs on
 * MediaWiki 1.39, hence services instead of 1.43's class names.
 */

use MediaWiki\MediaWikiServices;
use MediaWiki\Revision\SlotRecord;
use Wikimedia\Timestamp\ConvertibleTimestamp;

require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

class SeedDevWiki extends Maintenance {
	private const GRANTS = [ 'basic', 'highvolume', 'editpage', 'createeditmovepage' ];

	private MediaWikiServices $services;

	public function execute() {
		$this->services = MediaWikiServices::getInstance();
		// Sample pages are to look older than anything that a test does.
		ConvertibleTimestamp::setFakeTime( '20200928090000' );
		$this->tellNobody();
		foreach ( file( __DIR__ . '/accounts.tsv', FILE_IGNORE_NEW_LINES ) as $line ) {
			if ( $line !== '' && $line[0] !== '#' ) {
				$this->createAccount( ...explode( "\t", $line ) );
			}
		}
		$this->addInterwikiPrefix( 'phab', 'https://phabricator.wikimedia.org/$1' );
		foreach ( glob( __DIR__ . '/pages/*/*.wikitext' ) as $file ) {
			$this->savePage( $file );
		}
		// Pages were saved in no particular order: links to templates that came later are found by these jobs.
		$this->services->getJobRunner()->run( [] );
		$this->emptyCaches();
	}

	/** No account begins with a new message or a notification. */
	private function tellNobody(): void {
		$hooks = $this->services->getHookContainer();
		$hooks->register( 'ArticleEditUpdateNewTalk', static fn () => false );
		$hooks->register( 'BeforeEchoEventInsert', static fn () => false );
	}

	private function createAccount( string $name, string $password, string $groups = '', string $botPassword = '' ): void {
		$user = $this->services->getUserFactory()->newFromName( $name );
		if ( !$user->isRegistered() ) {
			$user->addToDatabase();
		}
		$status = $user->changeAuthenticationData( [ 'username' => $name, 'password' => $password, 'retype' => $password ] );
		if ( !$status->isGood() ) {
			$this->fatalError( "$name: " . $status->getWikiText() );
		}
		foreach ( array_filter( explode( ',', $groups ) ) as $group ) {
			$this->services->getUserGroupManager()->addUserToGroup( $user, $group );
		}
		if ( $botPassword !== '' ) {
			[ $appId, $secret ] = explode( '@', $botPassword );
			BotPassword::newUnsaved( [ 'user' => $user, 'appId' => $appId, 'grants' => self::GRANTS ] )
				->save( 'insert', $this->services->getPasswordFactory()->newFromPlaintext( $secret ) );
		}
	}

	private function addInterwikiPrefix( string $prefix, string $url ): void {
		$this->getDB( DB_PRIMARY )->insert( 'interwiki', [
			'iw_prefix' => $prefix, 'iw_url' => $url, 'iw_api' => '', 'iw_wikiid' => '', 'iw_local' => 0, 'iw_trans' => 0,
		], __METHOD__ );
	}

	/** @param string $file pages/NAMESPACE/TITLE.wikitext, a slash in the title written as %2F */
	private function savePage( string $file ): void {
		$namespace = basename( dirname( $file ) );
		$name = rawurldecode( basename( $file, '.wikitext' ) );
		$title = $this->services->getTitleFactory()->newFromTextThrow( $namespace === '(Main)' ? $name : "$namespace:$name" );
		$content = $this->services->getContentHandlerFactory()->getContentHandler( CONTENT_MODEL_WIKITEXT )
			->unserializeContent( file_get_contents( $file ) );
		$updater = $this->services->getWikiPageFactory()->newFromTitle( $title )
			->newPageUpdater( $this->services->getUserFactory()->newFromName( 'Admin' ) );
		$updater->setContent( SlotRecord::MAIN, $content );
		$updater->saveRevision( CommentStoreComment::newUnsavedComment( 'Sample page' ) );
		if ( !$updater->wasSuccessful() ) {
			$this->fatalError( "$title: " . $updater->getStatus()->getWikiText() );
		}
	}

	/** What was cached under the faked clock must not be met under the real one. */
	private function emptyCaches(): void {
		DeferredUpdates::doUpdates();
		$cache = new SQLite3( $GLOBALS['wgSQLiteDataDir'] . '/wikicache.sqlite' );
		$cache->exec( 'DELETE FROM objectcache; VACUUM' );
	}
}

$maintClass = SeedDevWiki::class;
require_once RUN_MAINTENANCE_IF_MAIN;
