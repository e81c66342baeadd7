package moderation

import (
	"slices"

	"zhujiao/bot"
)

// Role says how much a moderator may do.
type Role string

// The roles, from the most rights to the fewest.
const (
	RoleOwner    Role = "owner"
	RoleStaff    Role = "moderator"
	RoleLecturer Role = "lecturer"
	RoleReader   Role = "reader"
)

// atLeast reports whether a role has all rights of another one. A role that is
// not in the list has none.
func atLeast(r, least Role) bool {
	roles := []Role{RoleOwner, RoleStaff, RoleLecturer, RoleReader}
	i := slices.Index(roles, r)
	return i >= 0 && i <= slices.Index(roles, least)
}

// AtLeast reports whether a role has all rights of another one.
func (r Role) AtLeast(least Role) bool { return atLeast(r, least) }

// Via is the way a request came in; the audit log keeps it.
type Via string

// The ways.
const (
	ViaChat        Via = "chat"
	ViaConsole     Via = "console"
	ViaCommandLine Via = "command line"
	// ViaFile is a change of the campaign file that acts like a command.
	ViaFile Via = "file"
	// ViaSchedule is something that was due by the clock.
	ViaSchedule Via = "schedule"
	// ViaWall is a screen that somebody has opened for the room.
	ViaWall Via = "wall"
)

// Actor is who asks for an action.
type Actor struct {
	// Name is what the audit log calls them; no two moderators share one.
	Name string
	Role Role
	// Person is their row among the people, 0 unless the request came by chat.
	Person bot.PersonID
	// Hash is the keyed hash that the moderator is bound to; confirmation codes
	// belong to it. It is empty for requests by command line, file or schedule.
	Hash string
	Via  Via
}

// May reports whether the actor's role allows an action. Every method asks it
// again: callers use it to choose what to show.
func (a Actor) May(action Action) bool {
	r, ok := RuleOf(action)
	return ok && atLeast(a.Role, r.Least)
}
