<?php
/** Maps URLs onto MediaWiki's entry points, for PHP's built-in server. Its document root holds the tree as `w`. */

$path = rawurldecode( strtok( $_SERVER['REQUEST_URI'], '?' ) );

if ( preg_match( '#^/w/(api|index|load|rest|opensearch_desc)\.php(/.*)?$#s', $path, $match ) ) {
	[ , $entryPoint ] = $match;
	$_SERVER['PATH_INFO'] = $match[2] ?? '';
} elseif ( $path === '/' || $path === '/w/' || str_starts_with( $path, '/wiki/' ) ) {
	$entryPoint = 'index';
	unset( $_SERVER['PATH_INFO'] );
} elseif ( preg_match( '#^/w/(extensions|resources|skins)/#', $path ) ) {
	return false;
} else {
	http_response_code( 404 );
	return true;
}

$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = "/w/$entryPoint.php";
$_SERVER['SCRIPT_FILENAME'] = "{$_SERVER['DOCUMENT_ROOT']}/w/$entryPoint.php";
chdir( "{$_SERVER['DOCUMENT_ROOT']}/w" );
// Required out here, not in a function: MediaWiki's settings are global variables.
require $_SERVER['SCRIPT_FILENAME'];
