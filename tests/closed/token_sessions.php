<?php
/**
 * Sessions by `Authorization: Bearer TOKEN`. Stands for the OAuth extension, which MediaWiki does not bundle, and
 * works as its SessionProvider does: no cookie, nothing persisted, the rights cut down to the consumer's grants, a
 * wrong token refused on the API. Tests load it from the wiki's settings; never for a wiki that others can reach.
 */

use MediaWiki\Api\ApiUsageException;
use MediaWiki\MediaWikiServices;
use MediaWiki\Request\WebRequest;
use MediaWiki\Session\ImmutableSessionProviderWithCookie;
use MediaWiki\Session\SessionBackend;
use MediaWiki\Session\SessionInfo;
use MediaWiki\Session\UserInfo;

class TokenSessions extends ImmutableSessionProviderWithCookie {
	/** @param array $params token, user, grants; rest: whether rest.php takes the token, too */
	public function __construct( private array $params ) {
		parent::__construct();
		$this->priority = SessionInfo::MAX_PRIORITY;
	}

	public function provideSessionInfo( WebRequest $request ) {
		$header = (string)$request->getHeader( 'Authorization' );
		$here = defined( 'MW_API' ) || ( defined( 'MW_REST_API' ) && $this->params['rest'] );
		if ( !$here || !str_starts_with( $header, 'Bearer ' ) ) {
			return null;
		}
		$user = UserInfo::newAnonymous();
		$metadata = [ 'rights' => [] ];
		if ( hash_equals( $this->params['token'], substr( $header, strlen( 'Bearer ' ) ) ) ) {
			$user = UserInfo::newFromName( $this->params['user'], true );
			$grants = MediaWikiServices::getInstance()->getGrantsInfo();
			$metadata['rights'] = $grants->getGrantRights( $this->params['grants'] );
		} else {
			$this->refuse();
		}
		return new SessionInfo( SessionInfo::MAX_PRIORITY, [
			'provider' => $this,
			'id' => $this->hashToSessionId( $header ),
			'userInfo' => $user,
			'persisted' => false,
			'forceUse' => true,
			'metadata' => $metadata,
		] );
	}

	/** As that extension: the API is ready for an exception only later. */
	private function refuse(): void {
		MediaWikiServices::getInstance()->getHookContainer()->register( 'ApiBeforeMain', static function () {
			throw ApiUsageException::newWithMessage( null, [ 'rawmessage', 'Invalid access token' ],
				'mwoauth-invalid-authorization' );
		} );
	}

	public function getAllowedUserRights( SessionBackend $backend ) {
		return $backend->getProviderMetadata()['rights'] ?? [];
	}

	public function preventSessionsForUser( $username ) {
	}

	/** Nobody can make a browser send the header. */
	public function safeAgainstCsrf() {
		return true;
	}
}
