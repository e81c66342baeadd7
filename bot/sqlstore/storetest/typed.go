package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
	"zhujiao/bot/sqlstore"
)

// typed tests moderation.TypedStore: a row for each who types, form and subject; none of them
// touches another, and what is about somebody who is erased goes.
func typed(t *testing.T, s *sqlstore.Store) {
	t.Helper()
	rows := sqlstore.Typed(s)
	form := func(name moderation.FormName, subject string) moderation.Form {
		return moderation.Form{Class: here, Name: name, Subject: subject}
	}
	into := func(name moderation.FormName, wanted ...moderation.TypedRow) {
		t.Helper()
		got, err := rows.TypedInto(t.Context(), here, name)
		if err != nil || len(got) != len(wanted) {
			t.Errorf("%s: %+v, %v, want %+v", name, got, err, wanted)
			return
		}
		for i := range got {
			if same := got[i].At.Equal(wanted[i].At); !same {
				t.Errorf("%s: at %v, want %v", name, got[i].At, wanted[i].At)
			}
			got[i].At = wanted[i].At
			want(t, string(name), got[i], wanted[i])
		}
	}
	p := meet(t, s, "o1")
	askQuestion(t, s, p, 3, campaign.QuestionApproved)
	in(t, s, func(ctx context.Context) error {
		other := moderation.Form{Class: "another", Name: moderation.FormReply, Subject: "Q3"}
		return errors.Join(rows.SaveTyped(ctx, form(moderation.FormReply, "Q3"), "Min", "a", noon()),
			rows.SaveTyped(ctx, form(moderation.FormReply, "Q3"), "An", "b", noon()),
			rows.SaveTyped(ctx, form(moderation.FormReply, "Q4"), "Min", "c", noon()),
			rows.SaveTyped(ctx, other, "Min", "d", noon()),
			rows.SaveTyped(ctx, form(moderation.FormLink, "99"), "Min", "e", noon()),
			rows.SaveWriting(ctx, here, "Min", moderation.Writing{Text: "f", At: noon()}))
	})
	later := noon().Add(time.Minute)
	in(t, s, func(ctx context.Context) error {
		return rows.SaveTyped(ctx, form(moderation.FormReply, "Q3"), "Min", "aa", later)
	})
	an, q4 := moderation.TypedRow{Subject: "Q3", Name: "An", Body: "b", At: noon()},
		moderation.TypedRow{Subject: "Q4", Name: "Min", Body: "c", At: noon()}
	into(moderation.FormReply, an, moderation.TypedRow{Subject: "Q3", Name: "Min", Body: "aa", At: later}, q4)
	in(t, s, func(ctx context.Context) error { return rows.DropTyped(ctx, form(moderation.FormReply, "Q3"), "Min") })
	into(moderation.FormReply, an, q4)
	if n, err := rows.CountTyped(t.Context(), "Min"); err != nil || n != 4 {
		t.Errorf("Min has typed into %d forms, %v, want 4", n, err)
	}
	in(t, s, func(ctx context.Context) error { return ForgetWords(ctx, s, p.ID) })
	into(moderation.FormReply, q4)
	in(t, s, func(ctx context.Context) error {
		_, err := s.Logins().AddFirstLogin(ctx, "Min", noon())
		if err == nil {
			_, err = s.Logins().RemoveLogin(ctx, "Min")
		}
		return err
	})
	into(moderation.FormReply)
	into(moderation.FormLink)
	_, err := rows.Writing(t.Context(), here, "Min")
	missing(t, "what a login wrote that was removed", err)
}
