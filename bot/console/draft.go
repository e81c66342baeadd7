package console

import (
	"context"
	"net/http"
	"strings"

	"zhujiao/bot/moderation"
)

// drop throws one's draft away.
func (desk) drop(v *visit) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	err = v.do(v.ctx(), func(ctx context.Context) error { return v.Moderation.Tickets.Drafts.Drop(ctx, v.who, ref) })
	if err != nil {
		return err
	}
	v.say(flash{Code: "dropped", Name: ref.Name(), Sent: ref.Name()})
	return v.redirect(v.path("tickets/" + ref.Name()))
}

// draft keeps what is being written.
func (d desk) draft(v *visit) error {
	return d.quietly(v, func(ctx context.Context, ref moderation.Ref) error {
		return v.Moderation.Tickets.Drafts.Save(ctx, v.who, ref, strings.ReplaceAll(v.form("text"), "\r\n", "\n"), v.now)
	})
}

// here notes who is at a ticket.
func (d desk) here(v *visit) error {
	return d.quietly(v, func(ctx context.Context, ref moderation.Ref) error {
		return v.Moderation.Tickets.Drafts.See(ctx, v.who, ref, v.now)
	})
}

// quietly does what a script asks for; nobody reads the answer.
func (desk) quietly(v *visit, f func(ctx context.Context, ref moderation.Ref) error) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	if err := v.do(v.ctx(), func(ctx context.Context) error { return f(ctx, ref) }); err != nil {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}
