package sqlstore

import (
	"context"
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
	path := filepath.Join(dir, FileName)
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("no database in %s: start zhujiao serve once: %w", dir, err)
	}
	pool, err := openSQLite(path, 1)
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
