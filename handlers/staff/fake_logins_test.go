package staff_test

import (
	"context"
	"time"

	"zhujiao/bot/moderation"
)

// logins has nobody who signs in to the console, and takes everybody.
type logins struct{}

func (logins) Login(context.Context, string) (*moderation.Login, error) {
	return nil, moderation.ErrNotFound
}
func (logins) Logins(context.Context) ([]moderation.Login, error) { return nil, nil }
func (logins) AddLogin(context.Context, string, moderation.Role, time.Time) (bool, error) {
	return true, nil
}

func (logins) AddFirstLogin(context.Context, string, time.Time) (bool, error)   { return true, nil }
func (logins) SetRole(context.Context, string, moderation.Role) error           { return nil }
func (logins) RemoveLogin(context.Context, string) (bool, error)                { return true, nil }
func (logins) SaveLink(context.Context, string, string, time.Time) error        { return nil }
func (logins) Link(context.Context, string, time.Time) (name string, err error) { return "", nil }
func (logins) TakeLink(context.Context, string, time.Time) error                { return nil }
