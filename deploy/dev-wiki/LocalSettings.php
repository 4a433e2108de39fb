<?php
/**
 * Settings of every instance of the development wiki. What differs between instances comes from the environment
 * (see with_wiki in `wiki`), so that one database serves them all. Never for a wiki that others can reach.
 */

$wgSitename = 'Goalkeeper dev wiki';
$wgLanguageCode = 'en';
$wgServer = 'http://127.0.0.1:' . getenv( 'DEV_WIKI_PORT' );
$wgScriptPath = '/w';
$wgArticlePath = '/wiki/$1';
$wgSecretKey = 'not-a-secret-development-only';
$wgNamespacesWithSubpages[NS_MAIN] = true;

$wgDBtype = 'sqlite';
$wgDBname = 'wiki';
// `wiki reset` switches this symlink over. It is followed here because PHP would go on resolving it to the old folder.
$wgSQLiteDataDir = getenv( 'DEV_WIKI_FOLDER' ) . '/db';
if ( is_link( $wgSQLiteDataDir ) ) {
	$wgSQLiteDataDir = dirname( $wgSQLiteDataDir ) . '/' . readlink( $wgSQLiteDataDir );
}

// No write waits for the disk: most of what these wikis take is such waiting, and they need not survive a loss of power.
$wgDBservers = [ [
	'host' => '', 'type' => 'sqlite', 'dbname' => 'wiki', 'variables' => [ 'synchronous' => 'OFF' ], 'load' => 1,
] ];

// Caches and jobs have files of their own, as MediaWiki's installer sets them up: fewer waits for SQLite's one writer.
// All lie beside the database, so that a copy of the folder is the whole state.
$sqlite = static fn ( string $name ) => [
	'type' => 'sqlite',
	'dbname' => $name,
	'tablePrefix' => '',
	'variables' => [ 'synchronous' => 'OFF' ],
	'dbDirectory' => $wgSQLiteDataDir,
	'trxMode' => 'IMMEDIATE',
	'flags' => 0,
];
$wgObjectCaches[CACHE_DB] = [ 'class' => SqlBagOStuff::class, 'server' => $sqlite( 'wikicache' ) ];
$wgJobTypeConf['default'] = [ 'class' => JobQueueDB::class, 'claimTTL' => 3600, 'server' => $sqlite( 'wiki_jobqueue' ) ];
$wgMainCacheType = CACHE_DB;
$wgResourceLoaderUseObjectCacheForDeps = true;

$wgLocalisationCacheConf['store'] = 'array';

// What runs when is up to the test: `wiki maintenance NAME runJobs`. Echo's notifications need no jobs.
$wgJobRunRate = 0;
$wgRateLimits = [];
$wgPasswordPolicy['policies'] = [ 'default' => [] ];
// The passwords are public. MediaWiki's 30,000 rounds of hashing would be a twentieth of all that a run costs the wiki.
$wgPasswordConfig['pbkdf2']['cost'] = '1';

$wgEnableEmail = false;
$wgPingback = false;
$wgUseInstantCommons = false;
$wgEnableUploads = false;

$wgShowExceptionDetails = true;
$wgShowHostnames = true;

// A dialog that greets newcomers comes up when it likes, and takes the clicks.
$wgVisualEditorShowBetaWelcome = false;

$wgDefaultSkin = 'vector-2022';
wfLoadSkin( 'Vector' );
// MediaWiki 1.39 comes without Echo, DiscussionTools and Linter. An instance may name others, a line each.
$extensions = getenv( 'DEV_WIKI_FOLDER' ) . '/extensions';
$extensions = is_file( $extensions ) ? file( $extensions, FILE_IGNORE_NEW_LINES )
	: [ 'AbuseFilter', 'Echo', 'Linter', 'ParserFunctions', 'VisualEditor', 'DiscussionTools' ];
foreach ( $extensions as $extension ) {
	if ( is_dir( "$IP/extensions/$extension" ) ) {
		wfLoadExtension( $extension );
	}
}

// Localisation is the same in all instances of a version that have the same extensions, and the only thing they share.
$wgCacheDirectory = getenv( 'DEV_WIKI_CACHE' ) . '/' . md5( implode( "\n", $extensions ) );

// Settings of one instance only, e.g. $wgReadOnly; honoured from the next request on.
$extra = getenv( 'DEV_WIKI_FOLDER' ) . '/extra.php';
if ( is_file( $extra ) ) {
	require $extra;
}
