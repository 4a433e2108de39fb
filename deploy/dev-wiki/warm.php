<?php
/**
 * Has what a wiki's first request caches cached already. While one request does it the others wait, and fail if the one was
 * given up meanwhile: with each reset that moment would come again.
 */

use MediaWiki\MediaWikiServices;

require_once getenv( 'MW_INSTALL_PATH' ) . '/maintenance/Maintenance.php';

class WarmDevWiki extends Maintenance {
	public function execute() {
		MediaWikiServices::getInstance()->getMessageCache()->getMsgFromNamespace( 'Mainpage', 'en' );
	}
}

$maintClass = WarmDevWiki::class;
require_once RUN_MAINTENANCE_IF_MAIN;
