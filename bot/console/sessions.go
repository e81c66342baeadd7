package console

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/alexedwards/scs/v2"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// Sessions stores the browsers that are signed in.
type Sessions interface {
	// Session returns a session by the hash of its token, or campaign.ErrNotFound for one
	// that is unknown or has ended.
	Session(ctx context.Context, token string, now time.Time) (moderation.Session, error)
	// Sessions returns those of a login that have not ended, the newest first.
	Sessions(ctx context.Context, name string, now time.Time) ([]moderation.Session, error)
	// SaveSession stores a session, or data and login of the one with its token.
	SaveSession(ctx context.Context, s moderation.Session) error
	// EndSession deletes a session, if there is one.
	EndSession(ctx context.Context, token string) error
	// EndOtherSessions deletes those of a login but for one.
	EndOtherSessions(ctx context.Context, name, token string) error
}

// What a session holds.
const (
	keyLogin = "login" // the name of who is signed in
	keyLink  = "link"  // set when they came by a one-time link
	keyFlash = "flash" // what the next page says first
	keyTOTP  = "totp"  // a secret that waits for its first code
)

// sessionStore is the store of the session manager. Rows go by the business clock; data is
// base64, because PostgreSQL takes no other bytes as text.
type sessionStore struct {
	rows Sessions
	now  bot.Clock
}

var _ scs.CtxStore = (*sessionStore)(nil)

// FindCtx implements scs.CtxStore.
func (s *sessionStore) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	row, err := s.rows.Session(ctx, token, s.now())
	if errors.Is(err, campaign.ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, fmt.Errorf("find a session: %w", err)
	}
	if data, err = base64.StdEncoding.DecodeString(row.Data); err != nil {
		return nil, false, nil //nolint:nilerr // a row that is no session signs nobody in
	}
	return data, true, nil
}

// CommitCtx implements scs.CtxStore. The manager knows no login, so that it is read from
// the data.
func (s *sessionStore) CommitCtx(ctx context.Context, token string, data []byte, _ time.Time) error {
	_, values, err := scs.GobCodec{}.Decode(data)
	if err != nil {
		return fmt.Errorf("read a session: %w", err)
	}
	name, _ := values[keyLogin].(string)
	now := s.now()
	err = s.rows.SaveSession(ctx, moderation.Session{
		Token: token, Login: name, Data: base64.StdEncoding.EncodeToString(data), Agent: agentOf(ctx), Made: now,
		Expires: now.Add(SignedInFor),
	})
	if err != nil {
		return fmt.Errorf("store a session: %w", err)
	}
	return nil
}

// DeleteCtx implements scs.CtxStore.
func (s *sessionStore) DeleteCtx(ctx context.Context, token string) error {
	if err := s.rows.EndSession(ctx, token); err != nil {
		return fmt.Errorf("end a session: %w", err)
	}
	return nil
}

// Find implements scs.Store; the manager calls FindCtx.
func (*sessionStore) Find(string) (data []byte, found bool, err error) {
	return nil, false, errors.ErrUnsupported
}

// Commit implements scs.Store; the manager calls CommitCtx.
func (*sessionStore) Commit(string, []byte, time.Time) error { return errors.ErrUnsupported }

// Delete implements scs.Store; the manager calls DeleteCtx.
func (*sessionStore) Delete(string) error { return errors.ErrUnsupported }

// Hash is what is stored of a token: of a session's and of a one-time link's.
func Hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

type agentKey struct{}

// agentOf returns what the browser calls itself.
func agentOf(ctx context.Context) string {
	agent, _ := ctx.Value(agentKey{}).(string)
	return agent
}
