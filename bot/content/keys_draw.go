package content

// What everybody may know about the draw of a pack.
const (
	// KeyDrawNotice holds one of the next two for each pack, and explains how anybody can
	// check it.
	KeyDrawNotice Key = "draw_notice"
	// KeyDrawOpen is said until nobody can draw any more, KeyDrawShown from then on.
	KeyDrawOpen    Key = "draw_open"
	KeyDrawShown   Key = "draw_shown"
	KeyDrawNone    Key = "draw_none"
	KeyDrawOwnNone Key = "draw_own_none"
	KeyDrawOwnWon  Key = "draw_own_won"
	KeyDrawOwnLost Key = "draw_own_lost"
)
