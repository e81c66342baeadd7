package content

// What everybody may know about the draw of a pack.
const (
	// KeyDrawNotice holds one of the next two for each pack, and explains how anybody can
	// check it.
	KeyDrawNotice Key = "draw_notice"
	// KeyDrawOpen is said until nobody can draw any more, KeyDrawShown from then on.
	// KeyDrawClosed is said instead of KeyDrawOpen of a pack that the file does not draw for
	// any more; KeyDrawRemoved is its name then.
	KeyDrawOpen    Key = "draw_open"
	KeyDrawShown   Key = "draw_shown"
	KeyDrawClosed  Key = "draw_closed"
	KeyDrawRemoved Key = "draw_removed"
	KeyDrawNone    Key = "draw_none"
	KeyDrawOwnNone Key = "draw_own_none"
	KeyDrawOwnWon  Key = "draw_own_won"
	KeyDrawOwnLost Key = "draw_own_lost"
)

// Somebody who did not draw before the seed was shown: the answer to a claim, and the state
// of the pack.
const (
	KeyPackDrawOver       Key = "pack_draw_over"
	KeyStatusPackDrawOver Key = "status_pack_draw_over"
)

// KeyAlertDrawGone tells moderators of a changed file that does not draw for a pack any more,
// for which people have drawn.
const KeyAlertDrawGone Key = "alert_draw_gone"
