package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/sqlstore/db"
)

// Invite stores a one-time code that binds whoever sends it to the bot. It
// works beside a running process, which has the directory's lock: SQLite lets
// one short write in between.
func Invite(ctx context.Context, dir, code string, m campaign.Moderator, until time.Time) (err error) {
	pool, err := beside(dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	err = db.New(pool).InsertInvite(ctx, db.InsertInviteParams{Code: code, Name: m.Name, Role: string(m.Role), Until: ms(until)})
	if err != nil {
		return fmt.Errorf("store the invitation: %w", explain(err))
	}
	return nil
}

// Audience returns the openids of an audience without who opted out, also
// beside a running process.
func Audience(ctx context.Context, dir, campaignID string, r campaign.AudienceRule) (openids []string, err error) {
	pool, err := beside(dir)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	q := db.New(pool)
	people, err := members(ctx, q, campaignID, r)
	if err != nil {
		return nil, explain(err)
	}
	for _, p := range people {
		o, err := q.OpenidOf(ctx, int64(p))
		if err != nil {
			return nil, fmt.Errorf("read an openid: %w", explain(err))
		}
		if o.Valid {
			openids = append(openids, o.String)
		}
	}
	return openids, nil
}

// beside opens the database of a directory whose lock another process may have.
func beside(dir string) (*sql.DB, error) {
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("no database in %s: start zhujiao serve once: %w", dir, err)
	}
	return openSQLite(path, 1, 1000)
}
