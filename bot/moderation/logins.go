package moderation

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"zhujiao/bot"
)

// How long one-time links to the console hold.
const (
	// SignInLife is the life of a link that somebody hands over.
	SignInLife = 30 * time.Minute
	// ChatLinkLife is the life of a link that a moderator gets by chat for themselves.
	ChatLinkLife = 5 * time.Minute
	// nameMax is how many characters a name may have.
	nameMax = 20
)

// SignInPath is the path in front of the token of a one-time link.
const SignInPath = "/console/in/"

// Login is somebody who may sign in to the console. A moderator of the same name is the
// same person, so that nobody approves by chat what they made in the console.
type Login struct {
	Name string
	Role Role
	// Password is the hash of a password, TOTP the secret of the second step; empty for
	// none.
	Password, TOTP string
	// Step is the newest code of the second step that was taken.
	Step int64
	Made time.Time
}

// Session is a browser that is signed in, by the hash of its token.
type Session struct {
	Token, Login string
	// Data is what the session holds, as text.
	Data string
	// Agent is what the browser calls itself.
	Agent         string
	Made, Expires time.Time
}

// LoginStore stores who may sign in. Every method joins the unit of the context.
type LoginStore interface {
	// Login returns the one with a name, or ErrNotFound.
	Login(ctx context.Context, name string) (*Login, error)
	// Logins returns all, the oldest first.
	Logins(ctx context.Context) ([]Login, error)
	// AddLogin adds one without a password. It returns false if the name is taken.
	AddLogin(ctx context.Context, name string, r Role, at time.Time) (bool, error)
	// AddFirstLogin is AddLogin for an owner; it returns false if there is anybody.
	AddFirstLogin(ctx context.Context, name string, at time.Time) (bool, error)
	// SetRole changes a role.
	SetRole(ctx context.Context, name string, r Role) error
	// RemoveLogin removes somebody with their links, sessions, drafts and tickets, and the
	// moderator of the same name. It returns false if there is nobody.
	RemoveLogin(ctx context.Context, name string) (bool, error)
}

// SignInLinks stores one-time links by the hash of their token. Every method joins the
// unit of the context.
type SignInLinks interface {
	// SaveLink stores a link for a login; an empty name makes the first login.
	SaveLink(ctx context.Context, token, name string, until time.Time) error
	// Link returns whose a link is, or ErrNotFound for one that is wrong, used or too old.
	Link(ctx context.Context, token string, now time.Time) (name string, err error)
	// TakeLink uses a link up. It returns ErrNotFound if somebody was faster.
	TakeLink(ctx context.Context, token string, now time.Time) error
}

// LoginSecrets stores what people prove themselves by. Every method joins the unit of the
// context.
type LoginSecrets interface {
	// SetPassword stores the hash of a password.
	SetPassword(ctx context.Context, name, hash string) error
	// SetTOTP stores the secret of a second step and the step that was taken last;
	// an empty secret ends it.
	SetTOTP(ctx context.Context, name, secret string, step int64) error
	// TakeStep notes that the code of a step was taken. It returns false for a step that
	// is not later than all before.
	TakeStep(ctx context.Context, name string, step int64) (bool, error)
	// Person returns the person who is the moderator with a name, 0 for nobody.
	Person(ctx context.Context, name string) (bot.PersonID, error)
}

// Refusals at the door of the console.
var (
	// ErrName means that a name is empty, too long or has characters that nobody sees.
	ErrName = errors.New("no name for somebody who signs in")
	// ErrRole means that there is no such role.
	ErrRole = errors.New("no such role")
	// ErrLastOwner means that nobody would be left who can invite others.
	ErrLastOwner = errors.New("the last owner stays one")
)

// Logins decides who may sign in to the console.
type Logins struct {
	Log     AuditLog
	Store   LoginStore
	Links   SignInLinks
	Secrets LoginSecrets
	// Random makes a token that nobody can guess; Hash is what is stored of it.
	Random func() string
	Hash   func(token string) string
}

// Actor returns somebody who is signed in, or ErrNotFound if they were removed.
func (s *Logins) Actor(ctx context.Context, name string) (Actor, *Login, error) {
	l, err := s.Store.Login(ctx, name)
	if err != nil {
		return Actor{}, nil, fmt.Errorf("find a login: %w", err)
	}
	p, err := s.Secrets.Person(ctx, name)
	if err != nil {
		return Actor{}, nil, fmt.Errorf("find the moderator behind a login: %w", err)
	}
	return actorOf(l, p), l, nil
}

// Invite makes a link that signs somebody in, whose role is set by it. It returns ErrName,
// ErrRole, or ErrLastOwner if no owner would be left.
func (s *Logins) Invite(ctx context.Context, who Actor, name string, r Role, at time.Time) (token string, err error) {
	if err := allow(who, ActionInviteLogin); err != nil {
		return "", err
	}
	name = strings.TrimSpace(name)
	if !validName(name) {
		return "", ErrName
	}
	if !atLeast(r, RoleReader) {
		return "", ErrRole
	}
	before := ""
	if added, err := s.Store.AddLogin(ctx, name, r, at); err != nil {
		return "", fmt.Errorf("add a login: %w", err)
	} else if !added {
		if before, err = s.changeRole(ctx, name, r); err != nil {
			return "", err
		}
	}
	if token, err = s.link(ctx, name, at.Add(SignInLife)); err != nil {
		return "", err
	}
	return token, s.record(ctx, who, change{ActionInviteLogin, name, before, string(r)}, at)
}

// changeRole gives somebody another role and returns the one before.
func (s *Logins) changeRole(ctx context.Context, name string, r Role) (before string, err error) {
	l, err := s.Store.Login(ctx, name)
	if err != nil {
		return "", fmt.Errorf("find a login: %w", err)
	}
	if l.Role == r {
		return string(r), nil
	}
	if err := s.keepOwner(ctx, l); err != nil {
		return "", err
	}
	if err := s.Store.SetRole(ctx, name, r); err != nil {
		return "", fmt.Errorf("change a role: %w", err)
	}
	return string(l.Role), nil
}

// keepOwner returns ErrLastOwner if somebody is the only owner.
func (s *Logins) keepOwner(ctx context.Context, l *Login) error {
	if l.Role != RoleOwner {
		return nil
	}
	all, err := s.Store.Logins(ctx)
	if err != nil {
		return fmt.Errorf("list logins: %w", err)
	}
	for _, o := range all {
		if o.Role == RoleOwner && o.Name != l.Name {
			return nil
		}
	}
	return ErrLastOwner
}

// LinkOwn makes a link for the moderator who asks by chat, for ChatLinkLife. Who has no
// login gets one with the same name and role. It returns a *HigherRoleError if the login of
// the name has more rights than the moderator, because it may be somebody else's.
func (s *Logins) LinkOwn(ctx context.Context, who Actor, at time.Time) (token string, err error) {
	if err := allow(who, ActionOpenConsole); err != nil {
		return "", err
	}
	added, err := s.Store.AddLogin(ctx, who.Name, who.Role, at)
	if err != nil {
		return "", fmt.Errorf("add a login: %w", err)
	}
	if !added {
		l, err := s.Store.Login(ctx, who.Name)
		if err != nil {
			return "", fmt.Errorf("find a login: %w", err)
		}
		if !atLeast(who.Role, l.Role) {
			return "", &HigherRoleError{Name: l.Name}
		}
	}
	if token, err = s.link(ctx, who.Name, at.Add(ChatLinkLife)); err != nil {
		return "", err
	}
	return token, s.record(ctx, who, change{action: ActionOpenConsole, target: who.Name}, at)
}

// SetUp makes the link by which the first login is made, or returns "" if there is one.
func (s *Logins) SetUp(ctx context.Context, at time.Time) (token string, err error) {
	all, err := s.Store.Logins(ctx)
	if err != nil || len(all) > 0 {
		return "", err
	}
	return s.link(ctx, "", at.Add(SignInLife))
}

func (s *Logins) link(ctx context.Context, name string, until time.Time) (token string, err error) {
	token = s.Random()
	if err := s.Links.SaveLink(ctx, s.Hash(token), name, until); err != nil {
		return "", fmt.Errorf("store a link: %w", err)
	}
	return token, nil
}

// Whose returns whose a link is, "" for the one of the first login. It uses nothing up. It
// returns ErrBadCode for a link that is wrong, used or too old.
func (s *Logins) Whose(ctx context.Context, token string, at time.Time) (name string, err error) {
	name, err = s.Links.Link(ctx, s.Hash(token), at)
	if errors.Is(err, ErrNotFound) {
		return "", ErrBadCode
	}
	if err != nil || name != "" {
		return name, err
	}
	if all, err := s.Store.Logins(ctx); err != nil || len(all) > 0 {
		return "", errors.Join(ErrBadCode, err)
	}
	return "", nil
}

// Redeem uses a link up and returns who is signed in by it. The first login gets a name.
func (s *Logins) Redeem(ctx context.Context, token, name string, at time.Time) (*Login, error) {
	whose, err := s.Whose(ctx, token, at)
	if err != nil {
		return nil, err
	}
	if whose == "" {
		if whose = strings.TrimSpace(name); !validName(whose) {
			return nil, ErrName
		}
		added, err := s.Store.AddFirstLogin(ctx, whose, at)
		if err == nil && !added {
			err = ErrBadCode
		}
		if err != nil {
			return nil, err
		}
	}
	if err := s.Links.TakeLink(ctx, s.Hash(token), at); errors.Is(err, ErrNotFound) {
		return nil, ErrBadCode
	} else if err != nil {
		return nil, fmt.Errorf("use up a link: %w", err)
	}
	l, err := s.Store.Login(ctx, whose)
	if errors.Is(err, ErrNotFound) {
		return nil, ErrBadCode
	}
	if err != nil {
		return nil, fmt.Errorf("find a login: %w", err)
	}
	return l, s.record(ctx, actorOf(l, 0), change{ActionSignIn, whose, "", "link"}, at)
}

// Enter takes the step of a second factor, 0 for none, and notes that somebody signed in
// by password. It returns ErrBadCode for a step that was used before.
func (s *Logins) Enter(ctx context.Context, l *Login, step int64, at time.Time) error {
	if step != 0 {
		taken, err := s.Secrets.TakeStep(ctx, l.Name, step)
		if err != nil {
			return fmt.Errorf("take a code: %w", err)
		}
		if !taken {
			return ErrBadCode
		}
	}
	return s.record(ctx, actorOf(l, 0), change{ActionSignIn, l.Name, "", "password"}, at)
}

func actorOf(l *Login, person bot.PersonID) Actor {
	return Actor{Name: l.Name, Role: l.Role, Person: person, Hash: "console " + l.Name, Via: ViaConsole}
}

// SetPassword stores the hash of one's own new password.
func (s *Logins) SetPassword(ctx context.Context, who Actor, hash string, at time.Time) error {
	if err := allow(who, ActionSecureLogin); err != nil {
		return err
	}
	if err := s.Secrets.SetPassword(ctx, who.Name, hash); err != nil {
		return fmt.Errorf("store a password: %w", err)
	}
	return s.record(ctx, who, change{ActionSecureLogin, who.Name, "", "password"}, at)
}

// SetTOTP starts one's own second step with a secret and the step of the code that proved
// it, or ends it with an empty secret.
func (s *Logins) SetTOTP(ctx context.Context, who Actor, secret string, step int64, at time.Time) error {
	if err := allow(who, ActionSecureLogin); err != nil {
		return err
	}
	if err := s.Secrets.SetTOTP(ctx, who.Name, secret, step); err != nil {
		return fmt.Errorf("store a second step: %w", err)
	}
	after := "second step on"
	if secret == "" {
		after = "second step off"
	}
	return s.record(ctx, who, change{ActionSecureLogin, who.Name, "", after}, at)
}

// List returns who may sign in, the oldest first.
func (s *Logins) List(ctx context.Context, who Actor) ([]Login, error) {
	if err := allow(who, ActionListLogins); err != nil {
		return nil, err
	}
	return s.Store.Logins(ctx)
}

// Remove ends somebody's rights at once: their login with its sessions and links, and the
// moderator of the same name. It returns ErrNotFound or ErrLastOwner.
func (s *Logins) Remove(ctx context.Context, who Actor, name string, at time.Time) error {
	if err := allow(who, ActionRemoveLogin); err != nil {
		return err
	}
	l, err := s.Store.Login(ctx, name)
	if err != nil {
		return fmt.Errorf("find a login: %w", err)
	}
	if err := s.keepOwner(ctx, l); err != nil {
		return err
	}
	removed, err := s.Store.RemoveLogin(ctx, name)
	if err != nil {
		return fmt.Errorf("remove a login: %w", err)
	}
	if !removed {
		return ErrNotFound
	}
	return s.record(ctx, who, change{ActionRemoveLogin, name, string(l.Role), ""}, at)
}

func (s *Logins) record(ctx context.Context, who Actor, c change, at time.Time) error {
	return (&Guard{Log: s.Log}).record(ctx, who, c, at)
}

// validName reports whether a name can be shown and typed.
func validName(name string) bool {
	n := utf8.RuneCountInString(name)
	if n < 1 || n > nameMax || !utf8.ValidString(name) {
		return false
	}
	return !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsGraphic(r) || strings.ContainsRune(`<>"'&/\`, r) })
}
