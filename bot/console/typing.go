package console

import (
	"context"
	"net/http"
	"strings"

	"zhujiao/bot/moderation"
)

// typing keeps what is typed into forms until they are sent.
type typing struct{}

// typingRoutes are those of what is being typed.
func typingRoutes() []route {
	return []route{{post, "/console/at/{class}/typed/{form}/{subject}", lecturer(), typing{}.keep}}
}

const (
	// typedFields is how many fields of a form are kept, fieldMax how long a field's name is.
	typedFields = 8
	fieldMax    = 20
)

// keep stores what is being typed, at the script's request.
func (typing) keep(v *visit) error {
	fields := map[string]string{}
	for name, words := range v.r.PostForm {
		if len(name) <= fieldMax && len(fields) < typedFields && len(words) > 0 {
			fields[name] = words[0]
		}
	}
	if err := keepTyped(v, moderation.FormName(v.r.PathValue("form")), v.r.PathValue("subject"), fields); err != nil {
		return err
	}
	v.w.WriteHeader(http.StatusNoContent)
	return nil
}

// keepTyped keeps what somebody has typed into a form.
func keepTyped(v *visit, form moderation.FormName, subject string, fields map[string]string) error {
	for name, words := range fields {
		fields[name] = strings.ReplaceAll(words, "\r\n", "\n")
	}
	return v.do(v.ctx(), func(ctx context.Context) error {
		return v.Typing.Save(ctx, v.who, formOf(v, form, subject), fields, v.now)
	})
}

// dropTyped deletes what somebody has typed into a form that was sent, in the unit of what it
// did, and returns what the page says of it.
func dropTyped(ctx context.Context, v *visit, form moderation.FormName, subject string, said *flash) error {
	said.Sent = string(form) + " " + subject
	return v.Typing.Drop(ctx, v.who, formOf(v, form, subject))
}

func formOf(v *visit, form moderation.FormName, subject string) moderation.Form {
	return moderation.Form{Class: v.Campaign.ID, Name: form, Subject: subject}
}

// typedInto returns what somebody has typed into a form about something.
func typedInto(v *visit, form moderation.FormName, subject string) (moderation.Typed, error) {
	all, err := v.Typing.Into(v.ctx(), v.who, v.Campaign.ID, form)
	return all[subject], err
}
