package postgres

import "context"

// Setting returns a setting of the sessions in which units run.
func (e *Engine) Setting(ctx context.Context, name string) (value string, err error) {
	err = e.pool.QueryRowContext(ctx, "SHOW "+name).Scan(&value)
	return value, err
}
