package console

import (
	"context"
	"net/http"
	"strings"
	"time"

	"zhujiao/bot/content"
	"zhujiao/bot/moderation"
)

// settings has the form of a class's settings. What has to be done with another time or
// lecturer is done as for the commands.
type settings struct{}

// settingsPage is the form. Plan waits for its code; Part is the form that was refused, Typed
// what was typed there.
type settingsPage struct {
	Fields []content.FormField
	Plan   *moderation.LifePlan
	Part   string
	Typed  string
	Wrong  *refusal
	May    bool
}

// page shows the form.
func (s settings) page(v *visit) error { return v.page("content_settings", s.read(v)) }

func (settings) read(v *visit) settingsPage {
	return settingsPage{Fields: content.FormFields(v.Campaign), May: v.who.May(moderation.ActionMoveClass)}
}

// write writes settings into the text of the class, and shows what that would change.
func (s settings) write(v *visit) error {
	typed := map[string]string{}
	for _, f := range content.FormFields(v.Campaign) {
		if _, sent := v.r.PostForm["f-"+f.Code]; sent {
			typed[f.Code] = strings.TrimSpace(strings.ReplaceAll(v.form("f-"+f.Code), "\r\n", "\n"))
		}
	}
	values := content.FormValues(v.Campaign, typed)
	if len(values) == 0 {
		return s.again(v, "values", "", moderation.ErrAlready)
	}
	if err := (contents{}).proposeForm(v, FormChange{Values: values}); err != nil {
		return s.again(v, "values", "", err)
	}
	return v.redirect(v.path("content/review?kind=form"))
}

// again shows the form after a part of it was refused.
func (s settings) again(v *visit, part, typed string, err error) error {
	return again(err, func(wrong *refusal, status int) error {
		p := s.read(v)
		p.Part, p.Typed, p.Wrong = part, typed, wrong
		return v.show(status, "content_settings", p)
	})
}

// plan asks for the code of a change and shows what it would do.
func (s settings) plan(v *visit, part, typed string, f func(ctx context.Context) (moderation.LifePlan, error)) error {
	var plan moderation.LifePlan
	err := v.do(v.ctx(), func(ctx context.Context) (err error) {
		plan, err = f(ctx)
		return err
	})
	if err != nil {
		return s.again(v, part, typed, err)
	}
	p := s.read(v)
	p.Part, p.Plan = part, &plan
	return v.show(http.StatusOK, "content_settings", p)
}

// move asks for the code that moves the class.
func (s settings) move(v *visit) error {
	words := strings.TrimSpace(v.form("to"))
	start, err := dueIn(v, words)
	if err != nil {
		return s.again(v, "move", words, err)
	}
	return s.plan(v, "move", words, func(ctx context.Context) (moderation.LifePlan, error) {
		return v.Moderation.Seats.Life.ProposeMove(ctx, v.who, start, time.Time{}, v.now)
	})
}

// lecturer asks for the code that names another lecturer.
func (s settings) lecturer(v *visit) error {
	name := strings.TrimSpace(v.form("name"))
	if name == "" {
		return s.again(v, "lecturer", name, errEmpty)
	}
	return s.plan(v, "lecturer", name, func(ctx context.Context) (moderation.LifePlan, error) {
		return v.Moderation.Seats.Life.ProposeLecturer(ctx, v.who, name, strings.TrimSpace(v.form("intro")), v.now)
	})
}

// cancel asks for the code that calls the class off.
func (s settings) cancel(v *visit) error {
	why := strings.TrimSpace(v.form("why"))
	return s.plan(v, "cancel", why, func(ctx context.Context) (moderation.LifePlan, error) {
		return v.Moderation.Seats.Life.ProposeCancelling(ctx, v.who, why, v.now)
	})
}

// restore asks for the code that lets the class take place after all.
func (s settings) restore(v *visit) error {
	return s.plan(v, "restore", "", func(ctx context.Context) (moderation.LifePlan, error) {
		return v.Moderation.Seats.Life.ProposeRestoring(ctx, v.who, v.now)
	})
}

// changed does what a code has confirmed.
func (settings) changed(ctx context.Context, v *visit, pending moderation.Pending) (said flash, to string, err error) {
	life := v.Moderation.Seats.Life
	switch p := pending.(type) {
	case moderation.PendingMove:
		_, err = life.Move(ctx, v.who, p, v.now)
	case moderation.PendingLecturer:
		_, err = life.ChangeLecturer(ctx, v.who, p, v.now)
	case moderation.PendingCancelling:
		_, err = life.Cancel(ctx, v.who, p, v.now)
	case moderation.PendingRestoring:
		_, err = life.Restore(ctx, v.who, p, v.now)
	default:
		err = moderation.ErrBadCode
	}
	return flash{Code: "class-changed"}, v.path("content"), err
}
