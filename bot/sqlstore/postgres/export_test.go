package postgres

import (
	"context"
	"time"
)

// Setting returns a setting of the sessions in which units run.
func (e *Engine) Setting(ctx context.Context, name string) (value string, err error) {
	err = e.pool.QueryRowContext(ctx, "SHOW "+name).Scan(&value)
	return value, err
}

// SettingTime reads a time as PostgreSQL does.
func SettingTime(value string) time.Duration { return settingTime(value) }
