<?php
/**
 * Has what a wiki's first requests cache cached already. While one request does it the others wait, and fail if the one was
 * given up meanwhile: with each reset that moment would come again. To render the goal pages took a fifth of all that a run
 * costs the wiki.
 */

use MediaWiki\MediaWikiServices;

require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

class WarmDevWiki extends Maintenance {
	public function execute() {
		$services = MediaWikiServices::getInstance();
		$services->getMessageCache()->getMsgFromNamespace( 'Mainpage', 'en' );
		// As rest.php asks for a page's HTML. MediaWiki 1.39 caches that elsewhere, and few tests need it.
		$options = ParserOptions::newFromAnon();
		if ( !method_exists( $options, 'setUseParsoid' ) ) {
			return;
		}
		$options->setUseParsoid();
		foreach ( $services->getPageStore()->newSelectQueryBuilder()->whereNamespace( NS_MAIN )->fetchPageRecords() as $page ) {
			$services->getParserOutputAccess()->getParserOutput( $page, $options );
		}
		DeferredUpdates::doUpdates();
	}
}

$maintClass = WarmDevWiki::class;
require_once RUN_MAINTENANCE_IF_MAIN;
