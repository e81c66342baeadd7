package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore/db"
)

// LoginStore stores who may sign in to the console, their links and their sessions.
type LoginStore struct{ *core }

var (
	_ moderation.LoginStore   = (*LoginStore)(nil)
	_ moderation.SignInLinks  = (*LoginStore)(nil)
	_ moderation.LoginSecrets = (*LoginStore)(nil)
)

// Logins returns the store of who may sign in to the console.
func (s *Store) Logins() *LoginStore { return &LoginStore{s.core} }

// Login returns who signs in by a name.
func (s *LoginStore) Login(ctx context.Context, name string) (*moderation.Login, error) {
	r, err := s.q(ctx).Login(ctx, name)
	if err != nil {
		return nil, orNotFound(err)
	}
	l := login(r)
	return &l, nil
}

// Logins returns all who may sign in, the oldest first.
func (s *LoginStore) Logins(ctx context.Context) ([]moderation.Login, error) {
	rows, err := s.q(ctx).Logins(ctx)
	if err != nil {
		return nil, fmt.Errorf("read logins: %w", err)
	}
	out := make([]moderation.Login, len(rows))
	for i, r := range rows {
		out[i] = login(r)
	}
	return out, nil
}

func login(r db.Login) moderation.Login {
	return moderation.Login{
		Name: r.Name, Role: moderation.Role(r.Role), Password: r.Password, TOTP: r.Totp, Step: r.TotpStep, Made: at(r.MadeAt),
	}
}

// AddLogin adds a login: see moderation.LoginStore.
func (s *LoginStore) AddLogin(ctx context.Context, name string, r moderation.Role, when time.Time) (bool, error) {
	n, err := s.q(ctx).AddLogin(ctx, db.AddLoginParams{Name: name, Role: string(r), At: ms(when)})
	return n == 1, err
}

// AddFirstLogin adds an owner if there is nobody: see moderation.LoginStore. The row of a
// counter is the lock of all who try at once.
func (s *LoginStore) AddFirstLogin(ctx context.Context, name string, when time.Time) (bool, error) {
	if _, err := s.nextNumber(ctx, "", "set-up"); err != nil {
		return false, fmt.Errorf("wait for others who set up: %w", err)
	}
	all, err := s.q(ctx).Logins(ctx)
	if err != nil || len(all) > 0 {
		return false, err
	}
	return s.AddLogin(ctx, name, moderation.RoleOwner, when)
}

// SetRole changes a role.
func (s *LoginStore) SetRole(ctx context.Context, name string, r moderation.Role) error {
	return one(s.q(ctx).SetLoginRole(ctx, db.SetLoginRoleParams{Role: string(r), Name: name}))
}

// RemoveLogin removes a login with all that hangs on it: see moderation.LoginStore.
func (s *LoginStore) RemoveLogin(ctx context.Context, name string) (bool, error) {
	q := s.q(ctx)
	n, err := q.DeleteLogin(ctx, name)
	if err != nil || n == 0 {
		return false, err
	}
	for _, remove := range []func(context.Context, string) (int64, error){
		q.DeleteModerator, q.DeleteLoginLinks, q.DropDraftsOf, q.DropHolds, q.DeleteScreensOf, q.DropTypedOf, q.DropContentDraftsOf,
		func(ctx context.Context, name string) (int64, error) {
			return q.DeleteOtherSessions(ctx, db.DeleteOtherSessionsParams{Login: name})
		},
	} {
		if _, err := remove(ctx, name); err != nil {
			return false, fmt.Errorf("remove what hangs on a login: %w", err)
		}
	}
	return true, nil
}

// one turns the number of changed rows into campaign.ErrNotFound if there was none.
func one(n int64, err error) error {
	if err == nil && n == 0 {
		return campaign.ErrNotFound
	}
	return err
}

// SaveLink stores a one-time link.
func (s *LoginStore) SaveLink(ctx context.Context, token, name string, until time.Time) error {
	return s.q(ctx).AddLoginLink(ctx, db.AddLoginLinkParams{Token: token, Login: name, Until: ms(until)})
}

// Link returns whose a link is.
func (s *LoginStore) Link(ctx context.Context, token string, now time.Time) (name string, err error) {
	name, err = s.q(ctx).LoginLink(ctx, db.LoginLinkParams{Token: token, Now: ms(now)})
	return name, orNotFound(err)
}

// TakeLink uses a link up.
func (s *LoginStore) TakeLink(ctx context.Context, token string, now time.Time) error {
	return one(s.q(ctx).TakeLoginLink(ctx, db.TakeLoginLinkParams{Token: token, Now: ms(now)}))
}

// SetPassword stores the hash of a password.
func (s *LoginStore) SetPassword(ctx context.Context, name, hash string) error {
	return one(s.q(ctx).SetLoginPassword(ctx, db.SetLoginPasswordParams{Password: hash, Name: name}))
}

// SetTOTP stores the secret of a second step and the step that was taken last.
func (s *LoginStore) SetTOTP(ctx context.Context, name, secret string, step int64) error {
	return one(s.q(ctx).SetLoginTOTP(ctx, db.SetLoginTOTPParams{Totp: secret, Step: step, Name: name}))
}

// TakeStep notes that the code of a step was taken.
func (s *LoginStore) TakeStep(ctx context.Context, name string, step int64) (bool, error) {
	n, err := s.q(ctx).TakeLoginStep(ctx, db.TakeLoginStepParams{Step: step, Name: name})
	return n == 1, err
}

// Person returns the person who is the moderator with a name, 0 for nobody.
func (s *LoginStore) Person(ctx context.Context, name string) (bot.PersonID, error) {
	id, err := s.q(ctx).LoginPerson(ctx, name)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return bot.PersonID(id), err
}

// Session returns a session by the hash of its token, or campaign.ErrNotFound for one
// that has ended.
func (s *LoginStore) Session(ctx context.Context, token string, now time.Time) (moderation.Session, error) {
	r, err := s.q(ctx).LoginSession(ctx, db.LoginSessionParams{Token: token, Now: ms(now)})
	return session(r), orNotFound(err)
}

// Sessions returns the sessions of a login, the newest first.
func (s *LoginStore) Sessions(ctx context.Context, name string, now time.Time) ([]moderation.Session, error) {
	rows, err := s.q(ctx).LoginSessions(ctx, db.LoginSessionsParams{Login: name, Now: ms(now)})
	if err != nil {
		return nil, fmt.Errorf("read sessions: %w", err)
	}
	out := make([]moderation.Session, len(rows))
	for i, r := range rows {
		out[i] = session(r)
	}
	return out, nil
}

func session(r db.LoginSession) moderation.Session {
	return moderation.Session{
		Token: r.Token, Login: r.Login, Data: r.Data, Agent: r.Agent, Made: at(r.MadeAt), Expires: at(r.Expires),
	}
}

// SaveSession stores a session, or its data and login if there is one with its token.
func (s *LoginStore) SaveSession(ctx context.Context, v moderation.Session) error {
	return s.do(ctx, func(ctx context.Context) error {
		return s.q(ctx).SaveLoginSession(ctx, db.SaveLoginSessionParams{
			Token: v.Token, Login: v.Login, Data: v.Data, Agent: v.Agent, MadeAt: ms(v.Made), Expires: ms(v.Expires),
		})
	})
}

// EndSession deletes a session.
func (s *LoginStore) EndSession(ctx context.Context, token string) error {
	return s.do(ctx, func(ctx context.Context) error {
		_, err := s.q(ctx).DeleteLoginSession(ctx, token)
		return err
	})
}

// EndOtherSessions deletes the sessions of a login but for one.
func (s *LoginStore) EndOtherSessions(ctx context.Context, name, token string) error {
	return s.do(ctx, func(ctx context.Context) error {
		_, err := s.q(ctx).DeleteOtherSessions(ctx, db.DeleteOtherSessionsParams{Login: name, Token: token})
		return err
	})
}
