package campaign

import (
	"context"
	"errors"
	"slices"
	"time"
)

// StopLevel is what moderators have stopped (ruling 28).
type StopLevel int

// The levels; each includes those before it.
const (
	// StopNothing is normal service.
	StopNothing StopLevel = iota
	// StopFirst stops what the bot says first (#停).
	StopFirst
	// StopAll stops answers too; people read that there is maintenance.
	StopAll
)

// String names a level for the record.
func (l StopLevel) String() string {
	switch l {
	case StopFirst:
		return "first stopped"
	case StopAll:
		return "all stopped"
	default:
		return "running"
	}
}

// Control is the state that every message and every send looks at.
type Control struct {
	Level StopLevel
	// Entries counts changes of what a mouth is built from (published entries,
	// added seats): one that was built for another number is out of date.
	Entries int64
}

type controlKey struct{}

// WithControl returns a context that carries the state a message found.
func WithControl(ctx context.Context, c Control) context.Context {
	return context.WithValue(ctx, controlKey{}, c)
}

// ControlFrom returns the state that the message in work found.
func ControlFrom(ctx context.Context) Control {
	c, _ := ctx.Value(controlKey{}).(Control)
	return c
}

// Controls keeps the one row.
type Controls interface {
	Control(ctx context.Context) (Control, error)
	SetLevel(ctx context.Context, l StopLevel, by string, at time.Time) error
}

// Moderator is somebody who may type # commands. It is bound to an openid, of
// which the keyed hash is kept.
type Moderator struct {
	Hash, Name string
	Role       Role
}

// Role says what a moderator may do.
type Role string

// The roles, in falling order of rights.
const (
	RoleOwner    Role = "owner"
	RoleStaff    Role = "moderator"
	RoleLecturer Role = "lecturer"
	RoleReader   Role = "reader"
)

// ErrHigherRole is an invitation to fewer rights than somebody has.
var ErrHigherRole = errors.New("they have a higher role")

// Above tells whether a role has more rights than another.
func (r Role) Above(other Role) bool {
	falling := []Role{RoleOwner, RoleStaff, RoleLecturer, RoleReader}
	return slices.Index(falling, r) < slices.Index(falling, other)
}

// Moderators keeps who they are, what they did and what waits for their yes.
type Moderators interface {
	// Moderator returns the one behind a keyed hash, or ErrNotFound.
	Moderator(ctx context.Context, hash string) (*Moderator, error)
	// Bind uses up an invitation and binds the hash; ErrNotFound for a code
	// that is wrong, used or too old. Who has a higher role keeps it, and the
	// invitation is left: ErrHigherRole with who they are. No two moderators get
	// one name.
	Bind(ctx context.Context, code, hash string, now time.Time) (*Moderator, error)
	// SaveCode notes an action that waits for its code for CodeLife; false when the code is
	// in use for this moderator.
	SaveCode(ctx context.Context, hash, code string, a Action, now time.Time) (bool, error)
	// TakeCode uses a code up and returns its action, or ErrNotFound.
	TakeCode(ctx context.Context, hash, code string, now time.Time) (Action, error)
	// Audit notes who did what.
	Audit(ctx context.Context, e AuditEntry) error
}

// Action is a command that waits for a confirmation.
type Action struct {
	Name string
	Args map[string]string
}

// AuditEntry is a line of the record: who did what to what, with the state
// before and after.
type AuditEntry struct {
	Campaign, Who, Action, Target, Before, After string
	At                                           time.Time
}

// CodeLife is how long a confirmation code holds (R15).
const CodeLife = 2 * time.Minute

// Confirmations makes and takes codes (R15): four digits, two minutes, one use,
// bound to the moderator and the exact action.
type Confirmations struct {
	Store Moderators
	// Digits makes a random code of four digits.
	Digits func() string
}

// Ask notes an action and returns its code.
func (s *Confirmations) Ask(ctx context.Context, m *Moderator, a Action, now time.Time) (string, error) {
	for {
		code := s.Digits()
		ok, err := s.Store.SaveCode(ctx, m.Hash, code, a, now)
		if err != nil || ok {
			return code, err
		}
	}
}

// Figures are what moderators ask for most.
type Figures struct{ Waiting, Present, Tickets, Questions int }

// Office is what moderators change about a campaign as a whole.
type Office interface {
	Figures(ctx context.Context, campaign string) (Figures, error)
	// SetClosed closes or opens registration whatever the file says.
	SetClosed(ctx context.Context, campaign string, closed bool) error
	// AddSeats adds to the file's number of seats.
	AddSeats(ctx context.Context, campaign string, n int) error
	// ByCode finds a person by their short code, or ErrNotFound.
	ByCode(ctx context.Context, code string) (*Person, error)
}
