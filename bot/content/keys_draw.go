package content

// What everybody may know about the draw of a pack.
const (
	// KeyDrawOpen is said until nobody can draw any more, KeyDrawShown from then on.
	KeyDrawOpen  Key = "draw_open"
	KeyDrawShown Key = "draw_shown"
	KeyDrawNone  Key = "draw_none"
	// KeyDrawHow explains how anybody can check it.
	KeyDrawHow     Key = "draw_how"
	KeyDrawOwnNone Key = "draw_own_none"
	KeyDrawOwnWon  Key = "draw_own_won"
	KeyDrawOwnLost Key = "draw_own_lost"
)
