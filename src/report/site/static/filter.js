// Leaves out what a reader doesn't look for. Without it the site shows everything.
'use strict';
window.addEventListener( 'beforeprint', () => {
	document.querySelectorAll( 'details' ).forEach( ( details ) => {
		details.open = true;
	} );
} );
( () => {
	const form = document.querySelector( 'form.filter' );
	if ( !form ) {
		return;
	}
	const rows = Array.from( document.querySelectorAll( '[data-state]' ) );
	const sections = Array.from( document.querySelectorAll( 'section' ) );
	const output = form.querySelector( 'output' );
	const chosen = ( name ) => form.elements[ name ] ? form.elements[ name ].value.trim() : '';
	// The words of goals, page by page, come when they are asked for first.
	let words = null, asked = false;
	const apply = () => {
		const board = chosen( 'board' ), state = chosen( 'state' );
		const wanted = chosen( 'words' ).toLowerCase().split( /[^\p{Alphabetic}\p{N}]+/u ).filter( Boolean );
		if ( wanted.length && !asked ) {
			asked = true;
			const script = document.createElement( 'script' );
			script.src = 'words.js';
			script.onload = () => {
				words = window.goalWords;
				apply();
			};
			document.head.append( script );
		}
		let shown = 0;
		for ( const row of rows ) {
			const has = ( word ) => ( words[ row.dataset.page ] || '' ).includes( word );
			const fits = ( !board || row.dataset.board === board ) && ( !state || row.dataset.state === state ) &&
				( !words || wanted.every( has ) );
			row.hidden = !fits;
			shown += fits;
		}
		for ( const section of sections ) {
			section.hidden = !section.querySelector( '[data-state]:not([hidden])' ) && shown < rows.length;
		}
		const isKnown = ( word ) => Object.values( words ).some( ( all ) => all.includes( word ) );
		const unknown = words ? wanted.filter( ( word ) => !isKnown( word ) ) : [];
		output.textContent = ( shown === rows.length ? '' : `${ shown } of ${ rows.length } shown` ) +
			( unknown.length ? `. No goal has “${ unknown.join( '”, “' ) }”, or it may be a name: names can’t be looked for` : '' );
	};
	form.hidden = false;
	form.addEventListener( 'input', apply );
	form.addEventListener( 'submit', ( event ) => event.preventDefault() );
	// What the browser kept from the last visit.
	apply();
} )();
